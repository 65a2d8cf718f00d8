import type { FastifyReply } from "fastify";
import { GraphQLError } from "graphql";
import { presentError, type Log } from "../edge/errors.ts";
import { statusOf } from "../edge/status.ts";
import { operationRequest } from "../open-engine.ts";
import type { RequestContext } from "../request-context.ts";
import type { EntitledResult } from "./accounting.ts";
import type { KnownRequest } from "./known-operations.ts";

/** Executes a known operation and answers as Apollo Server would: the same status, headers and order of parts. */
export async function answerKnown(
  { operation, variables, mediaType }: KnownRequest,
  context: RequestContext,
  reply: FastifyReply,
  log: Log,
): Promise<FastifyReply> {
  const answer = await operation.respond(context.caller, { ...operationRequest(context), variables });
  reply.header("cache-control", "no-store").type(mediaType);
  if (Buffer.isBuffer(answer)) return reply.send(answer);
  const { data, errors } = answer;
  const presented = errors?.map((error) => presentError(formatted(error), error, log));
  if (data === undefined) reply.code(statusOf(errors?.[0]?.extensions.code, mediaType));
  return reply.send(JSON.stringify({ errors: presented, data }));
}

const formatted = (error: NonNullable<EntitledResult["errors"]>[number]) =>
  error instanceof GraphQLError ? error.toJSON() : error;
