import type { Figure } from "../../../subgraphs/organization-commission/statistics/counts.ts";

/** A figure that an attacker pins down although it is hidden: it cannot be but one value, or cannot but be small. */
export interface RevealedFigure {
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

/** A sum that everybody knows to be zero: figures by place, each added or taken away. */
type Equation = ReadonlyMap<number, number>;

interface Sum {
  readonly terms: Equation;
  readonly total: number;
}

/** Whose figures make up whose: the code of a present committee by the code of a former one. */
export type Mergers = ReadonlyMap<string, string>;

/**
 * Attacks what is published, knowing how figures hang together and nothing of how they were hidden. First every
 * difference of any number of tables is taken at once, by elimination; then each sum left bounds each of its figures by
 * what the others can be, until nothing moves.
 */
export function attack(figures: readonly Figure[], mergers: Mergers): readonly RevealedFigure[] {
  const published = figures.filter(({ topic }) => topic !== "ORGANIZATION_ABROAD");
  const linked = [...published, ...returnsToSuccessors(published, mergers)];
  const low = linked.map(({ value, isHidden }) => (isHidden ? 0 : value));
  const high = linked.map(({ value, isHidden }) => (isHidden ? Infinity : value));
  const equations = [...equationsOf(linked, mergers), ...balancesOfParts(linked, mergers)];
  const sums = equations.map((equation) => withoutShown(equation, linked));
  const narrow = () => {
    for (let isMoving = true; isMoving;) {
      isMoving = false;
      for (const sum of [...sums, ...reduced]) isMoving = tighten(sum, low, high) || isMoving;
    }
  };
  const reduced = eliminate(sums);
  narrow();
  return linked.flatMap((figure, place) => {
    const { isHidden, topic, dimension, code, period } = figure;
    const [from, to] = [low[place] ?? 0, high[place] ?? Infinity];
    const isRevealed = isPartAbroad(figure, mergers)
      ? isHidden && to < 5 && !saysDifference(published, code)
      : isHidden && (from === to || to < 5);
    return isRevealed ? [{ name: `${topic} ${dimension} ${code} ${period}`, low: from, high: to }] : [];
  });
}

function equationsOf(figures: readonly Figure[], mergers: Mergers): readonly Equation[] {
  const places = new Map(figures.map((figure, place) => [nameOf(figure), place]));
  const equations: Equation[] = [];
  const add = (whole: string, parts: readonly number[], sign = 1) => {
    const place = places.get(whole);
    if (place !== undefined && parts.length > 0)
      equations.push(new Map([[place, -sign], ...parts.map((part) => [part, sign] as const)]));
  };
  const group = (keyOf: (figure: Figure) => string | null) =>
    Map.groupBy(
      [...figures.keys()].filter((place) => keyOf(figures[place] as Figure) !== null),
      (place) => keyOf(figures[place] as Figure),
    );
  for (const [whole, parts] of group((it) => (it.period === "" ? null : nameOf({ ...it, period: "" }))))
    add(whole ?? "", parts);
  for (const [name, parts] of group(({ topic, dimension, period }) =>
    dimension === "NATION" ? null : `${topic} ${dimension} ${period}`,
  )) {
    const [topic, , period] = (name ?? "").split(" ");
    add(`${topic} NATION VN ${period}`, parts);
  }
  for (const [whole, parts] of group(({ topic, dimension, code, period }) =>
    dimension === "FORMER_COMMITTEE" ? `${topic} COMMITTEE ${mergers.get(code) ?? code} ${period}` : null,
  ))
    add(whole ?? "", parts);
  const balanced = figures.filter((it) => it.topic === "DEPARTURE" && it.dimension !== "FORMER_COMMITTEE");
  for (const { topic, dimension, code, period } of balanced.filter((it) => it.period === "")) {
    const others = ["RETURN", "ABROAD"].map((other) => places.get(`${other} ${dimension} ${code} ${period}`));
    if (others.every((place) => place !== undefined)) add(nameOf({ topic, dimension, code, period }), others);
  }
  return equations;
}

/** Whose figure is none of the release's: those who left under a part that has ended and came home to its successor. */
const RETURN_TO_SUCCESSOR = "RETURN_TO_SUCCESSOR" as Figure["topic"];

const returnsToSuccessors = (figures: readonly Figure[], mergers: Mergers): readonly Figure[] =>
  figures
    .filter(({ topic, period, dimension }) => topic === "ABROAD" && dimension === "FORMER_COMMITTEE" && period === "")
    .filter(({ code }) => mergers.get(code) !== code)
    .map((figure) => ({ ...figure, topic: RETURN_TO_SUCCESSOR, value: 0, isHidden: true }));

/** Who left under a part came home to it, to its successor, or is abroad; the successor takes them in besides its own. */
function balancesOfParts(figures: readonly Figure[], mergers: Mergers): readonly Equation[] {
  const places = new Map(figures.map((figure, place) => [nameOf(figure), place]));
  const of = (topic: Figure["topic"], code: string, sign: number) => {
    const place = places.get(nameOf({ topic, dimension: "FORMER_COMMITTEE", code, period: "" }));
    return place === undefined ? [] : [[place, sign] as const];
  };
  const parts = new Set(figures.filter(({ dimension }) => dimension === "FORMER_COMMITTEE").map(({ code }) => code));
  return [...parts].map((code) => {
    const predecessors = [...mergers].filter(([part, present]) => present === code && part !== code);
    return new Map([
      ...of("DEPARTURE", code, 1),
      ...of("RETURN", code, -1),
      ...of("ABROAD", code, -1),
      ...of(RETURN_TO_SUCCESSOR, code, -1),
      ...predecessors.flatMap(([part]) => of(RETURN_TO_SUCCESSOR, part, 1)),
    ]);
  });
}

const isPartAbroad = ({ topic, dimension, code }: Figure, mergers: Mergers) =>
  topic === RETURN_TO_SUCCESSOR ||
  (topic === "ABROAD" &&
    dimension === "FORMER_COMMITTEE" &&
    [...mergers].filter(([, present]) => present === mergers.get(code)).length > 1);

/** Whether departures less returns, both shown, are small: then that says it already, with no table of those abroad. */
function saysDifference(figures: readonly Figure[], code: string): boolean {
  const shown = (wanted: string) =>
    figures.find(
      ({ topic, dimension, code: at, period, isHidden }) =>
        topic === wanted && dimension === "FORMER_COMMITTEE" && at === code && period === "" && !isHidden,
    );
  const [departures, returns] = [shown("DEPARTURE"), shown("RETURN")];
  return departures !== undefined && departures.value - (returns?.value ?? 0) < 5;
}

const nameOf = ({ topic, dimension, code, period }: Omit<Figure, "value" | "isHidden">) =>
  `${topic} ${dimension} ${code} ${period}`;

function withoutShown(equation: Equation, figures: readonly Figure[]): Sum {
  let total = 0;
  const terms = new Map<number, number>();
  for (const [place, sign] of equation) {
    const figure = figures[place] as Figure;
    if (figure.isHidden) terms.set(place, (terms.get(place) ?? 0) + sign);
    else total -= sign * figure.value;
  }
  return { terms, total };
}

/** Gauss and Jordan: what is left of each sum when all others have been taken from it as far as they go. */
function eliminate(sums: readonly Sum[]): readonly Sum[] {
  let rows = sums.filter(({ terms }) => terms.size > 0).map(({ terms, total }) => ({ terms: new Map(terms), total }));
  const done: typeof rows = [];
  while (rows.length > 0) {
    const pivotRow = rows.reduce((least, row) => (row.terms.size < least.terms.size ? row : least));
    rows = rows.filter((row) => row !== pivotRow);
    const [pivot] = pivotRow.terms.keys();
    if (pivot === undefined) continue;
    for (const row of [...rows, ...done]) subtract(row, pivotRow, pivot);
    done.push(pivotRow);
  }
  return done;
}

function subtract(row: { terms: Map<number, number>; total: number }, from: Sum, pivot: number): void {
  const factor = (row.terms.get(pivot) ?? 0) / (from.terms.get(pivot) ?? 1);
  if (factor === 0) return;
  for (const [place, sign] of from.terms) {
    const left = (row.terms.get(place) ?? 0) - factor * sign;
    if (Math.abs(left) < 1e-9) row.terms.delete(place);
    else row.terms.set(place, left);
  }
  row.total -= factor * from.total;
}

/** Narrows what each figure of a sum can be; tells whether anything has moved. */
function tighten({ terms, total }: Sum, low: number[], high: number[]): boolean {
  let isMoved = false;
  for (const [place, sign] of terms) {
    let [least, most] = [total, total];
    for (const [other, otherSign] of terms) {
      if (other === place) continue;
      const [from, to] = [(low[other] ?? 0) * otherSign, (high[other] ?? 0) * otherSign];
      most -= Math.min(from, to);
      least -= Math.max(from, to);
    }
    const [from, to] = sign > 0 ? [least / sign, most / sign] : [most / sign, least / sign];
    const newLow = Math.max(low[place] ?? 0, Math.ceil(from - 1e-6));
    const newHigh = Math.min(high[place] ?? Infinity, Math.floor(to + 1e-6));
    isMoved ||= newLow > (low[place] ?? 0) || newHigh < (high[place] ?? Infinity);
    low[place] = newLow;
    high[place] = newHigh;
  }
  return isMoved;
}
