import type { FetchNode, PlanNode } from "@apollo/query-planner";
import { Kind, type SelectionSetNode } from "graphql";
import { fetchOperation, plannerAliases } from "../execution/compile/fetch-document.ts";
import type { Supergraph } from "../planning/supergraph.ts";
import { largestOf, productOf, sumOf, type Amount } from "./amount.ts";
import { LIST_SIZE_ASSUMED, weightOfType } from "./cost-rules.ts";
import { objectTypesOf } from "./selected-fields.ts";
import { selectionCosts } from "./selection-cost.ts";

/** What an act costs beside what it answers: it writes, and cannot be shared with other requests. */
export const MUTATION_WEIGHT = 10;

/**
 * What a plan costs each agency, by name: every fetch counts, that of entities as often as the lists above its place
 * have items, and with it whatever `@requires` fetches that the client did not ask for.
 */
export function planCosts(passes: readonly (PlanNode | null)[], supergraph: Supergraph): ReadonlyMap<string, Amount> {
  const costs = new Map<string, Amount>();
  for (const pass of passes) addPlan(pass, supergraph, costs);
  return costs;
}

function addPlan(pass: PlanNode | null, { schema, costRules: rules }: Supergraph, costs: Map<string, Amount>): void {
  const sizes = new Map<string, Amount>();
  visitPlan(pass, []);

  function visitPlan(node: PlanNode | null | undefined, path: readonly string[]): void {
    switch (node?.kind) {
      case "Sequence":
      case "Parallel":
        return node.nodes.forEach((child) => visitPlan(child, path));
      case "Flatten":
        return visitPlan(node.node, [...path, ...node.path.map(String)]);
      case "Defer":
        return [node.primary, ...node.deferred].forEach((part) => visitPlan(part.node, path));
      case "Condition":
        // Conditions are decided before planning, so only one branch of such a node is ever there.
        return [node.ifClause, node.elseClause].forEach((child) => visitPlan(child, path));
      case "Fetch": {
        const { serviceName: agency } = node;
        costs.set(agency, sumOf([costs.get(agency) ?? 0, productOf([countAt(path), costOfFetch(node, path)])]));
      }
    }
  }

  function costOfFetch(node: FetchNode, path: readonly string[]): Amount {
    const aliases = plannerAliases(node);
    const costOf = selectionCosts({
      schema,
      rules,
      // The planner is told to write none.
      fragments: new Map(),
      onList: (at, size) => sizes.set(at.join("."), largestOf([sizes.get(at.join(".")) ?? 0, size])),
      nameOf: (name) => aliases.get(name) ?? name,
    });
    const { operation, selectionSet } = fetchOperation(node);
    if (!node.requires) {
      const [root] = objectTypesOf(schema.getRootType(operation), schema);
      return sumOf([operation === "mutation" ? MUTATION_WEIGHT : 0, root ? costOf([selectionSet], root, path) : 0]);
    }
    const sets = selectionSet.selections.flatMap((it) => (it.kind === Kind.FIELD ? (it.selectionSet ?? []) : []));
    const types = sets.flatMap(conditionsOf).flatMap((name) => objectTypesOf(schema.getType(name), schema));
    return largestOf([...new Set(types)].map((type) => sumOf([weightOfType(type, rules), costOf(sets, type, path)])));
  }

  /** How many objects stand at a place of the answer. */
  function countAt(path: readonly string[]): Amount {
    const lists = path.flatMap((step, index) => (step === "@" ? [path.slice(0, index + 1).join(".")] : []));
    return productOf(lists.map((list) => sizes.get(list) ?? LIST_SIZE_ASSUMED));
  }
}

const conditionsOf = ({ selections }: SelectionSetNode): readonly string[] =>
  selections.flatMap((it) => (it.kind === Kind.INLINE_FRAGMENT ? (it.typeCondition?.name.value ?? []) : []));
