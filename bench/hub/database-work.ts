import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";

/** What databases have done so far. */
export interface DatabaseWork {
  /** Finished transactions; the agencies send each statement as one of its own. */
  readonly statements: number;
  /** Milliseconds in which sessions were executing, all sessions added up. */
  readonly activeMs: number;
}

/** An idle session tells the server what it has done within ten seconds. */
export const SETTLE_MS = 11_000;

/**
 * What the databases behind these addresses have done, once their sessions have come to rest and told of it. With less
 * than `SETTLE_MS` to do so, some of it may be missing.
 */
export async function databaseWork(adminUrl: string, urls: readonly string[], settleMs: number): Promise<DatabaseWork> {
  await sleep(settleMs);
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const names = urls.map((url) => new URL(url).pathname.slice(1));
    const { rows } = await client.query<{ statements: number; active: number }>(
      `select sum(xact_commit + xact_rollback)::float8 as statements, sum(active_time)::float8 as active
         from pg_stat_database where datname = any($1)`,
      [names],
    );
    return { statements: rows[0]?.statements ?? 0, activeMs: rows[0]?.active ?? 0 };
  } finally {
    await client.end();
  }
}
