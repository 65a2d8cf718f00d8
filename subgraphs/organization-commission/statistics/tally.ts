import { bandsOf, type Band } from "./bands.ts";
import type { Boundaries } from "./boundaries.ts";
import type { Count, Dimension, Topic } from "./counts.ts";

/** Counts added up by code and band; every agency's hand-in of the day is in them. */
export interface Tally {
  readonly bands: (topic: Topic) => readonly Band[];
  /** The nation's figure of a topic in all periods. */
  readonly national: (topic: Topic) => number;
  /** Zero for what nobody counted. */
  readonly of: (topic: Topic, dimension: Dimension, code: string, band: string) => number;
  /** Codes that were counted, with nobody too, in order. */
  readonly codes: (dimension: Dimension) => readonly string[];
}

/**
 * Adds up what was handed in. Journeys are counted for the committee that declared them: under the present boundaries
 * for the one that stands in its place, under the former for the one that stood when the half-year of the journey
 * began.
 * @throws Error when a count names a committee that is not in the registry
 */
export function tallyOf(counts: readonly Count[], boundaries: Boundaries): Tally {
  const bands = new Map<Topic, readonly Band[]>();
  const totals = new Map<Topic, number>();
  for (const [topic, ofTopic] of Map.groupBy(counts.filter(isNational), ({ topic }) => topic)) {
    const periods = new Map<string, number>();
    for (const { period, count } of ofTopic) periods.set(period, (periods.get(period) ?? 0) + count);
    bands.set(topic, bandsOf(periods));
    totals.set(topic, ofTopic.reduce((sum, { count }) => sum + count, 0));
  }
  const sums = new Map<string, number>();
  const codes = new Map<Dimension, Set<string>>();
  for (const count of counts.flatMap((each) => placed(each, boundaries))) {
    const band = bands.get(count.topic)?.find(({ periods }) => periods.includes(count.period))?.name;
    const key = keyOf(count.topic, count.dimension, count.code, band ?? count.period);
    sums.set(key, (sums.get(key) ?? 0) + count.count);
    codes.set(count.dimension, (codes.get(count.dimension) ?? new Set()).add(count.code));
  }
  return {
    bands: (topic) => bands.get(topic) ?? [],
    national: (topic) => totals.get(topic) ?? 0,
    of: (topic, dimension, code, band) => sums.get(keyOf(topic, dimension, code, band)) ?? 0,
    codes: (dimension) => [...(codes.get(dimension) ?? [])].toSorted(),
  };
}

const isNational = ({ dimension }: Count) => dimension === "NATION";

/** A count by committee counts for two: who stands in its place, and who stood there then. */
function placed(count: Count, boundaries: Boundaries): readonly Count[] {
  if (count.dimension !== "COMMITTEE") return [count];
  const [year = "", half] = count.period.split("-");
  const ofPresent = { ...count, period: half ? year : count.period, code: boundaries.presentOf(count.code) };
  const firstDay = `${year}-${half === "2" ? "07" : "01"}-01`;
  const then = half ? boundaries.standingOn(count.code, firstDay) : count.code;
  return [ofPresent, { ...ofPresent, dimension: "FORMER_COMMITTEE", code: then }];
}

const keyOf = (...parts: readonly string[]) => parts.join(" ");
