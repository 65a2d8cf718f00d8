import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { errorCodes, isErrorCode } from "#contract/errors.ts";
import { limits } from "#contract/limits.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSmallHub, type Answer, type SmallHub } from "../support/small-hub.ts";

const JSON_TYPE = "application/json";
const STATUS_TYPE = "application/graphql-response+json";

const json = (query: string, rest: object = {}, accept = STATUS_TYPE): RequestInit => ({
  method: "POST",
  headers: { "content-type": JSON_TYPE, accept },
  body: JSON.stringify({ query, ...rest }),
});

const nested = (levels: number) => `{ roster ${"{ homeCommittee ".repeat(levels)} { code } ${"}".repeat(levels)} }`;
const aliased = (count: number) =>
  `{ ${Array.from({ length: count }, (_, index) => `a${index}: __typename`).join(" ")} }`;

/** Fragments that each spread the next one twice: linear to measure, 2^40 fields to visit. */
const doubling = [
  "query { ...f0 }",
  ...Array.from({ length: 40 }, (_, n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`),
  "fragment f40 on Query { a: __typename }",
].join("\n");

describe("a request that the gateway refuses", () => {
  let hub: SmallHub;
  beforeAll(async () => void (hub = await startSmallHub()));
  afterAll(() => hub[Symbol.asyncDispose]());

  const send = async (init: RequestInit, url = hub.gateway.url) => {
    const response = await fetch(url, init);
    const body = (await response.json()) as Answer;
    return { status: response.status, headers: response.headers, error: body.errors?.[0], body };
  };

  it.each<[string, RequestInit, string, string?]>([
    ["broken JSON", { method: "POST", headers: { "content-type": JSON_TYPE }, body: "{" }, "BAD_REQUEST"],
    ["an empty body", { method: "POST", headers: { "content-type": JSON_TYPE } }, "BAD_REQUEST"],
    ["a JSON list", { method: "POST", headers: { "content-type": JSON_TYPE }, body: "[{}]" }, "BAD_REQUEST"],
    [
      "a key that would change every object",
      { method: "POST", headers: { "content-type": JSON_TYPE }, body: '{"__proto__":{}}' },
      "BAD_REQUEST",
    ],
    ["no query", { method: "POST", headers: { "content-type": JSON_TYPE }, body: "{}" }, "BAD_REQUEST"],
    [
      "a form",
      { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "query=x" },
      "UNSUPPORTED_MEDIA_TYPE",
    ],
    [
      "plain text",
      { method: "POST", headers: { "content-type": "text/plain" }, body: '{"query":"{__typename}"}' },
      "UNSUPPORTED_MEDIA_TYPE",
    ],
    [
      "a compressed body",
      { method: "POST", headers: { "content-type": JSON_TYPE, "content-encoding": "gzip" }, body: "x" },
      "UNSUPPORTED_MEDIA_TYPE",
    ],
    ["a body too large", json(`# ${"x".repeat(limits.bodyBytesMax)}`), "LIMIT_BODY_EXCEEDED", `${limits.bodyBytesMax}`],
    ["another method", { method: "PUT", headers: { "content-type": JSON_TYPE }, body: "{}" }, "METHOD_NOT_ALLOWED"],
    ["an answer type that is not written", json("{ __typename }", {}, "text/html"), "NOT_ACCEPTABLE"],
    ["wrong syntax", json("{"), "GRAPHQL_PARSE_FAILED"],
    ["an unknown field", json("{ nothing }"), "GRAPHQL_VALIDATION_FAILED"],
    ["a missing variable", json("query($id: ID!) { member(id: $id) { id } }"), "BAD_USER_INPUT"],
    ["an unknown operation", json("query A { __typename }", { operationName: "B" }), "OPERATION_RESOLUTION_FAILURE"],
    [
      "two operations and no name",
      json("query A { __typename } query B { __typename }"),
      "OPERATION_RESOLUTION_FAILURE",
    ],
    [
      "a stored query",
      json("", { query: undefined, extensions: { persistedQuery: { version: 1, sha256Hash: "0" } } }),
      "BAD_REQUEST",
    ],
    [
      "too many tokens",
      json(`{ ${"__typename ".repeat(limits.tokensMax)} }`),
      "LIMIT_TOKENS_EXCEEDED",
      `${limits.tokensMax}`,
    ],
    [
      "too many brackets",
      json(`{ a${"(x:[".repeat(limits.nestingMax)} }`),
      "LIMIT_NESTING_EXCEEDED",
      `${limits.nestingMax}`,
    ],
    [
      "too many aliases",
      json(aliased(limits.aliasesMax + 1)),
      "LIMIT_ALIASES_EXCEEDED",
      `${limits.aliasesMax + 1} aliases, but at most ${limits.aliasesMax}`,
    ],
    ["fragments that multiply", json(doubling), "LIMIT_ALIASES_EXCEEDED"],
  ])("answers %s in the shape of GraphQL, with the code and its status", async (_, init, code, detail = "") => {
    const { status, headers, error } = await send(init);

    expect(error?.extensions).toEqual({ code });
    expect(error?.message).toContain(detail);
    expect(status).toBe(isErrorCode(code) && errorCodes[code].status);
    expect(headers.get("content-type")).toMatch(/json/);
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("names depth and limit when the operation is too deep, and lets the deepest allowed one through", async () => {
    const deep = (levels: number) =>
      json(`{ assignments ${"{ member { currentAssignment ".repeat(levels)} { country } ${"} }".repeat(levels)} }`);
    const refused = await send(deep(5));
    expect(refused.error?.extensions).toEqual({ code: "LIMIT_DEPTH_EXCEEDED" });
    expect(refused.error?.message).toBe("The operation is 12 fields deep, but at most 10 are allowed.");
    expect((await send(deep(4))).body.errors).toBeUndefined();
  });

  it("lets as many aliases through as are allowed", async () => {
    expect((await send(json(aliased(limits.aliasesMax)))).body.errors).toBeUndefined();
  });

  it("refuses a list for which no recursion is safe before it is parsed", async () => {
    const started = performance.now();
    const { error } = await send(json(nested(3_000)));
    expect(error?.extensions["code"]).toMatch(/^LIMIT_(NESTING|TOKENS)_EXCEEDED$/);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it("gives status 200 to a refused operation when the client knows only application/json", async () => {
    const { status, error } = await send(json("{ nothing }", {}, JSON_TYPE));
    expect([status, error?.extensions["code"]]).toEqual([200, "GRAPHQL_VALIDATION_FAILED"]);
    expect(
      (await send({ method: "POST", headers: { "content-type": JSON_TYPE, accept: JSON_TYPE }, body: "{}" })).status,
    ).toBe(400);
  });

  it("says which methods it takes", async () => {
    expect((await fetch(hub.gateway.url, { method: "DELETE" })).headers.get("allow")).toBe("POST");
  });

  it("refuses every GET, which a foreign page could forge and a proxy could keep", async () => {
    const url = `${hub.gateway.url}?query={__typename}`;
    for (const headers of [{}, { "apollo-require-preflight": "1" }, { "content-type": JSON_TYPE }]) {
      const { status, error } = await send({ method: "GET", headers }, url);
      expect([status, error?.extensions]).toEqual([405, { code: "METHOD_NOT_ALLOWED" }]);
    }
  });

  it("answers an unknown address in the shape of GraphQL", async () => {
    const { status, error } = await send({ method: "GET" }, new URL("/nowhere?token=secret", hub.gateway.url).href);
    expect([status, error?.extensions]).toEqual([404, { code: "ROUTE_NOT_FOUND" }]);
    expect(error?.message).not.toContain("secret");
  });

  it("answers an address that is none in the shape of GraphQL", async () => {
    const { status, headers, error } = await send({ method: "GET" }, new URL("/%zz", hub.gateway.url).href);
    expect([status, error?.extensions]).toEqual([400, { code: "BAD_REQUEST" }]);
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("answers what is not HTTP in the shape of GraphQL", async () => {
    const socket = connect(Number(new URL(hub.gateway.url).port), "127.0.0.1");
    socket.write("NOT HTTP AT ALL\r\n\r\n");
    const [head = "", body = ""] = (await text(socket)).split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect((JSON.parse(body) as Answer).errors?.[0]?.extensions).toEqual({ code: "BAD_REQUEST" });
  });

  it("takes over a request id in the form of one and no other", async () => {
    const idOf = async (id: string) =>
      (
        await fetch(hub.gateway.url, {
          ...json("{ __typename }"),
          headers: { "content-type": JSON_TYPE, "x-request-id": id },
        })
      ).headers.get("x-request-id");
    expect(await idOf("front-end.42")).toBe("front-end.42");
    expect(await idOf("x".repeat(65))).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idOf('a" onload=')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("says that it lives and is ready", async () => {
    const get = async (path: string) => (await fetch(new URL(path, hub.gateway.url))).json();
    expect(await get("/health")).toEqual({ status: "ok" });
    expect(await get("/ready")).toEqual({ status: "ready" });
  });
});
