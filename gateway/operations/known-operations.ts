import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import type { FastifyRequest } from "fastify";
import type { DocumentNode } from "graphql";
import { LRUCache } from "lru-cache";
import type { EntitledOperation } from "./entitled-operations.ts";
import { plainRequest } from "./plain-request.ts";

/** Operations that were parsed, validated and held to the limits once, so that the next request need not be. */
export interface KnownOperations {
  /** Remembers each operation that Apollo Server has let pass. */
  readonly learn: ApolloServerPlugin<BaseContext>;
  /** The operation of a request, or undefined when Apollo Server must look at the request first. */
  readonly find: (request: FastifyRequest) => KnownRequest | undefined;
}

/** A request for a known operation. */
export interface KnownRequest {
  readonly operation: EntitledOperation;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  /** Media type of an answer that leaves whole. */
  readonly mediaType: string;
  /** Whether an answer may leave in parts. */
  readonly takesParts: boolean;
}

/** What compiles operations for the supergraph in force. */
export interface OperationCompiler {
  readonly prepare: (document: DocumentNode, operationName?: string | null) => EntitledOperation;
  readonly supergraphId: () => string;
}

/** Characters of the documents that are remembered: some thousand operations of a usual size. */
const CHARACTERS_MAX = 10_000_000;

/** Operations known to a gateway: none when it starts, and none again after a new supergraph. */
export function knownOperations(compiler: OperationCompiler): KnownOperations {
  const operations = new LRUCache<string, EntitledOperation>({
    maxSize: CHARACTERS_MAX,
    sizeCalculation: (_, key) => key.length,
  });
  const current = (key: string) => {
    const operation = operations.get(key);
    return operation?.supergraphId === compiler.supergraphId() ? operation : undefined;
  };
  return {
    learn: {
      async requestDidStart() {
        return {
          async willSendResponse({ source, document, operationName, request, response: { body } }) {
            // Without data the request was refused, so the next one must be looked at again.
            if (body.kind !== "single" || body.singleResult.data === undefined || !source || !document) return;
            const key = keyOf(source, request.operationName);
            if (!current(key)) operations.set(key, compiler.prepare(document, operationName));
          },
        };
      },
    },
    find(request) {
      const asked = plainRequest(request);
      const operation = asked && current(keyOf(asked.query, asked.operationName));
      if (!operation) return undefined;
      const { variables, mediaType, takesParts } = asked;
      return { operation, variables, mediaType, takesParts };
    },
  };
}

const keyOf = (query: string, operationName: string | undefined) => `${operationName ?? ""}\n${query}`;
