import type { Caller } from "#contract/caller.ts";
import { limits } from "#contract/limits.ts";
import type { ErrorCode } from "#contract/errors.ts";
import type { Log } from "../edge/errors.ts";
import type { RequestError } from "../execution/answers.ts";
import { openBudget, type Budget } from "./budget.ts";
import { memoryStores, sharedStores } from "./budget-stores.ts";

/** What one caller and one organization may spend in a minute. */
export interface BudgetLimits {
  readonly caller: Allowance;
  readonly organization: Allowance;
}

/** Requests, and the estimated cost of their operations. */
export interface Allowance {
  readonly requests: number;
  readonly cost: number;
}

/** The budgets of the contract. */
export const contractBudgets: BudgetLimits = {
  caller: { requests: limits.callerRequestsPerMinuteMax, cost: limits.callerCostPerMinuteMax },
  organization: { requests: limits.organizationRequestsPerMinuteMax, cost: limits.organizationCostPerMinuteMax },
};

/**
 * Budgets per minute of callers and their organizations. What is refused is not counted, so that whoever keeps asking
 * is heard again when the minute is over.
 */
export interface Budgets extends AsyncDisposable {
  /** Counts a request; answers a BUDGET_REQUESTS_EXCEEDED, or null. */
  readonly spendRequest: (caller: Caller) => RequestError | null;
  /** Counts the estimated cost of an operation; answers a BUDGET_COST_EXCEEDED, or null. */
  readonly spendCost: (caller: Caller, cost: number) => RequestError | null;
  /** What this process knows to be left. */
  readonly remaining: (caller: Caller) => BudgetLimits;
  /** Brings what was spent here to the shared store and learns what was spent elsewhere. */
  readonly settle: () => Promise<void>;
}

/** What budgets are opened with. */
export interface BudgetOptions {
  readonly allowances: BudgetLimits;
  /** PostgreSQL that all gateways share; null counts in this process alone. */
  readonly databaseUrl: string | null;
  readonly log: Log;
  readonly settleEveryMs?: number;
}

/** Pause between two settlements: how late a gateway may learn what others have let pass. */
const SETTLE_EVERY_MS = 1_000;

/** Opens the budgets. Never waits for the database: as long as it is away, this process counts alone. */
export function openBudgets({ allowances, databaseUrl, log, settleEveryMs }: BudgetOptions): Budgets {
  const stores = databaseUrl === null ? memoryStores() : sharedStores(databaseUrl, log);
  if (databaseUrl === null)
    log.warn("budgets are counted by this process alone, because GATEWAY_DATABASE_URL names no shared store");
  const budget = (scope: keyof BudgetLimits, what: keyof Allowance) => {
    const limit = allowances[scope][what];
    return openBudget(limit, stores.open(`${scope}-${what}`, limit));
  };
  const caller = { requests: budget("caller", "requests"), cost: budget("caller", "cost") };
  const organization = { requests: budget("organization", "requests"), cost: budget("organization", "cost") };
  const all = [caller.requests, caller.cost, organization.requests, organization.cost];

  const spend = (who: Caller, what: keyof Allowance, points: number): RequestError | null => {
    const accounts = [
      { budget: caller[what], key: callerKey(who), scope: "caller" },
      { budget: organization[what], key: who.organization, scope: "organization" },
    ] as const;
    const exhausted = accounts.find((account) => account.budget.left(account.key) < points);
    if (exhausted) return refusal(exhausted.scope, what, allowances[exhausted.scope][what], exhausted);
    for (const account of accounts) account.budget.spend(account.key, points);
    return null;
  };
  let settling: Promise<unknown> | undefined;
  const settle = async () => {
    settling ??= Promise.all(all.map((each) => each.settle())).finally(() => (settling = undefined));
    await settling;
  };
  const timer = setInterval(() => void settle(), settleEveryMs ?? SETTLE_EVERY_MS).unref();
  return {
    spendRequest: (who) => spend(who, "requests", 1),
    spendCost: (who, cost) => spend(who, "cost", cost),
    remaining: (who) => ({
      caller: { requests: caller.requests.left(callerKey(who)), cost: caller.cost.left(callerKey(who)) },
      organization: {
        requests: organization.requests.left(who.organization),
        cost: organization.cost.left(who.organization),
      },
    }),
    settle,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await settle();
      await stores.close();
    },
  };
}

/** An issuer speaks for its own subjects only, so two of them may use one name. */
const callerKey = ({ issuer, subject }: Caller) => `${issuer} ${subject}`;

const CODES: Readonly<Record<keyof Allowance, ErrorCode>> = {
  requests: "BUDGET_REQUESTS_EXCEEDED",
  cost: "BUDGET_COST_EXCEEDED",
};

function refusal(
  scope: keyof BudgetLimits,
  what: keyof Allowance,
  limit: number,
  { budget, key }: { readonly budget: Budget; readonly key: string },
): RequestError {
  const retryAfterSeconds = Math.max(1, Math.ceil(budget.renewsInMs(key) / 1_000));
  const whose = scope === "caller" ? "The caller has" : "The caller's organization has";
  const unit = what === "requests" ? `${limit} requests` : `a cost of ${limit}`;
  const message = `${whose} spent this minute's budget of ${unit}.`;
  return { message, extensions: { code: CODES[what], retryAfterSeconds } };
}
