import type { FetchNode, QueryPlanSelectionNode } from "@apollo/query-planner";

/** A plan's fetch of entities and the place of its targets. */
export interface EntityFetch {
  readonly node: FetchNode & { readonly requires: readonly QueryPlanSelectionNode[] };
  readonly path: readonly string[];
}
