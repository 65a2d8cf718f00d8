import { errorCodes, type ErrorCode } from "#contract/errors.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { errorBody } from "./errors.ts";
import { retryAfter, statusOf } from "./status.ts";

const GRAPHQL_TYPE = "application/graphql-response+json";

/**
 * Refuses a request before anything executes it, as Apollo Server would: in the media type that the client accepts,
 * with the status that goes with it and, where it may pass later, the time to come again.
 */
export function sendRefusal(
  { headers: { accept } }: FastifyRequest,
  reply: FastifyReply,
  code: ErrorCode,
  message?: string,
): FastifyReply {
  const type = accept?.includes(GRAPHQL_TYPE) ? GRAPHQL_TYPE : "application/json";
  const wait = retryAfter(code);
  if (wait) reply.header("retry-after", wait);
  return reply
    .code(statusOf(code, accept))
    .header("cache-control", "no-store")
    .type(`${type}; charset=utf-8`)
    .send(errorBody(code, message));
}

/**
 * Refuses a request by the code's own status and as JSON, whatever the client accepts: for what is no question of
 * GraphQL, or not yet. The time to come again is what the reply says already, or else what `extensions` or the code do.
 */
export function refuseByStatus(
  reply: FastifyReply,
  code: ErrorCode,
  message?: string,
  extensions: Readonly<Record<string, unknown>> = {},
): FastifyReply {
  const wait = retryAfter(code, extensions);
  if (wait && !reply.hasHeader("retry-after")) reply.header("retry-after", wait);
  return reply
    .code(errorCodes[code].status)
    .type("application/json; charset=utf-8")
    .send(errorBody(code, message, extensions));
}
