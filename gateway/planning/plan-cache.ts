import { LRUCache } from "lru-cache";
import type { PlanRequest, PlanResult } from "./plan.ts";

/** Characters of plans kept; a dossier's plan has about 3,000, so this holds some ten thousand of them. */
const CHARACTERS_MAX = 32_000_000;

/** A refusal may come from a busy machine, so it is forgotten soon; until then asking again costs nothing. */
const REFUSAL_TTL_MS = 10_000;

/**
 * Everything a plan depends on. What a caller may not see has been taken out of the documents, so that callers share
 * a plan exactly when they may see the same of an operation.
 */
interface PlanKey extends PlanRequest {
  readonly supergraphId: string;
}

/** Remembers plans, bounded by their size. */
interface PlanCache {
  /** The plan for a key; requests for one key that arrive together are planned once. */
  readonly get: (key: PlanKey, plan: () => Promise<PlanResult>) => Promise<PlanResult>;
}

/** The whole key is compared, never a digest of it: a collision would serve another operation's plan. */
export function createPlanCache(charactersMax = CHARACTERS_MAX): PlanCache {
  const results = new LRUCache<string, PlanResult>({
    maxSize: charactersMax,
    sizeCalculation: (result, key) => key.length + JSON.stringify(result).length,
  });
  const pending = new Map<string, Promise<PlanResult>>();
  return {
    get({ supergraphId, documents, overrides }, plan) {
      const key = JSON.stringify([supergraphId, overrides, documents]);
      const known = results.get(key);
      if (known) return Promise.resolve(known);
      const running =
        pending.get(key) ??
        plan()
          .then((result) => {
            results.set(key, result, "refusal" in result ? { ttl: REFUSAL_TTL_MS } : {});
            return result;
          })
          .finally(() => pending.delete(key));
      pending.set(key, running);
      return running;
    },
  };
}
