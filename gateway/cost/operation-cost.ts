import type { PlanNode } from "@apollo/query-planner";
import type { DocumentNode, OperationDefinitionNode } from "graphql";
import { fragmentsOf } from "../planning/fragments.ts";
import type { Supergraph } from "../planning/supergraph.ts";
import { amountFor, largestOf, sumOf, type Amount, type Variables } from "./amount.ts";
import { measure } from "./measure.ts";
import { MUTATION_WEIGHT, planCosts } from "./plan-cost.ts";
import { objectTypesOf } from "./selected-fields.ts";
import { selectionCosts } from "./selection-cost.ts";

/** What a request is expected to cost. */
export interface CostEstimate {
  /** All agencies together, or what the answer by itself would cost, whichever is more. */
  readonly total: number;
  /** What the planned fetches cost each agency, by name. */
  readonly agencies: ReadonlyMap<string, number>;
}

/** The cost of a compiled operation. */
export interface OperationCost {
  /** For coerced variables. */
  readonly estimate: (variables: Variables) => CostEstimate;
  /** What an answer has cost, by its shape. */
  readonly measure: (data: unknown) => number;
}

/**
 * Counts an operation by the IBM cost specification, once for all its requests: over its plan, agency by agency, and
 * over the document itself, where two aliases are two fields even if one fetch serves both.
 * @param document with its conditions decided
 * @param named its one operation
 */
export function operationCost(
  document: DocumentNode,
  named: OperationDefinitionNode,
  passes: readonly (PlanNode | null)[],
  supergraph: Supergraph,
): OperationCost {
  const { apiSchema: schema, costRules: rules } = supergraph;
  const { operation, selectionSet } = named;
  const fragments = fragmentsOf(document);
  const roots = objectTypesOf(schema.getRootType(operation), schema);
  const planned = planCosts(passes, supergraph);
  const asked = sumOf([
    operation === "mutation" ? MUTATION_WEIGHT : 0,
    ...roots.map((root) => selectionCosts({ schema, rules, fragments })([selectionSet], root, [])),
  ]);
  const total: Amount = largestOf([asked, sumOf([...planned.values()])]);
  return {
    estimate: (variables) => ({
      total: amountFor(total, variables),
      agencies: new Map([...planned].map(([agency, amount]) => [agency, amountFor(amount, variables)])),
    }),
    measure: (data) => measure({ schema, rules, fragments, selectionSet, roots }, data),
  };
}
