import type { FastifyReply } from "fastify";
import { GraphQLError } from "graphql";
import { withCost } from "../cost/cost-account.ts";
import { presentError, type Log } from "../edge/errors.ts";
import { retryAfter, statusOf } from "../edge/status.ts";
import { isParted, type PartErrors } from "../execution/answers.ts";
import { operationRequest } from "../open-engine.ts";
import type { RequestContext } from "../request-context.ts";
import type { KnownRequest } from "./known-operations.ts";
import { sendParts } from "./send-parts.ts";

/** Executes a known operation and answers as Apollo Server would: the same status, headers and order of parts. */
export async function answerKnown(
  { operation, variables, mediaType, takesParts }: KnownRequest,
  context: RequestContext,
  reply: FastifyReply,
  log: Log,
): Promise<FastifyReply> {
  const request = { ...operationRequest(context), variables, takesParts };
  const answer = context.cost.wish
    ? withCost(await operation.execute(context.caller, request), context.cost)
    : await operation.respond(context.caller, request);
  reply.header("cache-control", "no-store").type(mediaType);
  if (Buffer.isBuffer(answer)) return reply.send(answer);
  const present = (errors: PartErrors) => errors.map((error) => presentError(formatted(error), error, log));
  if (isParted(answer)) return sendParts(answer, reply, present);
  const { data, errors } = answer;
  const extensions = "extensions" in answer ? answer.extensions : undefined;
  const presented = errors && present(errors);
  if (data === undefined) {
    const refusal = errors?.[0]?.extensions;
    reply.code(statusOf(refusal?.code, mediaType));
    const wait = retryAfter(refusal?.code, refusal);
    if (wait) reply.header("retry-after", wait);
  }
  return reply.send(JSON.stringify({ errors: presented, data, extensions }));
}

const formatted = (error: PartErrors[number]) => (error instanceof GraphQLError ? error.toJSON() : error);
