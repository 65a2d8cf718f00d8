import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { addressOf } from "./caller-address.ts";
import { GRAPHQL_PATH } from "./http-edge.ts";

/** An answer to one question: status and body, as any client would get them. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** Seconds after which to ask again, where the gateway says so; null elsewhere. */
  readonly retryAfterSeconds: number | null;
}

/** Headers that belong to the connection or to a stream, and so not to each question, or that are taken in already. */
const OWN_HEADERS = new Set([
  ...["accept", "accept-encoding", "connection", "content-length", "keep-alive", "last-event-id", "transfer-encoding"],
  ...["x-forwarded-for", "x-request-id"],
]);

/**
 * Puts a question to the gateway itself on behalf of a client, with the client's own headers and so through the same
 * door as every other: identity, rights, limits, budgets and audit. Each question has a request id of its own, which
 * begins with that of the client's request.
 */
export async function askAgain(
  app: FastifyInstance,
  request: FastifyRequest,
  body: unknown,
  number: number,
): Promise<Answer> {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !OWN_HEADERS.has(name)));
  const response = await app.inject({
    method: "POST",
    url: GRAPHQL_PATH,
    headers: {
      ...headers,
      accept: "application/graphql-response+json",
      "content-type": "application/json",
      "x-request-id": `${request.id.slice(0, 50)}.${number}`,
    },
    payload: JSON.stringify(body),
    remoteAddress: addressOf(request),
  });
  const retryAfter = Number(response.headers["retry-after"] ?? NaN);
  return {
    status: response.statusCode,
    body: response.payload,
    retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : null,
  };
}

/** Hands an answer on to the client as its own request's, with the time to come again where it says one. */
export function sendAnswer(reply: FastifyReply, { status, body, retryAfterSeconds }: Answer): FastifyReply {
  if (retryAfterSeconds !== null) reply.header("retry-after", retryAfterSeconds);
  return reply.code(status).type("application/json; charset=utf-8").send(body);
}
