import type {
  GatewayExecutionResult,
  GatewayGraphQLRequestContext,
  GatewayInterface,
  GatewaySchemaLoadOrUpdateCallback,
} from "@apollo/server-gateway-interface";
import { GraphQLError, Kind, separateOperations, type DocumentNode } from "graphql";
import type { PersonRules } from "../planning/person-rules.ts";
import type { PlannerPool } from "../planning/planner-pool.ts";
import type { EngineOptions } from "./engine-options.ts";
import { guardCalls } from "./fetch/agency-caller.ts";
import { openHttpTransport } from "./fetch/http-transport.ts";
import { joinCalls } from "./fetch/join-calls.ts";
import { generationsWith, warm } from "./generation.ts";
import { compileOperation, type Operation, type OperationRequest } from "./operation.ts";

/** A federated execution engine: a gateway for Apollo Server, and a door of its own for operations seen before. */
export interface Engine extends GatewayInterface {
  readonly supergraphId: () => string;
  /** Whom the objects of the supergraph in force are about. */
  readonly persons: () => PersonRules;
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

/** Makes an engine; `load` starts it. @throws when the supergraph or an address is not valid. */
export function createEngine(options: EngineOptions): Engine {
  const transport = openHttpTransport();
  const join = joinCalls(guardCalls(options.wrapFetch?.(transport.fetch) ?? transport.fetch));
  const start = generationsWith(options, join);
  const callbacks = new Set<GatewaySchemaLoadOrUpdateCallback>();
  const draining = new Set<PlannerPool>();
  let current = start(options.supergraphSdl);
  const remembered = rememberOperations(prepare, () => current.setting.supergraph.id);

  function prepare(document: DocumentNode, operationName?: string | null, allowed = ""): Operation {
    return compileOperation(operationIn(document, operationName ?? undefined), allowed, current.setting);
  }

  function tell(callback: GatewaySchemaLoadOrUpdateCallback) {
    const { apiSchema, offeredSdl } = current.setting.supergraph;
    callback({ apiSchema, coreSupergraphSdl: offeredSdl });
  }

  return {
    prepare,
    supergraphId: () => current.setting.supergraph.id,
    persons: () => current.setting.supergraph.persons,
    onSchemaLoadOrUpdate(callback) {
      callbacks.add(callback);
      return () => void callbacks.delete(callback);
    },
    async load() {
      await current.pool.ready;
      callbacks.forEach(tell);
      return {
        executor: ({ document, operationName, request, context }: GatewayGraphQLRequestContext) =>
          answer(() => remembered(document, operationName), {
            ...options.requestOf?.(context),
            variables: request.variables,
          }),
      };
    },
    async offer(sdl, warmUp = []) {
      const next = start(sdl);
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

/** Compiles each operation of a document once per supergraph, for as long as somebody keeps the document. */
function rememberOperations(prepare: Engine["prepare"], supergraphId: () => string): Engine["prepare"] {
  const operations = new WeakMap<DocumentNode, Map<string, Operation>>();
  return (document, operationName) => {
    const named = operations.get(document) ?? new Map<string, Operation>();
    operations.set(document, named);
    const known = named.get(operationName ?? "");
    if (known?.supergraphId === supergraphId()) return known;
    const operation = prepare(document, operationName);
    named.set(operationName ?? "", operation);
    return operation;
  };
}

/** What Apollo Server wants of an executor. */
async function answer(operation: () => Operation, request: OperationRequest): Promise<GatewayExecutionResult> {
  try {
    const { data, errors } = await operation().execute(request);
    const formatted = errors?.map(({ message, ...rest }) => new GraphQLError(message, rest));
    return { ...(data !== undefined && { data }), ...(formatted && { errors: formatted }) };
  } catch (error) {
    // The document may lack the operation that the request names; that is the client's fault and no status 500.
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
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
