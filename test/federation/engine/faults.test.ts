import { gzipSync } from "node:zlib";
import type { ExecutionResult } from "graphql";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Sent } from "../../support/federated/agencies.ts";
import { startGraph, type TestGraph } from "../../support/federated/engine.ts";

// Synthetic people.
const PEOPLE = [
  { id: "1", name: "An" },
  { id: "2", name: "Bình" },
];
const numbersLostWith = (code: string) => ({
  data: { people: PEOPLE.map((it) => ({ ...it, number: null })) },
  errors: PEOPLE.map((_, index) => ({
    message: expect.any(String),
    path: ["people", index, "number"],
    extensions: { code, agency: "records" },
  })),
});

const BOMB = gzipSync(" ".repeat(50_000_000));

describe("an agency that misbehaves", () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startGraph(
      {
        people: {
          sdl: 'type Query { people: [Person!] } type Person @key(fields: "id") { id: ID! name: String }',
          resolvers: { Query: { people: () => PEOPLE } },
        },
        records: {
          sdl: 'type Query { total: Int } type Person @key(fields: "id") { id: ID! number: Int }',
          resolvers: { Query: { total: () => 2 }, Person: { number: ({ id }: { id: string }) => Number(id) } },
        },
      },
      { agencyTimeoutMs: 400 },
    );
  });
  afterEach(async () => {
    graph.agencies.behave();
    // Success between the failures keeps the circuit closed, which has a test of its own at the end.
    for (let call = 0; call < 4; call++) await graph.run("{ total }");
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  const answering = async (how: (answer: ExecutionResult) => Sent) => {
    graph.agencies.misbehave("records", how);
    return graph.run("{ people { id name number } }");
  };
  const entitiesOf = (answer: ExecutionResult) => (answer.data as { _entities: Record<string, unknown>[] })._entities;

  it.each<[string, string, (answer: ExecutionResult) => Sent]>([
    ["hangs", "AGENCY_TIMEOUT", () => ({ hang: true })],
    ["answers too late", "AGENCY_TIMEOUT", (json) => ({ json, delayMs: 600 })],
    ["cuts the connection", "AGENCY_UNREACHABLE", () => ({ cut: true })],
    ["answers 503 with HTML", "AGENCY_FAILED", () => ({ status: 503, text: "<html>" })],
    ["answers HTML", "AGENCY_ANSWER_MALFORMED", () => ({ text: "<html>" })],
    ["answers broken JSON", "AGENCY_ANSWER_MALFORMED", () => ({ text: '{"data":{"_entities":[{"number":1}' })],
    ["answers {}", "AGENCY_ANSWER_MALFORMED", () => ({ json: {} })],
    ["answers data without entities", "AGENCY_ANSWER_MALFORMED", () => ({ json: { data: {} } })],
    ["answers data: null without a reason", "AGENCY_ANSWER_MALFORMED", () => ({ json: { data: null } })],
    ["answers errors alone", "AGENCY_FAILED", () => ({ json: { errors: [{ message: "at 10.0.0.1" }] } })],
    [
      "says that it is busy",
      "AGENCY_BUSY",
      () => ({ json: { errors: [{ message: "at 10.0.0.1", extensions: { code: "AGENCY_BUSY" } }] } }),
    ],
    [
      "answers too few entities",
      "AGENCY_ANSWER_MALFORMED",
      (json) => ({ json: { data: { _entities: entitiesOf(json).slice(1) } } }),
    ],
    [
      "swaps entities",
      "AGENCY_ANSWER_MALFORMED",
      (json) => ({ json: { data: { _entities: entitiesOf(json).toReversed() } } }),
    ],
    [
      "answers another type",
      "AGENCY_ANSWER_MALFORMED",
      (json) => ({ json: { data: { _entities: entitiesOf(json).map((it) => ({ ...it, __typename: "Query" })) } } }),
    ],
    [
      "leaves a field out",
      "AGENCY_ANSWER_MALFORMED",
      (json) => ({ json: { data: { _entities: entitiesOf(json).map((it) => ({ ...it, number: undefined })) } } }),
    ],
    [
      "answers text for a number",
      "AGENCY_ANSWER_MALFORMED",
      (json) => ({ json: { data: { _entities: entitiesOf(json).map((it) => ({ ...it, number: "1" })) } } }),
    ],
    [
      "answers a list for an entity",
      "AGENCY_ANSWER_MALFORMED",
      (json) => ({ json: { data: { _entities: entitiesOf(json).map((it) => [it]) } } }),
    ],
    ["answers more bytes than allowed", "AGENCY_ANSWER_TOO_LARGE", () => ({ text: " ".repeat(2_100_000) })],
    [
      "sends a compressed bomb",
      "AGENCY_ANSWER_TOO_LARGE",
      () => ({ text: BOMB, headers: { "content-encoding": "gzip" } }),
    ],
    [
      "redirects",
      "AGENCY_ANSWER_MALFORMED",
      () => ({ status: 307, text: "", headers: { location: "http://127.0.0.1:1/" } }),
    ],
  ])("that %s costs its own fields, each with %s", async (_, code, how) => {
    expect(await answering(how)).toEqual(numbersLostWith(code));
  });

  it("cannot overwrite another agency's facts nor add fields nor reach prototypes", async () => {
    const { data, errors } = await answering((answer) => ({
      text: JSON.stringify({
        data: { _entities: entitiesOf(answer).map((it) => ({ ...it, name: "HIJACK", more: 1 })) },
      }).replaceAll('"more":1', '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}'),
    }));
    expect(errors).toBeUndefined();
    expect(data).toEqual({ people: PEOPLE.map((it) => ({ ...it, number: Number(it.id) })) });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("cannot put an error at a place outside the fetch", async () => {
    const { data, errors } = await answering((answer) => ({
      json: { ...answer, errors: [{ message: "x", path: ["people", 1, "name"] }] },
    }));
    expect(data).toEqual({ people: PEOPLE.map((it) => ({ ...it, number: Number(it.id) })) });
    expect(errors).toMatchObject([{ path: ["people", 0], extensions: { code: "AGENCY_FAILED", agency: "records" } }]);
  });

  it("may compress its answers", async () => {
    const { errors, data } = await answering((answer) => ({
      text: gzipSync(JSON.stringify(answer)),
      headers: { "content-encoding": "gzip" },
    }));
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ people: [{ number: 1 }, { number: 2 }] });
  });

  it("is aborted when the client hangs up", async () => {
    const before = graph.agencies.aborted();
    const client = new AbortController();
    let goneAt = Infinity;
    graph.agencies.misbehave("records", () => {
      goneAt = performance.now();
      client.abort();
      return { hang: true };
    });
    await graph.run("{ people { number } }", {}, { signal: client.signal });
    expect(performance.now() - goneAt).toBeLessThan(200);
    await expect.poll(() => graph.agencies.aborted()).toBe(before + 1);
  });

  it("is cut at the deadline of the whole request", async () => {
    graph.agencies.misbehave("records", () => ({ hang: true }));
    const startedAt = performance.now();
    const { errors } = await graph.run("{ total }", {}, { deadline: performance.now() + 60 });
    expect(errors).toMatchObject([{ path: ["total"], extensions: { code: "AGENCY_TIMEOUT" } }]);
    expect(performance.now() - startedAt).toBeLessThan(380);
  });

  it("is left alone once it mostly fails, and costs no time then", async () => {
    graph.agencies.misbehave("records", () => ({ status: 500, text: "" }));
    for (let call = 0; call < 200; call++) await graph.run("{ total }");
    graph.agencies.takeCalls();
    const startedAt = performance.now();
    expect((await graph.run("{ total people { id } }")).data).toMatchObject({
      total: null,
      people: [{ id: "1" }, { id: "2" }],
    });
    expect(performance.now() - startedAt).toBeLessThan(100);
    expect(graph.agencies.takeCalls().map(({ agency }) => agency)).toEqual(["people"]);
  });
});
