import { Pool } from "pg";

/** How often one deprecated element was used on one day by one operation. */
export interface DeprecatedUse {
  /** `Type.field`, `Type.field.argument`, `Enum.VALUE` or `Input.field`. */
  readonly element: string;
  /** Name of the registered operation; empty for documents that are not registered. */
  readonly operation: string;
  /** UTC, `YYYY-MM-DD`. */
  readonly day: string;
  readonly uses: number;
}

/** Where uses are added up. */
export interface UseStore {
  /** Adds all of them or none. @throws while the store is away */
  readonly add: (uses: readonly DeprecatedUse[]) => Promise<void>;
  /** All that is kept, by element, operation and day. @throws while the store is away */
  readonly read: () => Promise<readonly DeprecatedUse[]>;
  readonly close: () => Promise<void>;
}

/** Days for which uses are kept: a yearly report of the year before is still to be seen. */
const DAYS_KEPT = 400;

/** Waiting for the store delays no request, so it may take its time. */
const TIMEOUT_MS = 5_000;

/** The table `deprecated_use` of a PostgreSQL that gateways share. */
export function sharedUses(databaseUrl: string): UseStore {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: 1,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
    allowExitOnIdle: true,
  });
  // An idle connection that the server closes must not end the process; the next statement opens another.
  pool.on("error", () => undefined);
  return {
    async add(uses) {
      // In one order everywhere, so that gateways never wait for each other in a circle.
      const rows = uses.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
      await pool.query(
        `with gone as (delete from deprecated_use where day < current_date - $5::int)
         insert into deprecated_use select * from unnest($1::text[], $2::text[], $3::date[], $4::bigint[])
         on conflict (element, operation, day) do update set uses = deprecated_use.uses + excluded.uses`,
        [
          rows.map(({ element }) => element),
          rows.map(({ operation }) => operation),
          rows.map(({ day }) => day),
          rows.map((row) => row.uses),
          DAYS_KEPT,
        ],
      );
    },
    async read() {
      const { rows } = await pool.query<DeprecatedUse>(
        `select element, operation, day::text, uses::float8 from deprecated_use
         where day >= current_date - $1::int order by element, operation, day`,
        [DAYS_KEPT],
      );
      return rows;
    },
    close: () => pool.end(),
  };
}

/** A store of this process alone, for as long as it lives. */
export function ownUses(): UseStore {
  const kept = new Map<string, DeprecatedUse>();
  return {
    async add(uses) {
      for (const use of uses) {
        const key = keyOf(use);
        kept.set(key, { ...use, uses: use.uses + (kept.get(key)?.uses ?? 0) });
      }
    },
    async read() {
      const first = new Date(Date.now() - DAYS_KEPT * 86_400_000).toISOString().slice(0, 10);
      for (const [key, { day }] of kept) if (day < first) kept.delete(key);
      return [...kept].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use);
    },
    close: async () => undefined,
  };
}

/** No element, operation or day has a space in it. */
const keyOf = ({ element, operation, day }: Omit<DeprecatedUse, "uses">) => `${element} ${operation} ${day}`;
