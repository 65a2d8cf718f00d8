import type { PlanNode } from "@apollo/query-planner";
import type { ErrorCode } from "#contract/errors.ts";

/** What the planner is asked: plain data, for it crosses a thread boundary. */
export interface PlanRequest {
  /** The operation under private names, one document per planning pass. */
  readonly documents: readonly string[];
  /** Labels of progressive overrides that are on. */
  readonly overrides: readonly string[];
}

/** One plan tree per pass, null where a pass needs no agency. */
interface OperationPlan {
  readonly passes: readonly (PlanNode | null)[];
}

/** Why there is no plan. Refusals are remembered for a short time, so that asking again costs nothing. */
export interface PlanRefusal {
  readonly code: ErrorCode;
  /** A whole sentence for the client, naming the limit met. */
  readonly message: string;
  /** What the planner said, for the log only. */
  readonly cause?: string;
}

/** The planner's answer. */
export type PlanResult = { readonly plan: OperationPlan } | { readonly refusal: PlanRefusal };

/** Every fetch of a plan tree, in plan order. */
export function countFetches(node: PlanNode | null | undefined): number {
  switch (node?.kind) {
    case "Fetch":
      return 1;
    case "Flatten":
      return countFetches(node.node);
    case "Sequence":
    case "Parallel":
      return node.nodes.reduce((sum, child) => sum + countFetches(child), 0);
    case "Defer":
      return [node.primary, ...node.deferred].reduce((sum, part) => sum + countFetches(part.node), 0);
    case "Condition":
      return countFetches(node.ifClause) + countFetches(node.elseClause);
    default:
      return 0;
  }
}
