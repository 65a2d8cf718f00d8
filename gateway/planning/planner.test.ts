import { getOperationAST, parse, print, validate, type GraphQLScalarType, type GraphQLSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { compose } from "../../test/support/federated/compose.ts";
import { wrongValues } from "../execution/wrong-values.ts";
import { splitIntoPasses } from "./passes.ts";
import { createPlanCache } from "./plan-cache.ts";
import type { PlanResult } from "./plan.ts";
import { createPlanner } from "./planner.ts";
import { loadSupergraph, type Supergraph } from "./supergraph.ts";

const priced = loadSupergraph(
  compose({
    a: 'type Query { item: Item } type Mutation { change: Item } type Item @key(fields: "id") { id: ID! price(in: String): Int }',
    b: `type Item @key(fields: "id") { id: ID! price(in: String): Int @external
    home: Int @requires(fields: "price(in: \\"VND\\")") away: Int @requires(fields: "price(in: \\"USD\\")") plain: Int }`,
  }),
);

describe("supergraphs", () => {
  it("loses a key that an agency cannot resolve where the agency has one that it can", () => {
    const { sdl, keysOf } = loadSupergraph(
      compose({
        a: 'type Query { item: Item } type Item @key(fields: "id") @key(fields: "code", resolvable: false) { id: ID! code: ID! @shareable }',
        b: 'type Item @key(fields: "code", resolvable: false) { code: ID! @shareable } type Note @key(fields: "id") { id: ID! }',
      }),
    );
    expect(keysOf("a", "Item")).toEqual(["id"]);
    expect(keysOf("b", "Item")).toEqual([]);
    expect(sdl).not.toMatch(/graph: A, key: "code"/);
    expect(sdl).toMatch(/graph: B, key: "code"/);
  });

  it("are accepted with rights, and refused when they are not supergraphs", () => {
    const sdl = compose({
      a: 'type Query { secret: String @authenticated other: Int @requiresScopes(scopes: [["x"]]) }',
    });
    expect(loadSupergraph(sdl).apiSchema.getQueryType()?.getFields()).toHaveProperty("secret");
    expect(() => loadSupergraph("type Query { x: Int }")).toThrow();
  });

  describe("with days", () => {
    const days = "scalar CalendarDay type Query { on(day: CalendarDay, days: [CalendarDay!]): Day }";
    const ours = loadSupergraph(compose({ a: `${days} type Day @key(fields: "id") @shard(by: "id") { id: ID! }` }));
    const others = loadSupergraph(compose({ a: `${days} type Day @key(fields: "id") { id: ID! }` }));

    it("know them where they follow the hub's specification, and no format of others' scalars of that name", () => {
      const taken = ({ apiSchema }: Supergraph) => {
        const day = apiSchema.getType("CalendarDay") as GraphQLScalarType<unknown>;
        return ["2024-02-29", "2026-02-30", "29/02/2024"].filter((text) => day.parseValue(text) === text);
      };
      expect(taken(ours)).toEqual(["2024-02-29"]);
      expect(taken(others)).toHaveLength(3);
    });

    it("say beside a wrong value how a day is written, and never the value", () => {
      const { apiSchema } = ours;
      expect(validate(apiSchema, parse('{ on(day: "29/02/2024") { id } }')).map(({ message }) => message)).toEqual([
        'Expected value of type "CalendarDay" (written YYYY-MM-DD).',
      ]);
      const given = { day: "29/02/2024", days: ["2024-02-29", "1.3.2024"] };
      expect(wrongDays(given, apiSchema)).toEqual([
        "$day of type CalendarDay (written YYYY-MM-DD)",
        "$days.1 of type CalendarDay! (written YYYY-MM-DD)",
      ]);
    });

    it("say nothing of how others' scalars of that name are written", () => {
      const { apiSchema } = others;
      expect(validate(apiSchema, parse('{ on(day: "29/02/2024") { id } }'))).toEqual([]);
      expect(wrongDays({ day: { of: "others" }, days: [null] }, apiSchema)).toEqual(["$days.0 of type CalendarDay!"]);
    });

    const wrongDays = (given: object, schema: GraphQLSchema) => {
      const operation = getOperationAST(parse("query ($day: CalendarDay, $days: [CalendarDay!]) { on { id } }"));
      return wrongValues(operation?.variableDefinitions ?? [], { ...given }, schema);
    };
  });

  it("tell the labels of progressive overrides, and plans follow them", () => {
    const { overrideLabels, sdl } = loadSupergraph(
      compose({
        a: 'type Query { item: Item } type Item @key(fields: "id") { id: ID! name: String }',
        b: 'type Item @key(fields: "id") { id: ID! name: String @override(from: "a", label: "percent(50)") }',
      }),
    );
    expect(overrideLabels).toEqual(["percent(50)"]);
    const plan = createPlanner(sdl);
    const agencies = (overrides: string[]) =>
      JSON.stringify(plan({ documents: ["{ item { name } }"], overrides })).match(/(?<="serviceName":")\w/g);
    expect(agencies([])).toEqual(["a"]);
    expect(agencies(["percent(50)"])).toEqual(["a", "b"]);
  });
});

describe("planning passes", () => {
  const passesOf = (text: string) =>
    splitIntoPasses(parse(text), priced.apiSchema, priced.requiresConflicts).map((it) =>
      print(it).replace(/\s+/g, " "),
    );

  it("part fields that require one field with different arguments", () => {
    expect(passesOf("{ item { home away plain } }")).toEqual(["{ item { home plain } }", "{ item { away plain } }"]);
  });

  it("stay one where only one side of the conflict is asked for", () => {
    expect(passesOf("{ item { away plain } }")).toHaveLength(1);
  });

  it("part a field that requires the defaults from one that requires other arguments", () => {
    const { requiresConflicts } = loadSupergraph(
      compose({
        a: 'type Query { item: Item } type Item @key(fields: "id") { id: ID! price(in: String): Int }',
        b: `type Item @key(fields: "id") { id: ID! price(in: String): Int @external
          home: Int @requires(fields: "price") away: Int @requires(fields: "price(in: \\"USD\\")")
          same: Int @requires(fields: "price") }`,
      }),
    );
    expect([...requiresConflicts]).toEqual([
      ["Item.home", 0],
      ["Item.same", 0],
      ["Item.away", 1],
    ]);
  });

  it("are none for a mutation, which must not act twice", () => {
    expect(passesOf("mutation { change { home away } }")).toHaveLength(0);
    expect(passesOf("mutation { change { home } }")).toHaveLength(1);
  });
});

describe("plans", () => {
  it("are refused when they would be empty for fields that somebody must answer", () => {
    const plan = createPlanner(priced.sdl);
    expect(plan({ documents: ["{ __typename }"], overrides: [] })).toEqual({ plan: { passes: [null] } });
    expect(plan({ documents: ["{ nothing }"], overrides: [] })).toMatchObject({ refusal: { code: "INTERNAL" } });
  });

  it("are made once for requests that arrive together, and never shared between what callers may see", async () => {
    const cache = createPlanCache();
    let planned = 0;
    const plan = async (): Promise<PlanResult> => ({ plan: { passes: (planned++, []) } });
    const key = { supergraphId: "s", documents: ["{ a }"], overrides: [] };
    await Promise.all([cache.get(key, plan), cache.get(key, plan), cache.get({ ...key }, plan)]);
    expect(planned).toBe(1);
    await cache.get({ ...key, overrides: ["x"] }, plan);
    await cache.get({ ...key, supergraphId: "t" }, plan);
    expect(planned).toBe(3);
  });

  it("leave the cache when it is full", async () => {
    const cache = createPlanCache(300);
    let planned = 0;
    const plan = async (): Promise<PlanResult> => ({ plan: { passes: (planned++, []) } });
    const key = (document: string) => ({ supergraphId: "s", documents: [document], overrides: [] });
    for (const document of ["a".repeat(100), "b".repeat(100), "c".repeat(100), "a".repeat(100)])
      await cache.get(key(document), plan);
    expect(planned).toBe(4);
  });
});
