import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import type { Rules } from "./read-rules.ts";
import type { Rule } from "./requirements.ts";
import { weakenedPlaces } from "./weakened-places.ts";

const schema = buildSchema("type Query { a(b: In): E } input In { c: Int } enum E { V }");
const rules = (places: Readonly<Record<string, Rule>>): Rules => ({
  at: new Map(Object.entries(places)),
  classAt: new Map(),
  policies: new Map(),
});
const scopes = (...anyOf: readonly (readonly string[])[]): Rule => [{ kind: "scopes", anyOf }];

describe("a newer graph", () => {
  it.each<readonly [string, Readonly<Record<string, Rule>>, Readonly<Record<string, Rule>>, readonly string[]]>([
    ["asks the same", { "Query.a": scopes(["x"]) }, { "Query.a": scopes(["x"]) }, []],
    ["asks more, or in another place too", { Query: scopes(["x"], ["y"]) }, { Query: scopes(["x", "z"]), E: [] }, []],
    ["has lost the place", { "Query.gone": scopes(["x"]), "E.W": scopes(["x"]) }, {}, []],
    ["has lost a rule", { "Query.a(b:)": scopes(["x"]), "In.c": scopes(["x"]) }, {}, ["Query.a(b:)", "In.c"]],
    ["has lost one of two", { E: [...scopes(["x"]), { kind: "authenticated" }] }, { E: scopes(["x"]) }, ["E"]],
    ["lets others pass too", { "E.V": scopes(["x"]) }, { "E.V": scopes(["x"], ["y"]) }, ["E.V"]],
    ["asks for less at once", { "Query.a": scopes(["x", "y"]) }, { "Query.a": scopes(["x"]) }, ["Query.a"]],
    ["asks for another thing", { E: [{ kind: "never" }] }, { E: [{ kind: "purpose" }] }, ["E"]],
  ])("is weaker where it should be: it %s", (_, before, after, places) => {
    expect(weakenedPlaces(rules(before), rules(after), schema)).toEqual(places);
  });
});
