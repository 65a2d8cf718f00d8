import { sql, type Kysely } from "kysely";
import { handInCountsOf } from "#kit/hand-in-counts.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";

/** Limits of transfers that were missed, for the national statistics; never about fewer than all whom it counts. */
export interface LateTransferCount {
  readonly topic: "LATE_TRANSFER";
  readonly dimension: "NATION" | "DEADLINE" | "COMMITTEE";
  readonly code: string;
  /** The year in which the limits ended. */
  readonly period: string;
  readonly count: number;
}

/** Counts the instance's transfers as they stand for a day; the only way to its rows that is not somebody's request. */
export const countForStatistics = async (db: Kysely<ProvincialCommitteesTables>, day: string) =>
  (await sql<LateTransferCount>`select * from count_for_statistics(${day})`.execute(db)).rows;

/** Hands the counts of a day in to the Commission. */
export const handInCounts = handInCountsOf(countForStatistics);
