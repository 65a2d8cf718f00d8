import type { EntityFetch } from "./entity-fetch.ts";
import { isSubtype } from "./answer-shape.ts";
import { isTreeObject, type TreeObject, type TreeValue } from "../verify/data-tree.ts";
import type { GraphQLSchema } from "graphql";

/** An argument whose value comes from an object above the entity (`@fromContext`). */
export interface ContextArgument {
  readonly variable: string;
  /** Alternatives, one for each type that may set the context. */
  readonly sources: readonly ContextSource[];
}

interface ContextSource {
  /** How many objects above the entity. */
  readonly levels: number;
  /** Field names and type conditions from there down to the value. */
  readonly steps: readonly string[];
}

/** The context arguments of a fetch, usually none. */
export function compileContext({ node }: EntityFetch): readonly ContextArgument[] {
  const rewrites = Map.groupBy(node.contextRewrites ?? [], ({ renameKeyTo }) => renameKeyTo);
  return [...rewrites].map(([variable, renamers]) => ({
    variable,
    sources: renamers.map(({ path }) => ({
      levels: path.filter((step) => step === "..").length,
      steps: path.filter((step) => step !== ".."),
    })),
  }));
}

/** The value for an entity whose ancestors are given nearest first; undefined when no ancestor sets the context. */
export function contextValue(
  argument: ContextArgument,
  entity: TreeObject,
  ancestors: readonly TreeObject[],
  schema: GraphQLSchema,
) {
  for (const { levels, steps } of argument.sources) {
    const value = valueAt(levels === 0 ? entity : ancestors[levels - 1], steps, schema);
    if (value !== undefined) return value;
  }
  return undefined;
}

function valueAt(from: TreeValue | undefined, steps: readonly string[], schema: GraphQLSchema): TreeValue | undefined {
  let value = from;
  for (const step of steps) {
    if (!isTreeObject(value)) return value === null ? null : undefined;
    const condition = step.startsWith("... on ") ? step.slice("... on ".length) : undefined;
    if (condition === undefined) value = value[step];
    else if (typeof value["__typename"] === "string" && !isSubtype(schema, condition, value["__typename"]))
      return undefined;
  }
  return value;
}
