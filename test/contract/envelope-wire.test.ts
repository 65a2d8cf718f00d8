import { randomBytes } from "node:crypto";
import { buildSubgraphSchema } from "@apollo/subgraph";
import type { EnvelopeClaims } from "#contract/envelope.ts";
import { serveWithApollo, serveWithMercurius, type RunningAgency, type ServedAgency } from "#kit/serve.ts";
import { parse } from "graphql";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { envelopeKeys, signedHeaders } from "../support/envelope.ts";

const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { subject: String }
  type Member @key(fields: "id") { id: ID! }`;

/** How many times anything of an agency was asked that could have read a table. */
let contexts = 0;

const agency: ServedAgency<object> = {
  name: "small-agency",
  host: "127.0.0.1",
  port: 0,
  schema: buildSubgraphSchema([
    {
      typeDefs: parse(sdl),
      resolvers: { Query: { subject: (_: unknown, __: object, { subject }: EnvelopeClaims) => subject } },
    },
  ]),
  envelopeKeys,
  context: (claims) => {
    contexts += 1;
    return claims;
  },
  checkReady: async () => undefined,
  close: async () => undefined,
};

const question = JSON.stringify({ query: "{ subject }" });
const message = expect.stringMatching(/answers the hub alone/);
const refusal = { status: 401, body: { errors: [{ message, extensions: { code: "AUTH_ENVELOPE_REFUSED" } }] } };

describe.each([
  ["@apollo/server", serveWithApollo],
  ["mercurius", serveWithMercurius],
])("an agency served by %s", (_, serve) => {
  let running: RunningAgency;
  beforeAll(async () => void (running = await serve(agency)));
  beforeEach(() => void (contexts = 0));
  afterAll(() => running.close());

  type Request = readonly [headers: Record<string, string>, body?: string | null, path?: string, method?: string];
  const send = async (...[headers, body = question, path = "/graphql", method = "POST"]: Request) => {
    const url = new URL(path, running.url);
    const response = await fetch(url, { method, headers, ...(body !== null && { body }) });
    return { status: response.status, body: (await response.json()) as object };
  };
  const signed = (body = question, audience = "small-agency", keys = envelopeKeys) =>
    signedHeaders(audience, body, { subject: "officer-1" }, keys);
  const json = { "content-type": "application/json" };

  it("answers the caller whom the hub has signed for", async () => {
    expect(await send(signed())).toEqual({ status: 200, body: { data: { subject: "officer-1" } } });
    expect(contexts).toBe(1);
  });

  it.each<[string, () => Request]>([
    ["unsigned", () => [json]],
    ["with another body", () => [signed(), `{"query":"{ __typename }"}`]],
    ["with other claims", () => [{ ...signed(), "hub-claims": Buffer.from("{}").toString("base64url") }]],
    ["without claims", () => [Object.fromEntries(Object.entries(signed()).filter(([name]) => name !== "hub-claims"))]],
    ["meant for another agency", () => [signed(question, "other-agency")]],
    ["signed by a stranger", () => [signed(question, "small-agency", `test:${randomBytes(32).toString("base64url")}`)]],
    ["at another address", () => [signed(), question, "/graphql?query={subject}"]],
    ["by GET", () => [signed(), null, "/graphql?query={subject}", "GET"]],
    ["for its schema", () => [json, JSON.stringify({ query: "{ _service { sdl } }" })]],
    ["by introspection", () => [json, JSON.stringify({ query: "{ __schema { types { name } } }" })]],
    ["for entities", () => [json, JSON.stringify({ query: `{ _entities(representations: []) { __typename } }` })]],
    ["with a body that is no JSON", () => [json, "{"]],
    ["as another content type", () => [{ ...signed(), "content-type": "application/graphql" }]],
    ["as a form", () => [{ "content-type": "application/x-www-form-urlencoded" }, "query={subject}"]],
    ["for an address that does not exist", () => [json, question, "/elsewhere"]],
    ["for health with a detour", () => [json, question, "/health/../graphql"]],
  ])("refuses a request %s and asks nothing of its own", async (_, request) => {
    expect(await send(...request())).toEqual(refusal);
    expect(contexts).toBe(0);
  });

  it("refuses the second of two equal requests", async () => {
    const headers = signed();
    expect((await send(headers)).status).toBe(200);
    expect(await send(headers)).toEqual(refusal);
  });

  it("tells whoever asks that it lives and is ready", async () => {
    for (const path of ["/health", "/ready"]) expect((await fetch(new URL(path, running.url))).status).toBe(200);
  });

  it("does not start without keys unless it is told to be insecure", async () => {
    await expect(serve({ ...agency, envelopeKeys: null })).rejects.toThrow("small-agency has no keys");
    await using insecure = await serve({ ...agency, envelopeKeys: null, insecureCaller: { subject: "anybody" } });
    const response = await fetch(insecure.url, { method: "POST", headers: json, body: question });
    expect(await response.json()).toEqual({ data: { subject: "anybody" } });
  });
});
