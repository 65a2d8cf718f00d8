import type { FastifyReply } from "fastify";
import { presentError, type Log } from "../edge/errors.ts";
import { statusOf } from "../edge/status.ts";
import type { OperationRequest } from "../execution/operation.ts";
import type { KnownRequest } from "./known-operations.ts";

/** Executes a known operation and answers as Apollo Server would: the same status, headers and order of parts. */
export async function answerKnown(
  { operation, variables, mediaType }: KnownRequest,
  request: OperationRequest,
  reply: FastifyReply,
  log: Log,
): Promise<FastifyReply> {
  const answer = await operation.respond({ ...request, variables });
  reply.header("cache-control", "no-store").type(mediaType);
  if (Buffer.isBuffer(answer)) return reply.send(answer);
  const { data, errors } = answer;
  const presented = errors?.map((error) => presentError(error, error, log));
  if (data === undefined) reply.code(statusOf(errors?.[0]?.extensions.code, mediaType));
  return reply.send(JSON.stringify({ errors: presented, data }));
}
