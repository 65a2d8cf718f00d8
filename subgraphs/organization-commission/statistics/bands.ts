import { SMALL_BELOW } from "./counts.ts";

/** Neighbouring periods that are shown as one, because the nation's figure of one of them would be small. */
export interface Band {
  /** `2019`, `2014-2015`, or kinds joined by `+`. */
  readonly name: string;
  readonly periods: readonly string[];
}

/**
 * Joins periods, in their order, until the nation's figure of each band is not small, so that it can be shown and
 * taken for known wherever figures of places are protected. What is left at the end goes with the last band; no bands
 * when all of it together is small.
 */
export function bandsOf(national: ReadonlyMap<string, number>): readonly Band[] {
  const bands: string[][] = [];
  let open: string[] = [];
  let total = 0;
  for (const [period, count] of [...national].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    open.push(period);
    total += count;
    if (total < SMALL_BELOW) continue;
    bands.push(open);
    open = [];
    total = 0;
  }
  bands.at(-1)?.push(...open);
  return bands.map((periods) => ({ name: nameOf(periods), periods }));
}

function nameOf(periods: readonly string[]): string {
  const [first = "", last = ""] = [periods[0], periods.at(-1)];
  if (periods.length === 1) return first;
  return /^\d{4}$/.test(first) ? `${first}-${last}` : periods.join("+");
}
