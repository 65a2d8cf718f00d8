import type { ErrorCode } from "#contract/errors.ts";
import Fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { describe, expect, it } from "vitest";
import { refuseForWantOfPlace } from "./places.ts";
import { refuseByStatus, sendRefusal } from "./send-refusal.ts";

const GRAPHQL_TYPE = "application/graphql-response+json";

/** Status, media type, time to come again and extensions of what a client hears. */
async function heard(refuse: (request: FastifyRequest, reply: FastifyReply) => FastifyReply, accept: string) {
  await using app = Fastify();
  app.get("/", (request, reply) => refuse(request, reply));
  const { statusCode, headers, json } = await app.inject({ url: "/", headers: { accept } });
  const { errors } = json<{ readonly errors: readonly { readonly extensions: object }[] }>();
  return [statusCode, headers["content-type"], headers["retry-after"], errors[0]?.extensions];
}

describe("a refusal by its status", () => {
  const json = "application/json; charset=utf-8";
  const byStatus = (code: ErrorCode, extensions?: Readonly<Record<string, unknown>>) =>
    heard((_, reply) => refuseByStatus(reply, code, undefined, extensions), GRAPHQL_TYPE);

  it("has the status of its code in one media type, where one in the shape of GraphQL has the client's own", async () => {
    const code = "GRAPHQL_PARSE_FAILED";
    const asGraphql = (accept: string) => heard((request, reply) => sendRefusal(request, reply, code), accept);
    expect(await byStatus(code)).toEqual([400, json, undefined, { code }]);
    expect(await asGraphql(GRAPHQL_TYPE)).toEqual([400, `${GRAPHQL_TYPE}; charset=utf-8`, undefined, { code }]);
    expect(await asGraphql("application/json")).toEqual([200, json, undefined, { code }]);
  });

  it("says when to come again: as the code does, or what is told of this one, or nothing where it never passes", async () => {
    expect(await byStatus("HUB_OVERLOADED")).toEqual([503, json, "1", { code: "HUB_OVERLOADED" }]);
    const [code, retryAfterSeconds] = ["BUDGET_REQUESTS_EXCEEDED", 42] as const;
    expect(await byStatus(code, { retryAfterSeconds })).toEqual([429, json, "42", { code, retryAfterSeconds }]);
    expect(await byStatus("BAD_REQUEST")).toEqual([400, json, undefined, { code: "BAD_REQUEST" }]);
  });

  it("lets whoever finds no place come again later than whoever finds no turn", async () => {
    const noPlace = heard((_, reply) => refuseForWantOfPlace(reply), "text/event-stream");
    expect(await noPlace).toEqual([503, json, "10", { code: "HUB_OVERLOADED" }]);
  });
});
