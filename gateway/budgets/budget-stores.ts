import { hash } from "node:crypto";
import { Pool } from "pg";
import type { Log } from "../edge/errors.ts";

/** Where the points of one budget are counted for all gateways. */
export interface BudgetStore {
  /** Adds points to an account. Answers all of its minute's and when that ends, or null while the store is away. */
  readonly add: (key: string, points: number) => Promise<Counted | null>;
}

/** What a store has counted in an account's minute. */
interface Counted {
  readonly points: number;
  /** Milliseconds until the minute ends. */
  readonly renewsInMs: number;
}

/** The stores of all budgets. */
export interface BudgetStores {
  readonly open: (name: string) => BudgetStore;
  readonly close: () => Promise<void>;
}

/** Connections for settling; more would not make a second's work faster. */
const POOL_SIZE = 2;

/** A settlement that takes longer than this is one that failed. */
const TIMEOUT_MS = 1_000;

/** Pause between two looks for accounts that nobody has used for an hour. */
const CLEAR_EVERY_MS = 300_000;

/** Milliseconds since 1970 by the clock of the database: those of gateways may differ by more than a minute. */
const NOW = "(extract(epoch from now()) * 1000)::bigint";

/**
 * Adds to a minute that lasts, or begins one. A gateway that began it while this one waited set its end a little more
 * than a minute from here; an end much further away was set before the clock was put back.
 */
const ADD = `
  insert into budget as account (key, points, expire) values ($1, $2, ${NOW} + 60000)
  on conflict (key) do update set (points, expire) = (
    select case when lasts then account.points else 0 end + excluded.points,
      case when lasts then account.expire else excluded.expire end
    from (select account.expire between ${NOW} + 1 and excluded.expire + 60000) as minute (lasts))
  returning points, (expire - ${NOW})::integer as "renewsInMs"`;

const CLEAR = `delete from budget where expire < ${NOW} - 3600000`;

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
  const { answered, failed } = watchAvailability(log);
  // What stays behind this time is cleared the next.
  const clearing = setInterval(() => void pool.query(CLEAR).catch(() => undefined), CLEAR_EVERY_MS).unref();
  return {
    open: (name) => ({
      async add(key, points) {
        try {
          const values = [`${name}:${storedKey(key)}`, points];
          const { rows } = await pool.query<Counted>({ name: "add-to-budget", text: ADD, values });
          answered();
          return rows[0] ?? null;
        } catch (cause) {
          failed(cause);
          return null;
        }
      },
    }),
    async close() {
      clearInterval(clearing);
      await pool.end();
    },
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
