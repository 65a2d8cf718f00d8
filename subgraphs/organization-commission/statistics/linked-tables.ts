import { stoodIn, type Boundaries, type CommitteeSpan } from "./boundaries.ts";
import type { Dimension, Figure, Topic } from "./counts.ts";
import type { Tally } from "./tally.ts";

/** A figure with the two sums it belongs to, by name. */
export interface LinkedFigure extends Omit<Figure, "isHidden"> {
  readonly from: string;
  readonly to: string;
}

/** Codes that are shown whether or not anybody was counted, so that their presence tells nothing. */
const CODES: Readonly<Partial<Record<Dimension, readonly string[]>>> = {
  PURPOSE: ["FAMILY_VISIT", "LABOUR", "MEDICAL_TREATMENT", "PRIVATE", "STUDY", "WORK"],
  DEADLINE: ["PRESENT_LETTER", "RETURN_REPORT", "START_TRANSFER"],
};

const JOURNEYS = ["DEPARTURE", "RETURN", "ABROAD"] as const;

/**
 * The figures of one dimension with all sums that hold between them: over the codes of a period, over the periods of a
 * code, departures being returns and those still abroad, and present committees being made of former ones. The sums
 * over codes are the nation's figures, which everybody is taken to know. What cannot be, such as a departure declared
 * by a committee before it stood, is no figure. A topic whose figure for the nation is small has none.
 */
export function linkedTables(tally: Tally, dimension: Dimension, boundaries: Boundaries): readonly LinkedFigure[] {
  const topics = topicsOf(dimension).filter((topic) => isReleased(tally, topic));
  return topics.flatMap((topic) =>
    codesOf(tally, topic, dimension, boundaries).flatMap((code) => {
      const isSplit = dimension === "COMMITTEE" && (topic === "DEPARTURE" || topic === "RETURN");
      const parts = isSplit ? boundaries.partsOf(code) : [];
      const figures = fan(tally, topic, dimension, code, parts);
      // What leaves flows in and what comes home or stays away flows out, so that each code is in balance.
      return topic === "DEPARTURE" ? figures.map((each) => ({ ...each, from: each.to, to: each.from })) : figures;
    }),
  );
}

/** Whether the nation's figures of a topic are not small, nor those of the topics that it is the difference of. */
export const isReleased = (tally: Tally, topic: Topic): boolean =>
  (topic === "LATE_TRANSFER" ? [topic] : JOURNEYS).every((each) => tally.bands(each).length > 0);

const topicsOf = (dimension: Dimension): readonly Topic[] =>
  dimension === "DEADLINE" ? ["LATE_TRANSFER"] : dimension === "COMMITTEE" ? [...JOURNEYS, "LATE_TRANSFER"] : JOURNEYS;

function codesOf(tally: Tally, topic: Topic, dimension: Dimension, boundaries: Boundaries): readonly string[] {
  if (dimension !== "COMMITTEE") return CODES[dimension] ?? tally.codes(dimension);
  // A transfer is the affair of the committee of today; a journey stays that of the one that declared it.
  return boundaries.present.filter((code) => {
    const parts = boundaries.partsOf(code);
    if (topic === "LATE_TRANSFER") return parts.some(({ validTo }) => validTo === null);
    return tally.bands("DEPARTURE").some(({ name }) => canBe(parts, name));
  });
}

/** One code's figures of a topic: all periods, each period, and both again for the parts of a code that has several. */
function fan(
  tally: Tally,
  topic: Topic,
  dimension: Dimension,
  code: string,
  parts: readonly CommitteeSpan[],
): readonly LinkedFigure[] {
  const figures: LinkedFigure[] = [];
  const all = `${topic} of ${code}`;
  const add = (of: Dimension, at: string, period: string, value: number, from: string, to: string) =>
    figures.push({ topic, dimension: of, code: at, period, value, from, to });
  const root = topic === "LATE_TRANSFER" ? topic : `balance of ${code}`;
  const bands = tally.bands(topic).filter(({ name }) => parts.length === 0 || canBe(parts, name));
  const sum = (of: Dimension, at: string) =>
    bands.reduce((total, { name }) => total + tally.of(topic, of, at, name), 0);
  const isSplit = parts.length > 1;
  if (bands.length === 0) return [];

  add(dimension, code, "", sum(dimension, code), root, all);
  for (const { name } of bands) {
    const inBand = isSplit ? `${all} in ${name}` : all;
    add(dimension, code, name, tally.of(topic, dimension, code, name), inBand, `${topic} in ${name}`);
  }
  for (const part of isSplit ? parts.filter((each) => bands.some(({ name }) => stoodIn(each, name))) : []) {
    const ofPart = `${all} by ${part.code}`;
    add("FORMER_COMMITTEE", part.code, "", sum("FORMER_COMMITTEE", part.code), all, ofPart);
    for (const { name } of bands.filter(({ name }) => stoodIn(part, name))) {
      const value = tally.of(topic, "FORMER_COMMITTEE", part.code, name);
      add("FORMER_COMMITTEE", part.code, name, value, ofPart, `${all} in ${name}`);
    }
  }
  return figures;
}

/** Nobody departs from a committee, or returns to it, before it or one that it was made of stood. */
const canBe = (parts: readonly CommitteeSpan[], years: string) =>
  parts.some(({ validFrom }) => validFrom <= `${years.slice(-4)}-12-31`);
