import type { Log } from "../edge/errors.ts";
import { ownUses, sharedUses, type DeprecatedUse, type UseStore } from "./use-stores.ts";

/** How often what is deprecated was used: counted here, brought to the store every few seconds. */
export interface UseCounts extends AsyncDisposable {
  /** Counts one answered request. `operation` is the registered operation's name, empty if it has none. */
  readonly count: (elements: readonly string[], operation: string) => void;
  /** All that is kept, what has just been counted included. @throws while the store is away */
  readonly read: () => Promise<readonly DeprecatedUse[]>;
}

/** What a process that is killed may lose of its counts. */
const STORE_EVERY_MS = 10_000;

/** Counts over a PostgreSQL that all gateways share, or in this process alone where there is none. */
export function openUseCounts({ databaseUrl, log }: { readonly databaseUrl: string | null; readonly log: Log }) {
  return useCounts(databaseUrl === null ? ownUses() : sharedUses(databaseUrl), log);
}

/** Counts over a store. While that is away they wait here, with one line in the log. */
export function useCounts(store: UseStore, log: Log, now: () => number = Date.now): UseCounts {
  let counted = new Map<string, DeprecatedUse>();
  let isAway = false;
  const add = (use: DeprecatedUse) => {
    const key = `${use.element} ${use.operation} ${use.day}`;
    counted.set(key, { ...use, uses: use.uses + (counted.get(key)?.uses ?? 0) });
  };
  const bring = async () => {
    const uses = [...counted.values()];
    if (uses.length === 0) return;
    counted = new Map();
    try {
      await store.add(uses);
      isAway = false;
    } catch (cause) {
      for (const use of uses) add(use);
      if (!isAway) log.error({ err: cause }, "uses of what is deprecated wait here: their store does not answer");
      isAway = true;
    }
  };
  let bringing = Promise.resolve();
  // One after the other: what failed to arrive must be back before it is tried again.
  const bringAll = () => (bringing = bringing.then(bring));
  const timer = setInterval(() => void bringAll(), STORE_EVERY_MS).unref();
  return {
    count(elements, operation) {
      if (elements.length === 0) return;
      const day = new Date(now()).toISOString().slice(0, 10);
      for (const element of elements) add({ element, operation, day, uses: 1 });
    },
    async read() {
      await bringAll();
      return store.read();
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await bringAll();
      await store.close();
    },
  };
}
