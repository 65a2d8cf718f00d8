import type { EventBody } from "./event-bodies.ts";

type Report = EventBody<"counts.reported">;

/** Counts that one event carries at most: some nine kilobytes, of which a delivery holds a hundred. */
export const COUNTS_OF_PART_MAX = 100;

/**
 * A register's counts of a day as the bodies of its events, in order; one that counts nothing says that too.
 * `isSynthetic` says whether any row that was counted is made up.
 */
export function countsReport(day: string, counts: Report["counts"], isSynthetic: boolean): readonly Report[] {
  const parts = Math.max(1, Math.ceil(counts.length / COUNTS_OF_PART_MAX));
  return Array.from({ length: parts }, (_, index) => ({
    ...{ day, part: index + 1, parts, isSynthetic },
    counts: counts.slice(index * COUNTS_OF_PART_MAX, (index + 1) * COUNTS_OF_PART_MAX),
  }));
}
