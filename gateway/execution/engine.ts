import type {
  GatewayGraphQLRequestContext,
  GatewayInterface,
  GatewaySchemaLoadOrUpdateCallback,
} from "@apollo/server-gateway-interface";
import { GraphQLError, Kind, separateOperations, type DocumentNode } from "graphql";
import { limits } from "#contract/limits.ts";
import { createPlanCache } from "../planning/plan-cache.ts";
import { startPlannerPool, type PlannerPool } from "../planning/planner-pool.ts";
import { loadSupergraph, type Supergraph } from "../planning/supergraph.ts";
import { openAgency, type AgencyAddress } from "./fetch/agencies.ts";
import { guardCalls } from "./fetch/agency-caller.ts";
import type { AgencyFetch } from "./fetch/agency-fetch.ts";
import { openHttpTransport } from "./fetch/http-transport.ts";
import { shareCalls, type EnvelopeOf } from "./fetch/share-calls.ts";
import { compileOperation, type Operation, type OperationRequest, type OperationSetting } from "./operation.ts";

/** What an engine is made of. */
export interface EngineOptions {
  readonly supergraphSdl: string;
  /** Addresses by agency; the supergraph's own URL where one is absent. */
  readonly agencies?: Readonly<Record<string, AgencyAddress>>;
  /** Puts signing, audit or metrics around each attempt of a call. */
  readonly wrapFetch?: (fetch: AgencyFetch) => AgencyFetch;
  /** Whether a progressive override is on, asked for each request; `percent(N)` is decided here when absent. */
  readonly isOverrideOn?: (label: string) => boolean;
  /** Lets calls of different requests be shared where this says that agencies are told the same; never when absent. */
  readonly envelopeOf?: EnvelopeOf;
  /** Receives what clients must not see: failures' causes. */
  readonly log?: (incident: unknown) => void;
  /** Who asks, and until when, from the context value of a request that comes through Apollo Server. */
  readonly requestOf?: (contextValue: unknown) => Pick<OperationRequest, "caller" | "signal" | "deadline">;
}

/** A federated execution engine: a gateway for Apollo Server, and a door of its own for operations seen before. */
export interface Engine extends GatewayInterface {
  readonly supergraphId: () => string;
  /**
   * Compiles an operation of a document that is valid for the current supergraph. `allowed` names what the caller
   * may see and parts plans from each other. @throws when the document holds no such operation, or several and no
   * name.
   */
  readonly prepare: (document: DocumentNode, operationName?: string | null, allowed?: string) => Operation;
  /** Loads another supergraph, plans `warmUp` and then lets it serve. @throws when it is bad; the old one stays. */
  readonly offer: (supergraphSdl: string, warmUp?: readonly DocumentNode[]) => Promise<void>;
}

/** Milliseconds that operations of a replaced supergraph may still need planning. */
const DRAIN_MS = 10_000;
/** Planning ahead may take longer than planning while a client waits. */
const WARM_UP_TIMEOUT_MS = 10_000;

interface Generation {
  readonly setting: OperationSetting;
  readonly pool: PlannerPool;
}

