import type { ErrorCode } from "#contract/errors.ts";
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
