import { getNamedType, type GraphQLObjectType, type GraphQLSchema, type SelectionSetNode } from "graphql";
import type { Fragments } from "../planning/fragments.ts";
import { bounded } from "./amount.ts";
import { weightOfType, type CostRules } from "./cost-rules.ts";
import { fieldsOn, objectTypesOf } from "./selected-fields.ts";

/** What an answer is measured against: the operation that it answers. */
export interface MeasuredOperation {
  readonly schema: GraphQLSchema;
  readonly rules: CostRules;
  readonly fragments: Fragments;
  readonly selectionSet: SelectionSetNode;
  /** The type of the root; none where the graph has no such operations. */
  readonly roots: readonly GraphQLObjectType[];
}

/** What an answer has cost by its shape: the same weights as in the estimate, but only of what is there. */
export function measure({ schema, rules, fragments, selectionSet, roots }: MeasuredOperation, data: unknown): number {
  return ofObject([selectionSet], roots, data);

  function ofObject(sets: readonly SelectionSetNode[], types: readonly GraphQLObjectType[], value: unknown): number {
    if (typeof value !== "object" || value === null) return 0;
    const candidates = types.map((type) => ({ type, fields: fieldsOn(type, sets, fragments, schema) }));
    return Object.entries(value).reduce((sum, [name, below]) => {
      const found = candidates.find(({ fields }) => fields.has(name));
      const nodes = found?.fields.get(name);
      const field = nodes && found?.type.getFields()[nodes[0].name.value];
      if (!field) return sum;
      const own = rules.weightAt.get(`${found.type.name}.${field.name}`);
      const weight = own ?? weightOfType(getNamedType(field.type), rules);
      const inner = nodes.flatMap(({ selectionSet: set }) => set ?? []);
      return bounded(sum + ofValue(below, weight, inner, objectTypesOf(field.type, schema)));
    }, 0);
  }

  function ofValue(
    value: unknown,
    weight: number,
    sets: readonly SelectionSetNode[],
    types: readonly GraphQLObjectType[],
  ): number {
    if (value === null || value === undefined) return 0;
    if (Array.isArray(value))
      return value.reduce<number>((sum, item) => bounded(sum + ofValue(item, weight, sets, types)), 0);
    return bounded(weight + ofObject(sets, types, value));
  }
}