/** Makes an engine; `load` starts it. @throws when the supergraph or an address is not valid. */
export function createEngine(options: EngineOptions): Engine {
  const { log = () => undefined } = options;
  const transport = openHttpTransport();
  const guarded = guardCalls(options.wrapFetch?.(transport.fetch) ?? transport.fetch);
  const call = options.envelopeOf ? shareCalls(guarded, options.envelopeOf) : guarded;
  const cache = createPlanCache();
  const callbacks = new Set<GatewaySchemaLoadOrUpdateCallback>();
  const draining = new Set<PlannerPool>();
  const operations = new WeakMap<DocumentNode, Map<string, Operation>>();
  let current = startGeneration(options.supergraphSdl);

  function startGeneration(sdl: string): Generation {
    const supergraph = loadSupergraph(sdl);
    const agencies = new Map(
      [...supergraph.agencies].map(([name, url]) => [name, openAgency(name, options.agencies?.[name] ?? { url })]),
    );
    const pool = startPlannerPool(supergraph.sdl);
    const plan: OperationSetting["plan"] = (documents, overrides, allowed, timeoutMs = limits.planningTimeoutMs) =>
      cache.get({ supergraphId: supergraph.id, allowed, documents, overrides }, () =>
        pool.plan({ documents, overrides }, timeoutMs),
      );
    return {
      pool,
      setting: { supergraph, agencies, call, log, plan, overrides: overridesOf(supergraph, options.isOverrideOn) },
    };
  }

  function prepare(document: DocumentNode, operationName?: string | null, allowed = ""): Operation {
    return compileOperation(operationIn(document, operationName ?? undefined), allowed, current.setting);
  }

  function remembered(document: DocumentNode, operationName: string | null): Operation {
    const named = operations.get(document) ?? new Map<string, Operation>();
    operations.set(document, named);
    const known = named.get(operationName ?? "");
    if (known?.supergraphId === current.setting.supergraph.id) return known;
    const operation = prepare(document, operationName);
    named.set(operationName ?? "", operation);
    return operation;
  }

  function tell(callback: GatewaySchemaLoadOrUpdateCallback) {
    const { apiSchema, offeredSdl } = current.setting.supergraph;
    callback({ apiSchema, coreSupergraphSdl: offeredSdl });
  }

  return {
    prepare,
    supergraphId: () => current.setting.supergraph.id,
    onSchemaLoadOrUpdate(callback) {
      callbacks.add(callback);
      return () => void callbacks.delete(callback);
    },
    async load() {
      await current.pool.ready;
      callbacks.forEach(tell);
      return {
        executor: async (context: GatewayGraphQLRequestContext) => {
          const { document, operationName, request } = context;
          const operation = remembered(document, operationName);
          const { data, errors } = await operation.execute({
            ...options.requestOf?.(context.context),
            variables: request.variables,
          });
          return {
            ...(data !== undefined && { data }),
            ...(errors && { errors: errors.map(({ message, ...rest }) => new GraphQLError(message, rest)) }),
          };
        },
      };
    },
    async offer(sdl, warmUp = []) {
      const next = startGeneration(sdl);
      try {
        await next.pool.ready;
        await warm(next, warmUp);
      } catch (error) {
        await next.pool.stop();
        throw error;
      }
      const { pool } = current;
      current = next;
      callbacks.forEach(tell);
      draining.add(pool);
      setTimeout(() => void pool.stop().finally(() => draining.delete(pool)), DRAIN_MS).unref();
    },
    async stop() {
      await Promise.all([current.pool, ...draining].map((pool) => pool.stop()));
      await transport.close();
    },
  };
}

/** Plans ahead of a switch; an operation that the new supergraph has no place for is left to its callers. */
async function warm({ setting }: Generation, documents: readonly DocumentNode[]): Promise<void> {
  const patient: OperationSetting = {
    ...setting,
    plan: (...key) => setting.plan(key[0], key[1], key[2], WARM_UP_TIMEOUT_MS),
  };
  for (const document of documents) {
    for (const operation of Object.values(separateOperations(document)))
      await compileOperation(operation, "", patient).prepare();
  }
}

function operationIn(document: DocumentNode, operationName: string | undefined): DocumentNode {
  const parts = separateOperations(document);
  const names = Object.keys(parts);
  const part =
    operationName === undefined && names.length === 1
      ? parts[names[0]!]
      : Object.hasOwn(parts, operationName ?? "")
        ? parts[operationName ?? ""]
        : undefined;
  if (!part)
    throw new GraphQLError("The document does not hold the operation.", {
      extensions: { code: "OPERATION_RESOLUTION_FAILURE" },
    });
  if (part.definitions.some((it) => it.kind === Kind.OPERATION_DEFINITION && it.operation === "subscription")) {
    throw new GraphQLError("Subscriptions are not served.", { extensions: { code: "OPERATION_RESOLUTION_FAILURE" } });
  }
  return part;
}

function overridesOf({ overrideLabels }: Supergraph, isOn = isWithinPercent): () => readonly string[] {
  return overrideLabels.length === 0 ? () => [] : () => overrideLabels.filter(isOn);
}

/** `percent(N)` is on for N of a hundred requests; other labels are off unless somebody decides them. */
function isWithinPercent(label: string): boolean {
  const percent = /^percent\((\d{1,3}(?:\.\d+)?)\)$/.exec(label)?.[1];
  return percent !== undefined && Math.random() * 100 < Number(percent);
}
