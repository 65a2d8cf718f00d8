import { limits } from "#contract/limits.ts";
import type { Caller } from "#contract/caller.ts";
import type { Budgets } from "../budgets/budgets.ts";
import type { RequestError } from "../execution/answers.ts";
import type { OperationRequest } from "../execution/operation-request.ts";
import { FREE_DOCUMENT_SCOPE } from "../operations/document-modes.ts";
import { openCallNotes, type CallNotes, type NotedCall } from "./noted-calls.ts";
import type { CostEstimate, OperationCost } from "./operation-cost.ts";

/** What a request wants to hear of its cost: nothing, the figures beside the answer, or the figures in its place. */
export type CostWish = "show" | "estimate" | null;

/** What one request may cost and has cost. */
export interface CostAccount {
  readonly wish: CostWish;
  /** Asked before the first fetch; answers what to say in place of executing, or null, and then is asked no more. */
  readonly admit: NonNullable<OperationRequest["admit"]>;
  /** The cost of the operation; 0 before it was admitted. */
  readonly estimate: () => number;
  /** Where the calls to agencies are noted; null for whoever may not hear of them or did not ask. */
  readonly notes: CallNotes | null;
  /** The figures as they stand in the answer's `extensions`; empty for a request that did not ask for them. */
  readonly extensions: (data: unknown) => { readonly extensions?: CostExtensions };
}

/** What stands in `extensions` of an answer; calls for callers who may ask in their own words. */
export interface CostExtensions {
  readonly cost: CostFigures;
  readonly calls?: readonly NotedCall[];
}

/** `extensions.cost` of an answer. */
export interface CostFigures {
  readonly estimate: number;
  readonly limit: number;
  readonly agencies: Readonly<Record<string, { readonly estimate: number; readonly limit: number }>>;
  /** By the shape of the answer; absent where nothing was executed. */
  readonly actual?: number;
  /** What is left of this minute's budgets; absent where nobody is asked for a name. */
  readonly remaining?: ReturnType<Budgets["remaining"]>;
}

const NOTHING: CostEstimate = { total: 0, agencies: new Map() };

/** Opens the account of a request that has just come in. Without budgets only the limits of an operation hold. */
export function openCostAccount(wish: CostWish, caller: Caller | null, budgets: Budgets | null): CostAccount {
  let cost: OperationCost | undefined;
  let estimate = NOTHING;
  const isFree = caller === null || caller.scopes.includes(FREE_DOCUMENT_SCOPE);
  const notes = wish === "show" && isFree ? openCallNotes() : null;
  const spend = () => (caller && budgets ? budgets.spendCost(caller, estimate.total) : null);
  return {
    wish,
    notes,
    estimate: () => estimate.total,
    admit(compiled, variables) {
      cost = compiled;
      estimate = compiled.estimate(variables);
      if (wish === "estimate") return { data: null };
      const refusal = overLimit(estimate) ?? spend();
      return refusal && { errors: [refusal] };
    },
    extensions(data) {
      if (!wish) return {};
      const agencies = [...estimate.agencies].map(([agency, value]) => [
        agency,
        { estimate: value, limit: limits.agencyCostMax },
      ]);
      const figures: CostFigures = {
        estimate: estimate.total,
        limit: limits.costMax,
        agencies: Object.fromEntries(agencies),
        ...(wish === "show" && { actual: cost?.measure(data) ?? 0 }),
        ...(caller && budgets && { remaining: budgets.remaining(caller) }),
      };
      return { extensions: { cost: figures, ...(notes && { calls: notes.calls }) } };
    },
  };
}

function overLimit({ total, agencies }: CostEstimate): RequestError | null {
  if (total > limits.costMax) {
    const message = `The operation is estimated to cost ${total}, but at most ${limits.costMax} is allowed.`;
    return { message, extensions: { code: "LIMIT_COST_EXCEEDED" } };
  }
  for (const [agency, value] of agencies) {
    if (value <= limits.agencyCostMax) continue;
    const message =
      `The operation is estimated to cost ${agency} ${value}, ` +
      `but at most ${limits.agencyCostMax} is allowed of one agency.`;
    return { message, extensions: { code: "LIMIT_AGENCY_COST_EXCEEDED", agency } };
  }
  return null;
}

/** An answer with the figures that its request asked for. */
export const withCost = <Result extends { readonly data?: object | null }>(result: Result, account: CostAccount) => ({
  ...result,
  ...account.extensions(result.data),
});
