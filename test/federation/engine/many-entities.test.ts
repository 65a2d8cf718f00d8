import { limits } from "#contract/limits.ts";
import { parse } from "graphql";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../../gateway/execution/engine.ts";
import { startAgencies, type TestAgencies } from "../../support/federated/agencies.ts";
import { textOf } from "../../support/federated/engine.ts";

describe("more entities than an agency takes in one call", () => {
  let agencies: TestAgencies, engine: Engine;
  beforeAll(async () => {
    const ids = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `m${index}` }));
    agencies = await startAgencies({
      index: {
        sdl: `type Query { many(count: Int!): [Member!]! } type Member @key(fields: "id") { id: ID! }`,
        resolvers: { Query: { many: (_: never, { count }: { count: number }) => ids(count) } },
      },
      names: {
        sdl: `type Member @key(fields: "id") { id: ID! name: String }`,
        resolvers: { Member: { name: ({ id }: { id: string }) => `name of ${id}` } },
      },
    });
    const addresses = Object.entries(agencies.urls).map(([name, url]) => [name, { url }] as const);
    engine = createEngine({ supergraphSdl: agencies.supergraphSdl, agencies: Object.fromEntries(addresses) });
    await engine.load();
  });
  afterEach(() => void agencies.takeCalls());
  afterAll(async () => {
    await engine.stop();
    await agencies[Symbol.asyncDispose]();
  });

  const sizes = () =>
    agencies
      .takeCalls()
      .flatMap(({ variables }) => Object.values(variables ?? {}))
      .flatMap((value) => (Array.isArray(value) ? value.length : []));

  it.each([
    [limits.representationsMax, [500]],
    [limits.representationsMax + 1, [1, 500]],
    [1_201, [201, 500, 500]],
  ])("%i are asked for in calls of at most 500, and come back in order, through both doors", async (count, calls) => {
    const operation = engine.prepare(parse("query ($count: Int!) { many(count: $count) { id name } }"));
    const expected = Array.from({ length: count }, (_, index) => ({ id: `m${index}`, name: `name of m${index}` }));
    const general = JSON.parse(JSON.stringify(await operation.execute({ variables: { count } }))) as object;
    expect(general).toEqual({ data: { many: expected } });
    expect(sizes().toSorted((a, b) => a - b)).toEqual(calls);
    expect(JSON.parse(textOf(await operation.respond({ variables: { count } })))).toEqual(general);
    expect(sizes().toSorted((a, b) => a - b)).toEqual(calls);
  });
});
