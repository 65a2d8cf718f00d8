import { resolveSchemaCoordinate, type GraphQLSchema } from "graphql";
import type { Rules } from "./read-rules.ts";
import type { Requirement } from "./requirements.ts";

/**
 * The places where a graph asks less of callers than the one before it did. A place that has gone asks nothing of
 * anybody.
 * @param schema the newer graph as callers see it
 */
export function weakenedPlaces(before: Rules, after: Rules, schema: GraphQLSchema): readonly string[] {
  return [...before.at]
    .filter(([place]) => resolveSchemaCoordinate(schema, place) !== undefined)
    .filter(([place, rule]) => {
      const kept = after.at.get(place) ?? [];
      return !rule.every((requirement) => kept.some((newer) => implies(newer, requirement)));
    })
    .map(([place]) => place);
}

/** Whether whoever fulfils the newer requirement fulfils the older one too. */
function implies(newer: Requirement, older: Requirement): boolean {
  if (newer.kind !== older.kind) return false;
  if (!("anyOf" in newer) || !("anyOf" in older)) return true;
  return newer.anyOf.every((all) => older.anyOf.some((some) => some.every((name) => all.includes(name))));
}
