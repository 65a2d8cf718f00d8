import fc from "fast-check";
import type { ExecutionResult } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSupergraph } from "../../../gateway/planning/supergraph.ts";
import { startGraph, type TestGraph } from "../../support/federated/engine.ts";
import { randomMisbehaviour } from "../../support/federated/misbehaviour.ts";
import { drawOperation } from "../../support/federated/random-document.ts";
import { agencies, monolith, resetWorld } from "../../support/federated/world.ts";
import { expectOnlyLosses, lossesOf } from "../../support/federated/losses.ts";

const RUNS = Number(process.env["DIFFERENTIAL_RUNS"] ?? 300);

describe("random operations over random agencies", () => {
  let graph: TestGraph;
  let schema: ReturnType<typeof loadSupergraph>["apiSchema"];
  let right: ReturnType<typeof monolith>;
  beforeAll(async () => {
    graph = await startGraph(agencies);
    schema = loadSupergraph(graph.agencies.supergraphSdl).apiSchema;
    right = monolith(schema);
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  it("are answered as one schema over the same data answers them, nulls and error paths included", async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const operation = drawOperation(schema, draw);
        fc.pre(operation !== null);
        resetWorld();
        const expected = await right(operation!.document, operation!.variables);
        resetWorld();
        const actual = await graph.run(operation!.text, operation!.variables);
        fc.pre(!isRefused(actual));
        try {
          expect(JSON.stringify(actual.data)).toBe(JSON.stringify(expected.data));
          expect(lossesOf(actual)).toEqual(lossesOf(expected));
          if (operation!.text.startsWith("query"))
            expect(await graph.respond(operation!.text, operation!.variables)).toBe(JSON.stringify(actual));
        } catch (error) {
          throw new Error(`${operation!.text}\n${JSON.stringify(operation!.variables)}\n${JSON.stringify(actual)}`, {
            cause: error,
          });
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  }, 600_000);

  it("lose only what agencies break, each loss with an error, and nobody's values reach another's place", async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), fc.nat(), async (draw, seed) => {
        const operation = drawOperation(schema, draw);
        fc.pre(operation !== null);
        resetWorld();
        const expected = await right(operation!.document, operation!.variables);
        resetWorld();
        for (const agency of Object.keys(agencies)) graph.agencies.misbehave(agency, randomMisbehaviour(seed));
        const actual = JSON.parse(await graph.respond(operation!.text, operation!.variables)) as ExecutionResult;
        graph.agencies.behave();
        fc.pre(!isRefused(actual));
        try {
          expectOnlyLosses(actual, expected);
          expect(JSON.stringify(actual)).not.toMatch(/10\.0\.0\.1|HIJACK|strange/);
        } catch (error) {
          throw new Error(`${operation!.text}\n${JSON.stringify(operation!.variables)}\n${JSON.stringify(actual)}`, {
            cause: error,
          });
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  }, 600_000);
});

/**
 * Thirty fetches are the limit, and a mutation cannot be split where two fields require one with different
 * arguments.
 */
const isRefused = ({ errors }: ExecutionResult) =>
  ["LIMIT_FETCHES_EXCEEDED", "BAD_REQUEST"].includes(String(errors?.[0]?.extensions?.["code"]));
