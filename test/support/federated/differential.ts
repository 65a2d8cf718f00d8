import fc from "fast-check";
import type { ExecutionResult, GraphQLSchema } from "graphql";
import type { TestGraph } from "./engine.ts";
import { expectOnlyLosses, lossesOf } from "./losses.ts";
import { randomMisbehaviour } from "./misbehaviour.ts";
import type { makeMonolith } from "./monolith.ts";
import { expectOnlyPartsLost, mergeParts, type partsOf } from "./parts.ts";
import { drawOperation, type RandomOperation } from "./random-document.ts";

/** A graph, the whole of the same data, and how to put the data back as they were. */
export interface Pair {
  readonly graph: TestGraph;
  readonly schema: GraphQLSchema;
  readonly right: ReturnType<ReturnType<typeof makeMonolith>>;
  readonly reset: () => void;
}

/** How many operations were compared, and of how many the answer left in parts. */
export interface Compared {
  readonly operations: number;
  readonly inParts: number;
}

type Parts = Awaited<ReturnType<typeof partsOf>>;

/**
 * Asks so many random operations of engine and whole, up to three at once. @throws the first difference, with the operation
 */
export async function findDifferences(pair: Pair, runs: number, seed?: number): Promise<Compared> {
  const compared = { operations: 0, inParts: 0 };
  const property = fc.asyncProperty(fc.gen(), fc.nat({ max: 2 }), async (draw, more) => {
    const texts: [RandomOperation, string][] = [];
    for (let count = 0; count <= more; count++) {
      const operation = drawOperation(pair.schema, draw);
      const answer = operation && (await compareOne(pair, operation));
      if (!operation || !answer) continue;
      texts.push([operation, answer.text]);
      if (answer.isParted) compared.inParts += 1;
    }
    compared.operations += texts.length;
    const queries = texts.filter(([{ text }]) => text.startsWith("query"));
    // Twice each, so that requests under way share calls.
    const again = await Promise.all([...queries, ...queries].map(([it]) => pair.graph.respond(it.text, it.variables)));
    for (const [index, [operation, text]] of [...queries, ...queries].entries())
      if (again[index] !== text) throw differenceAt(operation, again[index]!, `together, not ${text}`);
  });
  await fc.assert(property, { numRuns: runs, endOnFailure: true, ...(seed !== undefined && { seed }) });
  return compared;
}

/** The engine's answer when it is right, and whether it leaves in parts; null when the operation was refused. */
async function compareOne({ graph, right, reset }: Pair, operation: RandomOperation) {
  reset();
  const expected = await right(operation.document, operation.variables);
  reset();
  const actual = await graph.run(operation.text, operation.variables);
  if (isRefused(actual)) return null;
  const text = JSON.stringify(actual);
  if (JSON.stringify(actual.data) !== JSON.stringify(expected.data))
    throw differenceAt(operation, text, `not ${JSON.stringify(expected)}`);
  if (String(lossesOf(actual)) !== String(lossesOf(expected)))
    throw differenceAt(operation, text, `other losses than ${JSON.stringify(expected.errors)}`);
  const isParted =
    operation.text.includes("@defer") &&
    compareParts(operation, await graph.inParts(operation.text, operation.variables), expected);
  if (operation.text.startsWith("query") && (await graph.respond(operation.text, operation.variables)) !== text)
    throw differenceAt(operation, text, "another answer by the fast door");
  return { text, isParted };
}

/**
 * The same in parts: no value is another than in the whole, and none is missing where no part is lost. Whether there
 * was more than one.
 */
function compareParts(operation: RandomOperation, parts: Parts, expected: ExecutionResult): boolean {
  try {
    expectOnlyPartsLost(mergeParts(parts), expected, { isFaulty: false });
  } catch (error) {
    throw differenceAt(operation, JSON.stringify(parts), `in parts: ${String(error)}, not ${JSON.stringify(expected)}`);
  }
  return parts.length > 1;
}

/**
 * The same while agencies misbehave at random, every other query in parts: what is lost has an error, everything else
 * is right. Answers how many were compared.
 */
export async function findForeignValues(pair: Pair, runs: number, seed?: number): Promise<number> {
  let compared = 0;
  const property = fc.asyncProperty(fc.gen(), fc.nat(), fc.boolean(), async (draw, faults, takesParts) => {
    const operation = drawOperation(pair.schema, draw);
    if (!operation) return;
    const { graph, right, reset } = pair;
    reset();
    const expected = await right(operation.document, operation.variables);
    reset();
    for (const agency of Object.keys(graph.agencies.urls)) graph.agencies.misbehave(agency, randomMisbehaviour(faults));
    const parts: Parts = takesParts
      ? await graph.inParts(operation.text, operation.variables)
      : [JSON.parse(await graph.respond(operation.text, operation.variables)) as Parts[number]];
    graph.agencies.behave();
    const first = parts[0] as ExecutionResult;
    if (isRefused(first)) return;
    compared += 1;
    const text = JSON.stringify(parts);
    try {
      if (takesParts) expectOnlyPartsLost(mergeParts(parts), expected, { isFaulty: true });
      else expectOnlyLosses(first, expected);
    } catch (error) {
      throw differenceAt(operation, text, String(error));
    }
    if (/10\.0\.0\.1|HIJACK|strange/.test(text)) throw differenceAt(operation, text, "an agency's words or inventions");
  });
  await fc.assert(property, { numRuns: runs, endOnFailure: true, ...(seed !== undefined && { seed }) });
  return compared;
}

/**
 * Thirty fetches are the limit, planning may take 300 ms of processor time, which a machine with too much to do may
 * need for what another plans in 100, and a mutation cannot be split where two fields require one with different
 * arguments.
 */
const isRefused = ({ errors }: ExecutionResult) =>
  ["LIMIT_FETCHES_EXCEEDED", "LIMIT_PLANNING_EXCEEDED", "BAD_REQUEST"].includes(
    String(errors?.[0]?.extensions?.["code"]),
  );

const differenceAt = ({ text, variables }: RandomOperation, actual: string, what: string) =>
  new Error(`${text}\n${JSON.stringify(variables)}\n${actual}\n${what}`);
