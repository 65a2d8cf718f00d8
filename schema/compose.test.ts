import { readFile } from "node:fs/promises";
import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { composeSupergraph, outputs, readSubgraphs, type Subgraph } from "./compose.ts";

const HEADER = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@composeDirective"])
  @link(url: "https://hub.example/specs/hub/v1.0", import: ["@shard", "@classified"])
  @composeDirective(name: "@shard")
  @composeDirective(name: "@classified")
directive @shard(by: String!) on OBJECT | FIELD_DEFINITION
directive @classified(as: hub__DataClass!) repeatable on OBJECT | FIELD_DEFINITION
"A class." enum hub__DataClass { "Open." PUBLIC "By law." SENSITIVE }
`;

const ORIGIN = `"A thing." type Thing @key(fields: "id") @classified(as: PUBLIC) {
    "Its key." id: ID! "Its name; null when nobody gave one." name: String }
  type Query { "A thing by its key; null when there is none." thing("The key." id: ID!): Thing @classified(as: PUBLIC) }`;
const OTHER = `"A thing." type Thing @key(fields: "id") {
    "Its key." id: ID! "Its weight; null when not weighed." weightCount: Int }`;

/** A graph of two agencies that keeps all rules, with one passage of one agency replaced. */
const graph = (origin = ORIGIN, other = OTHER): readonly Subgraph[] => [
  { name: "origin", url: "http://127.0.0.1:4001/graphql", sdl: HEADER + origin },
  { name: "other", url: "http://127.0.0.1:4002/graphql", sdl: HEADER + other },
];

const altered = (text: string, from: string, to: string) => {
  expect(text).toContain(from);
  return text.replace(from, to);
};

describe("the committed composition", () => {
  it("is what the agencies' SDL makes", async () => {
    const { supergraph, api } = composeSupergraph(await readSubgraphs());
    expect(await readFile(outputs.supergraph, "utf8")).toBe(supergraph);
    expect(await readFile(outputs.api, "utf8")).toBe(api);
  });

  it("tells routers how to choose an instance, and clients nothing of it", async () => {
    const { supergraph, api } = composeSupergraph(await readSubgraphs());
    expect(supergraph).toContain('@shard(by: "homeCommittee.code")');
    expect(supergraph).toContain('@shard(by: "committee")');
    expect(api).not.toContain("@shard");
    expect(buildSchema(api).getType("Member")).toBeDefined();
  });
});

describe("the report of a composition", () => {
  it("is empty for agencies that keep the rules", () => {
    expect(() => composeSupergraph(graph())).not.toThrow();
  });

  it("holds composition errors and broken rules together", () => {
    const compose = () => composeSupergraph(graph(undefined, altered(OTHER, "weightCount: Int", "name: Int!")));
    expect(compose).toThrow(/Type of field "Thing.name" is incompatible/);
    expect(compose).toThrow("other: Thing.name must be nullable, because other agencies hold this type too.");
  });

  it.each<[string, readonly Subgraph[], string]>([
    [
      "a type without description",
      graph(altered(ORIGIN, '"A thing." type', "type")),
      "origin: Thing has no description.",
    ],
    [
      "a field without description",
      graph(altered(ORIGIN, '"Its name; null when nobody gave one."', "")),
      "origin: Thing.name has no description.",
    ],
    [
      "an argument without description",
      graph(altered(ORIGIN, '"The key."', "")),
      "origin: Query.thing(id:) has no description.",
    ],
    [
      "an enum value without description",
      graph(altered(ORIGIN, "name: String", "name: Grade") + ' "A grade." enum Grade { GOOD }'),
      "origin: Grade.GOOD has no description.",
    ],
    [
      "an input field without description",
      graph(
        altered(ORIGIN, "id: ID!):", 'id: ID! "A filter." filter: Filter):') +
          ' "A filter." input Filter { name: String }',
      ),
      "origin: Filter.name has no description.",
    ],
    [
      "a non-null field of a type that another agency holds",
      graph(undefined, altered(OTHER, "weightCount: Int", "weightCount: Int!")),
      "other: Thing.weightCount must be nullable, because other agencies hold this type too.",
    ],
    [
      "a shareable object",
      graph(
        altered(ORIGIN, "name: String", 'name: String "Parts." part: Part @shareable') +
          '"A part." type Part { "Its name." name: String }',
      ),
      "origin: Thing.part must not be @shareable, because its value is an object.",
    ],
    [
      "a shard by an argument that is not there",
      graph(altered(ORIGIN, "id: ID!): Thing", 'id: ID!): Thing @shard(by: "place")')),
      'origin: Query.thing has @shard(by: "place"), but no argument of that name.',
    ],
    [
      "a shard by a field that its input does not have",
      graph(
        altered(ORIGIN, "id: ID!): Thing", 'id: ID! "A filter." in: In): Thing @shard(by: "in.place")') +
          ' "A filter." input In { "A name." name: String }',
      ),
      'origin: Query.thing has @shard(by: "in.place"), but no argument of that name.',
    ],
    [
      "a shard by a field that is not in the key",
      graph(undefined, altered(OTHER, '@key(fields: "id")', '@key(fields: "id") @shard(by: "weightCount")')),
      'other: Thing has @shard(by: "weightCount"), which no key of the type holds.',
    ],
    [
      "a root field of a sharded agency without a shard",
      graph(altered(ORIGIN, '@key(fields: "id")', '@key(fields: "id") @shard(by: "id")')),
      "origin: Query.thing has no @shard, so nobody could tell which instance answers it.",
    ],
    [
      "a connection without its shape",
      graph(
        altered(ORIGIN, "): Thing", "): ThingConnection") +
          '"Things." type ThingConnection { "Things." nodes: [Thing!] }',
      ),
      "origin: ThingConnection has no field totalCount.",
    ],
    [
      "a connection that cannot be paged",
      graph(
        altered(ORIGIN, "): Thing", "): ThingConnection") +
          '"Things." type ThingConnection { "Things." nodes: [Thing!] }',
      ),
      "origin: Query.thing answers a connection, but has no argument after.",
    ],
    [
      "a list in the singular",
      graph(undefined, altered(OTHER, "weightCount: Int", "weight: [Int!]")),
      "other: Thing.weight is a list, so its name must be plural.",
    ],
    [
      "a truth value that does not say so",
      graph(undefined, altered(OTHER, "weightCount: Int", "heavy: Boolean")),
      "other: Thing.heavy holds a truth value, so its name must begin with is or has.",
    ],
    [
      "a day that does not say so",
      graph(undefined, altered(OTHER, "weightCount: Int", "weighed: CalendarDay") + '"A day." scalar CalendarDay'),
      "other: Thing.weighed holds a day, so its name must end in On, From or To.",
    ],
    [
      "a root field without a data class",
      graph(altered(ORIGIN, ": Thing @classified(as: PUBLIC) }", ": Thing }")),
      "origin: Query.thing has no data class: write @classified(as: …) on the field or its type.",
    ],
    [
      "a type of whose fields nobody says how sensitive they are",
      graph(altered(ORIGIN, '"id") @classified(as: PUBLIC) {', '"id") {')),
      "other: Thing.weightCount has no data class: write @classified(as: …) on the field or its type.",
    ],
    [
      "a sensitive field that must not be null",
      graph(
        altered(ORIGIN, "name: String", 'name: String "Its faith." faith: Faith') +
          ' "A." type Faith @classified(as: PUBLIC) { "B." text: String! @classified(as: SENSITIVE) }',
      ),
      "origin: Faith.text must be nullable, because not everybody may see it.",
    ],
    [
      "a deprecated field of which nobody says until when it is served",
      graph(undefined, altered(OTHER, "weightCount: Int", 'weightCount: Int @deprecated(reason: "old")')),
      'other: Thing.weightCount must be deprecated with "Since YYYY-MM-DD, served until YYYY-MM-DD: <what to use instead>.".',
    ],
    [
      "a deprecation without notice",
      graph(
        undefined,
        altered(
          OTHER,
          "weightCount: Int",
          'weightCount: Int @deprecated(reason: "Since 2026-01-01, served until 2026-06-30: ask for id.")',
        ),
      ),
      "other: Thing.weightCount must be served for at least 6 months after it was deprecated.",
    ],
    [
      "a field in snake case",
      graph(undefined, altered(OTHER, "weightCount: Int", "weight_count: Int")),
      "other: Thing.weight_count is not camelCase.",
    ],
    [
      "a page whose cost nobody could tell",
      graph(
        altered(ORIGIN, "): Thing", "): ThingConnection") +
          '"Things." type ThingConnection { "Things." nodes: [Thing!] }',
      ),
      "origin: Query.thing is a page, so @listSize must say how its size is asked for.",
    ],
    [
      "an enum value that says it does not know",
      graph(altered(ORIGIN, "name: String", "name: Grade") + ' "A grade." enum Grade { "None." UNKNOWN }'),
      "origin: Grade.UNKNOWN is not SCREAMING_SNAKE, or says UNKNOWN.",
    ],
  ])("names %s", (_, subgraphs, problem) => {
    expect(() => composeSupergraph(subgraphs)).toThrow(problem);
  });
});
