import type { ExecutionResult } from "graphql";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Sent } from "../../support/federated/agencies.ts";
import { startGraph, type TestGraph } from "../../support/federated/engine.ts";

// Synthetic people.
const people = [
  { id: "1", name: "Nguyễn Văn An", ratio: 1.5, home: { code: "h1" } },
  { id: "2", name: 'Trần "Bé" Bình', ratio: 2, home: null },
];
const QUERY = "{ total people { n: name __typename title ratio mark: id home { code label } again: title } }";
const PLAIN = "{ total people { n: name __typename title ratio home { label code } } }";

describe("the fast door", () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startGraph({
      people: {
        sdl: `type Query { people: [Person!] none: [Person!] } type Person @key(fields: "id") { id: ID! name: String ratio: Float home: Home }
          type Home @key(fields: "code") { code: ID! }`,
        resolvers: { Query: { people: () => people, none: () => [] } },
      },
      records: {
        sdl: `type Query { total: Int } type Person @key(fields: "id") { id: ID! title: String } type Home @key(fields: "code") { code: ID! label: String! }`,
        resolvers: {
          Query: { total: () => 2 },
          Person: { title: ({ id }: { id: string }) => `Ông ${id}` },
          Home: { label: ({ code }: { code: string }) => `Nhà ${code}` },
        },
      },
    });
  });
  afterEach(async () => {
    graph.agencies.behave();
    for (let call = 0; call < 4; call++) await graph.run("{ total }");
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  it("answers what the general path answers, letter for letter", async () => {
    for (const query of [QUERY, PLAIN, "{ total }", "{ none { name title } }", "{ a: people { x: id } }"]) {
      expect(await graph.respond(query)).toBe(JSON.stringify(await graph.run(query)));
    }
  });

  it("copies an agency's text without parsing it", async () => {
    graph.agencies.misbehave("people", (answer) => ({
      text: JSON.stringify(answer).replace('"ratio":1.5', '"ratio":1.50e0'),
    }));
    expect(await graph.respond(PLAIN)).toContain('"ratio":1.50e0,"home":{"label":"Nhà h1","code":"h1"}}');
    expect(JSON.stringify(await graph.run(PLAIN))).toContain('"ratio":1.5,');
  });

  it.each<[string, (answer: ExecutionResult) => Sent]>([
    ["fails", () => ({ status: 500, text: "" })],
    [
      "answers an error beside data",
      (answer) => ({ json: { ...answer, errors: [{ message: "x", path: ["_entities", 0, "title"] }] } }),
    ],
    ["answers with spaces", (answer) => ({ text: JSON.stringify(answer, null, 1) })],
    [
      "answers fields in another order",
      (answer) => ({ text: JSON.stringify(answer).replace(/("title":"[^"]*"),("__typename":"Person")/g, "$2,$1") }),
    ],
    ["answers with escapes", (answer) => ({ text: JSON.stringify(answer).replaceAll("Ô", "\\u00d4") })],
    ["swaps entities", (answer) => ({ text: JSON.stringify(answer).replaceAll('"id":"1"', '"id":"3"') })],
    ["answers text after the end", (answer) => ({ text: `${JSON.stringify(answer)}{}` })],
    [
      "answers broken UTF-8",
      (answer) => ({ text: Buffer.from(JSON.stringify(answer).replaceAll("Ô", "\xff"), "latin1") }),
    ],
    [
      "does not know an entity whose field may be null",
      (answer) => ({ text: JSON.stringify(answer).replace(/\{"title":"[^}]*\}/, "null") }),
    ],
  ])("leaves an answer to the general path when an agency %s, and asks nobody twice", async (_, how) => {
    graph.agencies.misbehave("records", how);
    graph.agencies.takeCalls();
    const expected = await graph.run(PLAIN);
    const calls = graph.agencies.takeCalls().length;
    expect(calls).toBe(3);
    expect(JSON.parse(await graph.respond(PLAIN))).toEqual(expected);
    // A status 500 is not repeated, so both doors make as many calls.
    expect(graph.agencies.takeCalls()).toHaveLength(calls);
  });
});
