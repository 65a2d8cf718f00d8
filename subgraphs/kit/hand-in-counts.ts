import { sql, type Kysely, type Transaction } from "kysely";
import { countsReport } from "#contract/counts-report.ts";
import { COMMISSION } from "#contract/reach.ts";
import { emit } from "#kit/outbox.ts";

/** Whether any row that a register counts for a day is made up. */
export const countsSyntheticRows = async <Tables>(db: Kysely<Tables>, day: string): Promise<boolean> =>
  (await sql<{ is: boolean }>`select counts_synthetic_rows(${day}) as is`.execute(db)).rows[0]?.is === true;

/** Hands a register's counts of a day in to the Commission, which publishes the day when all registers are in. */
export const handInCountsOf =
  <Tables>(countFor: (tx: Transaction<Tables>, day: string) => Promise<Parameters<typeof countsReport>[1]>) =>
  async (tx: Transaction<Tables>, day: string, now: Date): Promise<void> => {
    const report = countsReport(day, await countFor(tx, day), await countsSyntheticRows(tx, day));
    const about = { target: COMMISSION, subject: day, kind: "counts.reported" } as const;
    await emit(tx, report.map((body) => ({ ...about, body })), now);
  };
