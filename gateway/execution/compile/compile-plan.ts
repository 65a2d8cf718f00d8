import type { PlanNode } from "@apollo/query-planner";
import type { Supergraph } from "../../planning/supergraph.ts";
import type { Agency } from "../fetch/agencies.ts";
import { compileEntityCalls, type EntityCall } from "./compile-entity-call.ts";
import type { EntityFetch } from "./entity-fetch.ts";
import { compileRootCall, type RootCall } from "./compile-root-call.ts";
import type { ResponseSelection } from "./response-shape.ts";

/** A compiled plan: what to call, one after another or at once. */
export type Step =
  | { readonly kind: "sequence"; readonly steps: readonly Step[] }
  | { readonly kind: "parallel"; readonly steps: readonly Step[] }
  | RootCall
  | EntityCall;

/** Compiles a plan tree; null when there is nothing to call. Conditions are decided before planning. */
export function compilePlan(
  plan: PlanNode | null,
  supergraph: Supergraph,
  agencies: ReadonlyMap<string, Agency>,
  response: ResponseSelection,
): Step | null {
  return compileAt(plan, []);

  function compileAt(node: PlanNode | null | undefined, path: readonly string[]): Step | null {
    switch (node?.kind) {
      case "Sequence":
        return group(
          "sequence",
          node.nodes.map((child) => compileAt(child, path)),
        );
      case "Parallel": {
        const entityFetches = node.nodes.map((child) => entityFetch(child, path));
        const others = node.nodes.filter((_, index) => !entityFetches[index]).map((child) => compileAt(child, path));
        return group("parallel", [...others, ...entityCalls(entityFetches.filter((it) => it !== null))]);
      }
      case "Flatten":
      case "Fetch": {
        const fetch = entityFetch(node, path);
        if (fetch) return group("parallel", entityCalls([fetch]));
        return node.kind === "Flatten"
          ? compileAt(node.node, [...path, ...node.path.map(String)])
          : compileRootCall(node, path, supergraph, agencies.get(node.serviceName)?.isSharded ?? false, response);
      }
      default:
        return null;
    }
  }

  function entityCalls(fetches: readonly EntityFetch[]): readonly EntityCall[] {
    return compileEntityCalls(fetches, supergraph, response);
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
