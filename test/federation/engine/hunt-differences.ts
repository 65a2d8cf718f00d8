import { loadSupergraph } from "../../../gateway/planning/supergraph.ts";
import { findDifferences, findForeignValues, type Pair } from "../../support/federated/differential.ts";
import { startGraph } from "../../support/federated/engine.ts";
import { makeMonolith } from "../../support/federated/monolith.ts";
import { randomWorld } from "../../support/federated/random-world.ts";
import { agencies, monolith, resetWorld } from "../../support/federated/world.ts";
import { numberOptions } from "../../support/number-options.ts";

/**
 * Compares the engine with one schema over the same data for so many random operations, over the fixed world and over
 * generated ones, with and without faults: `npm run hunt-differences -- --operations 100000 --seed 1`. Prints how many
 * were compared as it goes, and ends with status 1 at the first difference.
 */
const options = { operations: 100_000, seed: 1 };
const { operations: wanted, seed: firstSeed } = numberOptions(options).parse().opts<typeof options>();
const ROUND = 500;

let compared = 0;
let worlds = 0;
let parted = 0;
for (let seed = firstSeed; compared < wanted; seed++) {
  compared += await over(seed);
  console.log(
    `${compared} operations compared, ${parted} in parts, ${worlds} generated worlds, no difference; last seed ${seed}`,
  );
}
process.exit();

/** Every fourth round is over the fixed world, which has abstract types, mutations and interface objects. */
async function over(seed: number): Promise<number> {
  const world = seed % 4 === 0 ? null : randomWorld(seed);
  if (world) worlds += 1;
  await using graph = await startGraph(world?.agencies ?? agencies, { envelopeOf: () => "one" });
  const schema = loadSupergraph(graph.agencies.supergraphSdl).apiSchema;
  const right = world ? makeMonolith(world.resolvers as never)(schema) : monolith(schema);
  const pair: Pair = { graph, schema, right, reset: world ? () => undefined : resetWorld };
  const { operations, inParts } = await findDifferences(pair, ROUND, seed);
  parted += inParts;
  return operations + (await findForeignValues(pair, ROUND, seed));
}
