import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSupergraph } from "../../../gateway/planning/supergraph.ts";
import { findDifferences, findForeignValues, type Pair } from "../../support/federated/differential.ts";
import { startGraph } from "../../support/federated/engine.ts";
import { makeMonolith } from "../../support/federated/monolith.ts";
import { randomWorld } from "../../support/federated/random-world.ts";
import { agencies, monolith, resetWorld } from "../../support/federated/world.ts";

/** Operations here; `hunt-differences.ts` asks as many as one likes. */
const RUNS = Number(process.env["DIFFERENTIAL_RUNS"] ?? 500);
const WORLDS = [11, 12];
const RUNS_PER_WORLD = 150;

describe("random operations over agencies with everything that federation has", () => {
  let pair: Pair;
  beforeAll(async () => {
    const graph = await startGraph(agencies, { envelopeOf: () => "one" });
    const schema = loadSupergraph(graph.agencies.supergraphSdl).apiSchema;
    pair = { graph, schema, right: monolith(schema), reset: resetWorld };
  });
  afterAll(() => pair.graph[Symbol.asyncDispose]());

  it("are answered as one schema over the same data answers them, nulls and error paths included", async () => {
    const { operations, inParts } = await findDifferences(pair, RUNS);
    expect(operations).toBeGreaterThan(RUNS / 2);
    expect(inParts).toBeGreaterThan(RUNS / 50);
  }, 600_000);

  it("lose only what agencies break, each loss with an error, and nobody's values reach another's place", async () => {
    expect(await findForeignValues(pair, RUNS)).toBeGreaterThan(RUNS / 2);
  }, 600_000);
});

describe("random operations over random agencies", () => {
  it.each(WORLDS)(
    "are answered right and lose only what agencies break in world %i",
    async (seed) => {
      const world = randomWorld(seed);
      await using graph = await startGraph(world.agencies, { envelopeOf: () => "one" });
      const schema = loadSupergraph(graph.agencies.supergraphSdl).apiSchema;
      const pair = { graph, schema, right: makeMonolith(world.resolvers as never)(schema), reset: () => undefined };
      expect((await findDifferences(pair, RUNS_PER_WORLD)).operations).toBeGreaterThan(RUNS_PER_WORLD / 3);
      expect(await findForeignValues(pair, RUNS_PER_WORLD)).toBeGreaterThan(RUNS_PER_WORLD / 3);
    },
    600_000,
  );
});
