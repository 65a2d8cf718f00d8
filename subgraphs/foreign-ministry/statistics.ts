import { sql, type Kysely, type Transaction } from "kysely";
import { countsReport } from "#contract/counts-report.ts";
import { COMMISSION } from "#contract/reach.ts";
import { emit } from "#kit/outbox.ts";
import type { ForeignMinistryTables } from "./tables.ts";

/** One figure for the national statistics; never about fewer than all whom it counts. */
export interface RegisterCount {
  readonly topic: "DEPARTURE" | "RETURN" | "ABROAD" | "ORGANIZATION_ABROAD";
  readonly dimension: "NATION" | "PURPOSE" | "COUNTRY" | "COMMITTEE";
  readonly code: string;
  /** A year; its half, `2025-1`, by committee; how activities are arranged, or the kind of cell. */
  readonly period: string;
  readonly count: number;
}

/** Counts the register as it stands for a day; the only way to its rows that is not somebody's request. */
export const countForStatistics = async (db: Kysely<ForeignMinistryTables>, day: string) =>
  (await sql<RegisterCount>`select * from count_for_statistics(${day})`.execute(db)).rows;

/** Whether any row that is counted for a day is made up. */
export const countsSyntheticRows = async (db: Kysely<ForeignMinistryTables>, day: string) =>
  (await sql<{ is: boolean }>`select counts_synthetic_rows(${day}) as is`.execute(db)).rows[0]?.is === true;

/** Hands the counts of a day in to the Commission, which publishes the day when all registers are in. */
export async function handInCounts(tx: Transaction<ForeignMinistryTables>, day: string, now: Date): Promise<void> {
  const report = countsReport(day, await countForStatistics(tx, day), await countsSyntheticRows(tx, day));
  const about = { target: COMMISSION, subject: day, kind: "counts.reported" } as const;
  await emit(tx, report.map((body) => ({ ...about, body })), now);
}
