import { operationFromDocument, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from "@apollo/federation-internals";
import { QueryPlanner, type PlanNode, type QueryPlan } from "@apollo/query-planner";
import { Kind, parse, type DocumentNode } from "graphql";
import { limits } from "#contract/limits.ts";
import { countFetches, type PlanRequest, type PlanResult } from "./plan.ts";

/** Paths the planner may consider; past it a plan fails in milliseconds where it would take minutes. */
const PATHS_MAX = 1_000;

/** A planner for one supergraph; the SDL is the repaired one of `Supergraph.sdl`. */
export function createPlanner(sdl: string): (request: PlanRequest) => PlanResult {
  // The thread that loaded the supergraph validated it.
  const options = { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, validateSupergraph: false };
  const supergraph = Supergraph.build(sdl, options);
  const planner = new QueryPlanner(supergraph, {
    reuseQueryFragments: false,
    incrementalDelivery: { enableDefer: true },
    debug: { pathsLimit: PATHS_MAX },
  });
  const apiSchema = supergraph.apiSchema();

  return ({ documents, overrides }) => {
    const overrideConditions = new Map(overrides.map((label) => [label, true]));
    try {
      const passes = documents.map((text) => {
        const document = parse(text, { noLocation: true });
        const operation = operationFromDocument(apiSchema, document, { validate: false });
        const node = nodeOf(planner.buildQueryPlan(operation, { overrideConditions }));
        if (!node && asksForData(document)) throw new Error("The planner made an empty plan.");
        return node;
      });
      return withinFetches(passes);
    } catch (error) {
      return refusalOf(error instanceof Error ? error.message : String(error));
    }
  };
}

function nodeOf({ node }: QueryPlan): PlanNode | null {
  if (node?.kind === "Subscription") throw new Error("Subscriptions are not planned.");
  return node ?? null;
}

/** An empty plan would answer null without an error, which is right only when nothing was asked of an agency. */
function asksForData({ definitions }: DocumentNode): boolean {
  const operation = definitions.find((it) => it.kind === Kind.OPERATION_DEFINITION);
  return operation!.selectionSet.selections.some(
    (it) => it.kind === Kind.FIELD && !it.name.value.startsWith("__") && !it.directives?.length,
  );
}

function withinFetches(passes: readonly (PlanNode | null)[]): PlanResult {
  const fetches = passes.reduce((sum, node) => sum + countFetches(node), 0);
  if (fetches <= limits.fetchesMax) return { plan: { passes } };
  const message = `An operation may need at most ${limits.fetchesMax} fetches, but this one needs ${fetches}.`;
  return { refusal: { code: "LIMIT_FETCHES_EXCEEDED", message } };
}

function refusalOf(cause: string): PlanResult {
  // The planner's three own limits throw plain errors, recognizable only by their words.
  const isLimit = /limit|exceed|too many/i.test(cause);
  const refusal = isLimit
    ? ({
        code: "LIMIT_PLANNING_EXCEEDED",
        message: "The operation has more ways to be planned than allowed.",
        cause,
      } as const)
    : ({ code: "INTERNAL", message: "The operation could not be planned.", cause } as const);
  return { refusal };
}
