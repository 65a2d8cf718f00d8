import type { ExecutionResult } from "graphql";
import { parse } from "graphql";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Operation } from "../../../gateway/execution/operation.ts";
import { startGraph, textOf, type TestGraph } from "../../support/federated/engine.ts";

describe("requests under way at once", () => {
  let graph: TestGraph;
  let titleOf: Operation;
  beforeAll(async () => {
    graph = await startGraph(
      {
        people: {
          sdl: 'type Query { person(id: ID!): Person all: [Person!] } type Mutation { act: Int } type Person @key(fields: "id") { id: ID! }',
          resolvers: {
            Query: { person: (_: never, { id }: { id: string }) => ({ id }), all: () => [{ id: "1" }] },
            Mutation: { act: () => 1 },
          },
        },
        records: {
          sdl: 'type Query { total: Int } type Person @key(fields: "id") { id: ID! title: String must: String! }',
          resolvers: {
            Query: { total: () => 2 },
            Person: {
              title: ({ id }: { id: string }) => `title "${id}"`,
              must: ({ id }: { id: string }) => {
                if (id === "3") throw new Error("x");
                return `must ${id}`;
              },
            },
          },
        },
      },
      { envelopeOf: (caller) => (typeof caller === "string" ? caller : null) },
    );
    titleOf = graph.engine.prepare(parse("query($id: ID!) { person(id: $id) { title must } }"));
    await titleOf.prepare();
  });
  afterEach(() => {
    graph.agencies.behave();
    graph.agencies.takeCalls();
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  const callsTo = (agency: string) => graph.agencies.takeCalls().filter((call) => call.agency === agency);
  const slowly = (agency: string) => graph.agencies.misbehave(agency, (json) => ({ json, delayMs: 30 }));
  const ask = async (id: string, caller?: string, signal?: AbortSignal) =>
    JSON.parse(textOf(await titleOf.respond({ variables: { id }, caller, signal }))) as ExecutionResult;

  it("make one call when twenty are identical", async () => {
    slowly("records");
    const total = graph.engine.prepare(parse("{ total }"));
    await total.prepare();
    const answers = await Promise.all(Array.from({ length: 20 }, () => total.respond({ caller: "desk" })));
    expect(new Set(answers.map(String))).toEqual(new Set(['{"data":{"total":2}}']));
    expect(callsTo("records")).toHaveLength(1);
    await total.respond({ caller: "desk" });
    expect(callsTo("records")).toHaveLength(1);
  });

  it("never share across callers of whom agencies are told different things, nor for a caller that shares nothing", async () => {
    slowly("people");
    await Promise.all([ask("1", "desk"), ask("1", "other"), ask("1"), ask("1")]);
    expect(callsTo("people")).toHaveLength(4);
  });

  it("never share a mutation", async () => {
    slowly("people");
    const act = graph.engine.prepare(parse("mutation { act }"));
    await act.prepare();
    await Promise.all([act.respond({ caller: "desk" }), act.respond({ caller: "desk" })]);
    expect(callsTo("people")).toHaveLength(2);
  });

  it("leave together for entities while a call is under way, and each gets its own; an error reaches only whom it concerns", async () => {
    slowly("records");
    const ids = Array.from({ length: 12 }, (_, i) => String(i % 6));
    const answers = await Promise.all(ids.map((id) => ask(id, "desk")));
    expect(answers).toEqual(
      ids.map((id) =>
        id === "3"
          ? {
              data: { person: null },
              errors: [
                expect.objectContaining({
                  path: ["person", "must"],
                  extensions: { code: "AGENCY_FAILED", agency: "records" },
                }),
              ],
            }
          : { data: { person: { title: `title "${id}"`, must: `must ${id}` } } },
      ),
    );
    const calls = callsTo("records");
    expect(calls.length).toBeLessThan(6);
    expect(
      Math.max(...calls.map(({ variables }) => (variables["representations"] as unknown[]).length)),
    ).toBeGreaterThan(2);
  });

  it("leave together for small root fields too, and the fault of one costs the others nothing", async () => {
    await ask("1", "desk");
    callsTo("people");
    const ids = ["4", "5", "6", "5"];
    expect(await Promise.all(ids.map((id) => ask(id, "desk")))).toEqual(
      ids.map((id) => ({ data: { person: { title: `title "${id}"`, must: `must ${id}` } } })),
    );
    expect(callsTo("people").map(({ variables }) => variables)).toEqual([{ id_0: "4", id_1: "5", id_2: "6" }]);

    graph.agencies.misbehave("people", (json, { variables }) =>
      Object.values(variables).includes("7") ? { json: { data: null, errors: [{ message: "x" }] } } : { json },
    );
    const [first, lost, last] = await Promise.all(["4", "7", "5"].map((id) => ask(id, "desk")));
    const whole = ["4", "5"].map((id) => ({ person: { title: `title "${id}"`, must: `must ${id}` } }));
    expect([first?.data, last?.data]).toEqual(whole);
    expect(lost).toMatchObject({ data: { person: null }, errors: [{ path: ["person"] }] });
  });

  it("lose a shared call together, each with its own error", async () => {
    graph.agencies.misbehave("records", () => ({ status: 500, text: "", delayMs: 20 }));
    const answers = await Promise.all(["1", "2", "4", "5"].map((id) => ask(id, "desk")));
    for (const answer of answers) {
      expect(answer).toMatchObject({ data: { person: null }, errors: [{ path: ["person", "must"] }] });
    }
  });

  it("keep a shared call alive as long as somebody waits for it", async () => {
    const client = new AbortController();
    graph.agencies.misbehave("records", (json) => {
      client.abort();
      return { json, delayMs: 80 };
    });
    const first = ask("1", "desk", client.signal);
    const second = ask("1", "desk");
    expect((await first).errors).toMatchObject([{ path: ["person", "must"], extensions: { code: "AGENCY_TIMEOUT" } }]);
    expect(await second).toEqual({ data: { person: { title: 'title "1"', must: "must 1" } } });
  });
});
