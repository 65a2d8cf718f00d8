import { HeaderMap, type ApolloServer } from "@apollo/server";
import type { FastifyReply } from "fastify";
import type { RequestContext } from "../request-context.ts";
import type { PlainRequest } from "./plain-request.ts";

/** Sends the refusal of a document that did not pass. */
export type SendRefusal = (reply: FastifyReply) => FastifyReply;

/**
 * Lets Apollo Server parse, validate and learn an operation without executing it, for what it executes it answers
 * whole. Answers how to say why the operation may not be executed, or null when it may.
 */
export async function readOperation(
  apollo: ApolloServer<RequestContext>,
  body: unknown,
  { mediaType }: PlainRequest,
  context: RequestContext,
): Promise<SendRefusal | null> {
  const headers = new HeaderMap([
    ["content-type", "application/json"],
    ["accept", mediaType],
  ]);
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: "POST", headers, search: "", body },
    context: async () => ({ ...context, isOnlyRead: true }),
  });
  const text = answer.body.kind === "complete" ? answer.body.string : "";
  if (!("errors" in (JSON.parse(text) as object))) return null;
  return (reply) =>
    reply
      .headers(Object.fromEntries(answer.headers))
      .code(answer.status ?? 200)
      .send(text);
}
