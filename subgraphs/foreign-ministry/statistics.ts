import { sql, type Kysely } from "kysely";
import { handInCountsOf } from "#kit/hand-in-counts.ts";
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

/** Hands the counts of a day in to the Commission. */
export const handInCounts = handInCountsOf(countForStatistics);
