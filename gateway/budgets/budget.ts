import { LRUCache } from "lru-cache";
import type { BudgetStore } from "./budget-stores.ts";

/** How many points of one kind each of many accounts may spend in a minute. Decides at once, from what it knows. */
export interface Budget {
  /** Points that the account has left, never below zero. */
  readonly left: (key: string) => number;
  /** Milliseconds until the account's minute is over. */
  readonly renewsInMs: (key: string) => number;
  readonly spend: (key: string, points: number) => void;
  /** Settles every account that has spent anything since it was settled last. */
  readonly settle: () => Promise<void>;
}

/** One account's minute. */
interface Account {
  /** Points that the store counted, those of other gateways included. */
  known: number;
  /** Points on their way to the store. */
  inFlight: number;
  /** Points spent here of which the store has not heard. */
  unsettled: number;
  /** Milliseconds since 1970; until the store has answered, a minute from the first point. */
  endsAt: number;
}

const MINUTE_MS = 60_000;

/** Accounts remembered; who has been silent longest is forgotten first, and then known to the store alone. */
const ACCOUNTS_MAX = 50_000;

/** Settlements under way at once: a burst of callers must not fill the memory with promises. */
const PARALLEL_MAX = 20;

/**
 * A part of the budget that no gateway spends without telling the store: with it, each gateway beyond the first can
 * let pass at most this part of a budget, and what comes during one round trip, before it knows better.
 */
const UNSETTLED_SHARE = 1 / 20;

/** Opens a budget of `limit` points a minute over a store. */
export function openBudget(limit: number, store: BudgetStore, now: () => number = Date.now): Budget {
  const accounts = new LRUCache<string, Account>({ max: ACCOUNTS_MAX });
  let isAway = false;
  const accountOf = (key: string): Account => {
    const known = accounts.get(key);
    if (known && known.endsAt > now()) return known;
    const fresh = { known: 0, inFlight: 0, unsettled: 0, endsAt: now() + MINUTE_MS };
    accounts.set(key, fresh);
    return fresh;
  };
  const settleOne = async (key: string, account: Account): Promise<void> => {
    if (account.inFlight > 0 || account.unsettled === 0) return;
    // After the store was away longer than the account's minute, nobody pays for that minute in another one.
    if (account.endsAt <= now()) return void (account.unsettled = 0);
    account.inFlight = account.unsettled;
    account.unsettled = 0;
    const counted = await store.add(key, account.inFlight);
    // While the store is away, what was spent here is all that is known.
    isAway = counted === null;
    if (counted === null) account.unsettled += account.inFlight;
    else {
      account.known = counted.points;
      account.endsAt = counted.endsAt;
    }
    account.inFlight = 0;
  };
  return {
    left(key) {
      const { known, inFlight, unsettled } = accountOf(key);
      return Math.max(0, limit - known - inFlight - unsettled);
    },
    renewsInMs: (key) => Math.max(0, accountOf(key).endsAt - now()),
    spend(key, points) {
      const account = accountOf(key);
      account.unsettled += points;
      // A store that is away is asked again by the next settlement, not by every request.
      if (!isAway && account.unsettled > limit * UNSETTLED_SHARE) void settleOne(key, account);
    },
    async settle() {
      const waiting = [...accounts.entries()].filter(([, { unsettled }]) => unsettled > 0);
      const work = waiting.values();
      const worker = async () => {
        for (const [key, account] of work) await settleOne(key, account);
      };
      await Promise.all(Array.from({ length: PARALLEL_MAX }, worker));
    },
  };
}
