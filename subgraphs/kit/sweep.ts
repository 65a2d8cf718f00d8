import { sql, type Transaction } from "kysely";
import type { Reach } from "#contract/reach.ts";
import type { AgencyDatabase } from "#kit/database.ts";

/** What has fallen due by itself, since nobody acts on it. */
export interface Sweep<Tables> {
  readonly database: AgencyDatabase<Tables>;
  /** For whom the rows are written. */
  readonly reach: Reach;
  /** Each does at most so many rows in a transaction of its own, skipping locked ones, and answers how many it did. */
  readonly some: readonly ((tx: Transaction<Tables>, rowsMax: number) => Promise<number>)[];
}

/** Rows that one transaction takes: few, so that clerks who act on them hardly wait. */
const ROWS_MAX = 50;

/** Limits are days, so that looking every ten minutes is soon enough. */
const LOOK_EVERY_MS = 600_000;

/** Does all that is due, some rows after the other, and answers how many. Several processes may sweep at once. */
export async function sweep<Tables>({ database, reach, some }: Sweep<Tables>): Promise<number> {
  let done = 0;
  for (const doSome of some) {
    // Until nothing is done, since rows that fail may be among those that a transaction took.
    for (let last = 1; last > 0; done += last) {
      last = await database
        .within(reach)
        .transaction()
        .execute((tx) => doSome(tx, ROWS_MAX));
    }
  }
  return done;
}

/**
 * Does each row by itself, and answers how many: one that fails leaves no trace and is logged by its id, and neither
 * holds the others up nor is lost, for the next sweep finds it again.
 */
export async function doEach<Tables, Row extends { readonly id: string }>(
  tx: Transaction<Tables>,
  rows: readonly Row[],
  doOne: (row: Row) => Promise<unknown>,
): Promise<number> {
  let done = 0;
  for (const row of rows) {
    await sql`savepoint swept_row`.execute(tx);
    try {
      await doOne(row);
      done++;
    } catch (error) {
      await sql`rollback to savepoint swept_row`.execute(tx);
      console.error(`${row.id} is due and could not be done:`, error);
    }
    await sql`release savepoint swept_row`.execute(tx);
  }
  return done;
}

/** Sweeps every ten minutes, beginning in ten minutes. What fails is logged and tried again. */
export function startSweep(run: () => Promise<unknown>): { readonly stop: () => void } {
  const timer = setInterval(() => void run().catch(console.error), LOOK_EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
