import type { ErrorCode } from "#contract/errors.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { errorBody } from "./errors.ts";
import { statusOf } from "./status.ts";

const GRAPHQL_TYPE = "application/graphql-response+json";

/**
 * Refuses a request before anything executes it, as Apollo Server would: in the media type that the client accepts,
 * with the status that goes with it.
 */
export function sendRefusal(
  { headers: { accept } }: FastifyRequest,
  reply: FastifyReply,
  code: ErrorCode,
  message?: string,
): FastifyReply {
  const type = accept?.includes(GRAPHQL_TYPE) ? GRAPHQL_TYPE : "application/json";
  return reply
    .code(statusOf(code, accept))
    .header("cache-control", "no-store")
    .type(`${type}; charset=utf-8`)
    .send(errorBody(code, message));
}
