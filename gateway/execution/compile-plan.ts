import type { PlanNode } from "@apollo/query-planner";
import type { Supergraph } from "../planning/supergraph.ts";
import type { Agency } from "./agencies.ts";
import type { Conditions } from "./conditions.ts";
import { compileEntityCalls, type EntityCall, type EntityFetch } from "./compile-entity-call.ts";
import { compileRootCall, type RootCall } from "./compile-root-call.ts";

/** A plan for one assignment of its conditions: what to call, one after another or at once. */
export type Step =
  | { readonly kind: "sequence"; readonly steps: readonly Step[] }
  | { readonly kind: "parallel"; readonly steps: readonly Step[] }
  | RootCall
  | EntityCall;

/** Compiles a plan tree; null when the conditions leave nothing to call. */
export function compilePlan(
  plan: PlanNode | null,
  supergraph: Supergraph,
  agencies: ReadonlyMap<string, Agency>,
  conditions: Conditions,
): Step | null {
  return compileAt(plan, []);

  function compileAt(node: PlanNode | null | undefined, path: readonly string[]): Step | null {
    switch (node?.kind) {
      case "Sequence":
        return group("sequence", node.nodes.map((child) => compileAt(child, path)));
      case "Parallel": {
        const entityFetches = node.nodes.map((child) => entityFetch(child, path));
        const others = node.nodes.filter((_, index) => !entityFetches[index]).map((child) => compileAt(child, path));
        return group("parallel", [...others, ...entityCalls(entityFetches.filter((it) => it !== null))]);
      }
      case "Condition":
        return compileAt(conditions.get(node.condition) ? node.ifClause : node.elseClause, path);
      case "Flatten":
      case "Fetch": {
        const fetch = entityFetch(node, path);
        if (fetch) return group("parallel", entityCalls([fetch]));
        return node.kind === "Flatten"
          ? compileAt(node.node, [...path, ...node.path.map(String)])
          : compileRootCall(node, path, supergraph, conditions, agencies.get(node.serviceName)?.isSharded ?? false);
      }
      default:
        return null;
    }
  }

  function entityCalls(fetches: readonly EntityFetch[]): readonly EntityCall[] {
    return compileEntityCalls(fetches, supergraph, conditions);
  }
}

/** The entity fetch of a node, with its whole path, when the node is nothing else. */
function entityFetch(node: PlanNode, path: readonly string[]): EntityFetch | null {
  if (node.kind === "Flatten") return entityFetch(node.node, [...path, ...node.path.map(String)]);
  return node.kind === "Fetch" && node.requires ? { node: { ...node, requires: node.requires }, path } : null;
}

function group(kind: "sequence" | "parallel", children: readonly (Step | null)[]): Step | null {
  const steps = children.filter((it) => it !== null);
  return steps.length > 1 ? { kind, steps } : (steps[0] ?? null);
}
