import type { FetchDataRewrite, QueryPlanSelectionNode } from "@apollo/query-planner";
import type { GraphQLSchema } from "graphql";
import { isSubtype } from "../compile/answer-shape.ts";
import { blankObject, isTreeObject, type TreeObject, type TreeValue } from "../verify/data-tree.ts";
import { Fault } from "../verify/faults.ts";

/**
 * What an agency needs to find an entity: undefined when the object is of no type that the fetch is for, a fault
 * when something required was itself not to be had.
 */
export function representationOf(
  entity: TreeObject,
  requires: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[],
  schema: GraphQLSchema,
): TreeObject | Fault | undefined {
  const representation = blankObject();
  const fault = pick(entity, requires, representation, schema);
  if (fault) return fault;
  if (typeof representation["__typename"] !== "string") return undefined;
  for (const rewrite of rewrites) setValue(representation, rewrite, schema);
  return representation;
}

function pick(
  from: TreeObject,
  selections: readonly QueryPlanSelectionNode[],
  into: TreeObject,
  schema: GraphQLSchema,
): Fault | undefined {
  for (const selection of selections) {
    if (selection.kind === "InlineFragment") {
      const typeName = from["__typename"];
      const applies =
        !selection.typeCondition ||
        (typeof typeName === "string" && isSubtype(schema, selection.typeCondition, typeName));
      const fault = applies ? pick(from, selection.selections, into, schema) : undefined;
      if (fault) return fault;
      continue;
    }
    const name = selection.alias ?? selection.name;
    const value = from[name];
    // Required only by a field that @skip or @include takes out of this request, so nobody was asked for it.
    if (value === undefined) continue;
    const picked = pickValue(value, selection.selections, into[name], schema);
    if (picked instanceof Fault) return picked;
    into[name] = picked;
  }
  return undefined;
}

function pickValue(
  value: TreeValue,
  selections: readonly QueryPlanSelectionNode[] | undefined,
  present: TreeValue | undefined,
  schema: GraphQLSchema,
): TreeValue {
  if (Array.isArray(value)) {
    const items: TreeValue[] = [];
    for (const [index, item] of value.entries()) {
      const picked = pickValue(item, selections, Array.isArray(present) ? present[index] : undefined, schema);
      if (picked instanceof Fault) return picked;
      items.push(picked);
    }
    return items;
  }
  if (!selections || !isTreeObject(value)) return value;
  const into = isTreeObject(present) ? present : blankObject();
  return pick(value, selections, into, schema) ?? into;
}

/** Interfaces that an agency keeps as objects are addressed there by the interface's name. */
function setValue(from: TreeValue | undefined, rewrite: FetchDataRewrite, schema: GraphQLSchema, depth = 0): void {
  if (rewrite.kind !== "ValueSetter") return;
  if (Array.isArray(from)) return from.forEach((item) => setValue(item, rewrite, schema, depth));
  if (!isTreeObject(from)) return;
  const step = rewrite.path[depth]!;
  if (step.startsWith("... on ")) {
    const typeName = from["__typename"];
    const applies = typeof typeName !== "string" || isSubtype(schema, step.slice("... on ".length), typeName);
    return applies ? setValue(from, rewrite, schema, depth + 1) : undefined;
  }
  if (depth === rewrite.path.length - 1) from[step] = rewrite.setValueTo as TreeValue;
  else setValue(from[step], rewrite, schema, depth + 1);
}
