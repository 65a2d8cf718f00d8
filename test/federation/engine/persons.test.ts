import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExecutionRecord } from "../../../gateway/execution/run/execution.ts";
import { startGraph, type TestGraph } from "../../support/federated/engine.ts";

// Synthetic people; a stay is about its traveller, and an office shows the people who work there.
const stays = [
  { traveller: { id: "p1" }, country: "JP", office: { code: "o1" } },
  { traveller: { id: "p2" }, country: "FR", office: null },
];

/** Every document with the ids of those whom its answer is about. */
const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ["a list that asks for no id", "{ people { name } }", ["p1", "p2"]],
  ["a list that asks for the id", "{ people { id name } }", ["p1", "p2"]],
  ["an id under another name", "{ people { number: id name } }", ["p1", "p2"]],
  ["an id's name for something else", "{ people { id: name } }", ["p1", "p2"]],
  ["one person across agencies", '{ person(id: "p2") { name card } }', ["p2"]],
  ["an agency's part alone", '{ person(id: "p1") { card } }', ["p1"]],
  ["somebody unknown", '{ person(id: "p9") { name } }', []],
  ["what is about a person without naming one", "{ stays { country } }", ["p1", "p2"]],
  ["the person under another name", "{ stays { who: traveller { name } } }", ["p1", "p2"]],
  ["fragments", "{ stays { ...Stay } } fragment Stay on Stay { country }", ["p1", "p2"]],
  ["a person's own things", '{ person(id: "p1") { stay { country } } }', ["p1"]],
  ["other people below a person", '{ person(id: "p1") { stay { office { guests { country } } } } }', ["p1", "p2"]],
  ["people behind an interface", "{ things { label } }", ["p1"]],
  ["a condition", "{ people @skip(if: true) { name } }", []],
  ["nobody", "{ total }", []],
];

describe("the engine's record of an execution", () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startGraph({
      people: {
        sdl: `type Query { people: [Person!] person(id: ID!): Person total: Int things: [Thing!] }
          interface Thing { label: String }
          type Office implements Thing @key(fields: "code") { code: ID! label: String }
          type Person implements Thing @key(fields: "id") @whose(by: "id") { id: ID! name: String label: String }`,
        resolvers: {
          Query: {
            people: () => ["p1", "p2"].map(named),
            person: (_: unknown, { id }: { id: string }) => (id === "p9" ? null : named(id)),
            total: () => 2,
            things: () => [
              { __typename: "Person", ...named("p1") },
              { __typename: "Office", code: "o1", label: "Văn phòng" },
            ],
          },
          Person: { __resolveReference: ({ id }: { id: string }) => named(id) },
        },
      },
      stays: {
        sdl: `type Query { stays: [Stay!] }
          type Person @key(fields: "id") { id: ID! card: String stay: Stay }
          type Office @key(fields: "code") { code: ID! guests: [Stay!] }
          type Stay @whose(by: "traveller.id") { traveller: Person country: String office: Office }`,
        resolvers: {
          Query: { stays: () => stays },
          Person: { card: ({ id }: { id: string }) => `Thẻ ${id}`, stay: () => stays[0] },
          Office: { guests: () => [stays[1]] },
        },
      },
    });
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  it.each(cases)("names the persons of %s, by either path, but not to the client", async (_, text, who) => {
    const [general, fast] = [emptyRecord(), emptyRecord()];
    const answer = await graph.run(text, undefined, { record: general });
    expect(JSON.parse(await graph.respond(text, undefined, { record: fast }))).toEqual(answer);
    expect([...new Set(general.persons)].sort()).toEqual(who);
    expect([...new Set(fast.persons)].sort()).toEqual(who);
    expect(fast.agencies.toSorted()).toEqual(general.agencies.toSorted());
    expect(JSON.stringify(answer)).not.toMatch(text.includes("id") ? /hub\d/ : /"p\d"/);
  });

  it("counts what an answer told only once when the fast path had to give up on it", async () => {
    graph.agencies.misbehave("people", (answer) => ({ text: JSON.stringify(answer, null, 1) }));
    const record = emptyRecord();
    await graph.respond("{ people { name } }", undefined, { record });
    graph.agencies.behave();
    expect(record).toEqual({ persons: ["p1", "p2"], agencies: ["people"] });
  });

  it("asks nobody for more where a person is named anyway", async () => {
    const record = emptyRecord();
    await graph.respond('{ person(id: "p1") { id name } }', undefined, { record });
    expect(record).toEqual({ persons: ["p1"], agencies: ["people"] });
  });
});

const named = (id: string) => ({ id, name: `Người ${id}`, label: `Nhãn ${id}` });
const emptyRecord = (): ExecutionRecord => ({ persons: [], agencies: [] });
