import { hash } from "node:crypto";
import { Pool } from "pg";
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
  type RateLimiterAbstract,
} from "rate-limiter-flexible";
import type { Log } from "../edge/errors.ts";

/** Where the points of one budget are counted. */
export interface BudgetStore {
  /** Adds points to an account. Answers all of its minute's and when that ends, or null while the store is away. */
  readonly add: (key: string, points: number) => Promise<Counted | null>;
}

/** What a store has counted in an account's minute. */
interface Counted {
  readonly points: number;
  /** Milliseconds since 1970, by this machine's clock. */
  readonly endsAt: number;
}

/** The stores of all budgets. */
export interface BudgetStores {
  readonly open: (name: string, limit: number) => BudgetStore;
  readonly close: () => Promise<void>;
}

const MINUTE_SECONDS = 60;

/** Stores of this process alone. */
export const memoryStores = (): BudgetStores => ({
  open: (keyPrefix, points) => storeOver(new RateLimiterMemory({ keyPrefix, points, duration: MINUTE_SECONDS })),
  close: async () => undefined,
});

/** Connections for settling; more would not make a second's work faster. */
const POOL_SIZE = 2;

/** A settlement that takes longer than this is one that failed. */
const TIMEOUT_MS = 1_000;

/**
 * Stores in the table `budget` of a PostgreSQL that gateways share. While it is away every `add` answers null, and
 * the log has one alarm when that begins and one line when it ends.
 */
export function sharedStores(databaseUrl: string, log: Log): BudgetStores {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: POOL_SIZE,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
    keepAlive: true,
    allowExitOnIdle: true,
  });
  // An idle connection that the server closes must not end the process; the next settlement opens another.
  pool.on("error", () => undefined);
  const availability = watchAvailability(log);
  return {
    open(keyPrefix, points) {
      const options = { storeClient: pool, storeType: "pool", tableName: "budget", tableCreated: true } as const;
      return storeOver(
        new RateLimiterPostgres({ ...options, keyPrefix, points, duration: MINUTE_SECONDS }),
        availability,
      );
    },
    close: () => pool.end(),
  };
}

interface Availability {
  readonly answered: () => void;
  readonly failed: (cause: unknown) => void;
}

function watchAvailability(log: Log): Availability {
  let isAway = false;
  return {
    answered() {
      if (isAway) log.warn("budgets are shared again");
      isAway = false;
    },
    failed(cause) {
      if (!isAway) log.error({ err: cause }, "budgets are counted by this process alone: their store does not answer");
      isAway = true;
    },
  };
}

/** Names of callers are not the store's to know: an account stands under a digest. */
const storedKey = (key: string) => hash("sha256", key, "base64url");

function storeOver(limiter: RateLimiterAbstract, availability?: Availability): BudgetStore {
  const count = async (key: string, points: number) => {
    try {
      return await limiter.consume(storedKey(key), points);
    } catch (reason) {
      // The library rejects with the count when that is above the limit; here that is an answer like any other.
      if (reason instanceof RateLimiterRes) return reason;
      throw reason;
    }
  };
  return {
    async add(key, points) {
      try {
        const { consumedPoints, msBeforeNext } = await count(key, points);
        availability?.answered();
        return { points: consumedPoints, endsAt: Date.now() + msBeforeNext };
      } catch (cause) {
        availability?.failed(cause);
        return null;
      }
    },
  };
}
