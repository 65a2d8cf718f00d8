import type { FastifyRequest } from "fastify";
import { describe, expect, it } from "vitest";
import { plainRequest } from "./plain-request.ts";

const JSON_TYPE = "application/json; charset=utf-8";
const GRAPHQL_TYPE = "application/graphql-response+json; charset=utf-8";
const read = (body: unknown, accept?: string) =>
  plainRequest({ method: "POST", body, headers: { accept } } as FastifyRequest);
const query = "{ a }";

describe("a request of the usual form", () => {
  it.each([
    ["a bare one", undefined, JSON_TYPE, false],
    ["curl", "*/*", JSON_TYPE, false],
    ["Apollo Client", "application/graphql-response+json,application/json;q=0.9", GRAPHQL_TYPE, false],
    [
      "Apollo Client that takes parts",
      "multipart/mixed;incrementalSpec=v0.2,application/graphql-response+json,application/json;q=0.9",
      GRAPHQL_TYPE,
      true,
    ],
    [
      "urql",
      "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed",
      GRAPHQL_TYPE,
      true,
    ],
    ["GraphiQL's own fetcher", "application/json, multipart/mixed", JSON_TYPE, true],
    ["one that takes nothing but parts", "multipart/mixed; q=0.5", JSON_TYPE, true],
    ["one that writes in capitals and quotes", 'Multipart/Mixed; IncrementalSpec="v0.2"; Q=1', JSON_TYPE, true],
  ])("is that of %s", (_, accept, mediaType, takesParts) => {
    expect(read({ query }, accept)).toMatchObject({ query, mediaType, takesParts });
  });

  it.each([
    ["parts of an older form", "multipart/mixed;deferSpec=20220824,application/json"],
    ["a subscription", 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0'],
    ["no parts", "multipart/mixed;q=0, application/json"],
    ["no parts, in capitals", "Multipart/Mixed;Q=0.000, application/json"],
    ["parts of a form that it quotes wrongly", 'multipart/mixed;incrementalSpec="v0.2'],
    ["another type", "text/html"],
  ])("is not that of a client that wants %s", (_, accept) => expect(read({ query }, accept)).toBeUndefined());

  it.each([
    [{ query, operationName: null, variables: null, extensions: null }],
    [{ query, extensions: { clientLibrary: { name: "@apollo/client", version: "4.3.8" } } }],
  ])("has a body like %j", (body) => expect(read(body)).toMatchObject({ query }));

  it.each([
    [{ query, extensions: { persistedQuery: { version: 1, sha256Hash: "0" } } }],
    [{ query, extensions: [] }],
    [{ query, batched: true }],
    [{ query, operationName: "A\nB" }],
    [{ query, variables: "{}" }],
    [{ query: 1 }],
    [[{ query }]],
    [null],
  ])("has no body like %j", (body) => expect(read(body)).toBeUndefined());
});
