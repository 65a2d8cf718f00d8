import { GraphQLError, Kind, separateOperations, type DocumentNode } from "graphql";
import type { PlannerPool } from "../planning/planner-pool.ts";
import type { Supergraph } from "../planning/supergraph.ts";
import type { EngineOptions } from "./engine-options.ts";
import { guardCalls } from "./fetch/agency-caller.ts";
import { openHttpTransport } from "./fetch/http-transport.ts";
import { joinCalls } from "./fetch/join-calls.ts";
import { generationsWith, warm, type Generation } from "./generation.ts";
import { compileOperation, type Operation } from "./operation.ts";

/** A federated execution engine. */
export interface Engine {
  readonly supergraphId: () => string;
  /**
   * Compiles an operation of a document that is valid for the current supergraph. @throws when the document holds no
   * such operation, or several and no name.
   */
  readonly prepare: (document: DocumentNode, operationName?: string | null) => Operation;
  /** Calls back with each supergraph that comes into force, the first when the engine is loaded. */
  readonly onSupergraph: (callback: (supergraph: Supergraph) => void) => void;
  /** Plans the registered operations; from then on the engine serves. @throws when no planner can start */
  readonly load: () => Promise<void>;
  /** Takes another supergraph once the registered operations are planned. @throws when it is bad; the old one stays */
  readonly offer: (supergraphSdl: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Milliseconds that operations of a replaced supergraph may still need planning. */
const DRAIN_MS = 10_000;

/** Makes an engine; `load` starts it. @throws when the supergraph or an address is not valid. */
export function createEngine(options: EngineOptions): Engine {
  const transport = openHttpTransport();
  const join = joinCalls(guardCalls(options.wrapFetch?.(transport.fetch) ?? transport.fetch));
  const start = generationsWith(options, join);
  const callbacks = new Set<(supergraph: Supergraph) => void>();
  const draining = new Set<PlannerPool>();
  let current = start(options.supergraphSdl);

  async function ready(generation: Generation): Promise<void> {
    await generation.pool.ready;
    await warm(generation, options.registered ?? []);
  }

  function tell(): void {
    for (const callback of callbacks) callback(current.setting.supergraph);
  }

  return {
    prepare: (document, operationName) =>
      compileOperation(operationIn(document, operationName ?? undefined), current.setting),
    supergraphId: () => current.setting.supergraph.id,
    onSupergraph: (callback) => void callbacks.add(callback),
    async load() {
      await ready(current);
      tell();
    },
    async offer(sdl) {
      const next = start(sdl);
      try {
        await ready(next);
      } catch (error) {
        await next.pool.stop();
        throw error;
      }
      const { pool } = current;
      current = next;
      tell();
      draining.add(pool);
      setTimeout(() => void pool.stop().finally(() => draining.delete(pool)), DRAIN_MS).unref();
    },
    async stop() {
      await Promise.all([current.pool, ...draining].map((pool) => pool.stop()));
      await transport.close();
    },
  };
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
