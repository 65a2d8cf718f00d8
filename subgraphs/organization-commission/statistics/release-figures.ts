import type { Boundaries } from "./boundaries.ts";
import { figureKey, SMALL_BELOW, type Count, type Dimension, type Figure } from "./counts.ts";
import { formerAbroad } from "./former-abroad.ts";
import { isReleased, linkedTables, type LinkedFigure } from "./linked-tables.ts";
import { networkOf, type Edge } from "./network.ts";
import { suppress } from "./suppress.ts";
import { tallyOf, type Tally } from "./tally.ts";

/** The figures of the release before, by `figureKey`. */
export type EarlierFigures = ReadonlyMap<string, Pick<Figure, "value" | "isHidden">>;

/** Hides figures of one network; replaced only to show what becomes of a release without it. */
export type Suppression = typeof suppress;

/**
 * All figures of a day's release, hidden where small or where a small one would follow.
 * @param earlier the release before this one; empty for the first
 * @throws Error when counts contradict each other or name a committee that is not in the registry
 */
export function releaseFigures(
  counts: readonly Count[],
  boundaries: Boundaries,
  earlier: EarlierFigures = new Map(),
  hide: Suppression = suppress,
): readonly Figure[] {
  const tally = tallyOf(counts, boundaries);
  const dimensions: readonly Dimension[] = ["PURPOSE", "COUNTRY", "COMMITTEE", "DEADLINE"];
  const ofPlaces = dimensions.flatMap((dimension) => {
    const figures = linkedTables(tally, dimension, boundaries);
    requireBalance(figures, tally);
    const edges = edgesOf(figures, earlier);
    hide(networkOf(edges));
    return figures.map(({ topic, dimension, code, period, value }, place) => {
      return { topic, dimension, code, period, value, isHidden: edges[place]?.isHidden ?? true };
    });
  });
  const former = [...unsplit(ofPlaces, boundaries), ...formerAbroad(tally, boundaries, ofPlaces, earlier)];
  return [...nationalFigures(tally), ...ofPlaces, ...former, ...organizations(counts)];
}

function edgesOf(figures: readonly LinkedFigure[], earlier: EarlierFigures): readonly Edge[] {
  const nodes = new Map<string, number>();
  const nodeOf = (name: string) => {
    const node = nodes.get(name) ?? nodes.size;
    nodes.set(name, node);
    return node;
  };
  const like = likeAnother(figures, earlier);
  return figures.map((figure) => {
    const before = earlier.get(figureKey(figure));
    return {
      from: nodeOf(figure.from),
      to: nodeOf(figure.to),
      value: figure.value,
      target: targetOf(figure.value, before),
      isLikeAnother: like.has(figure.code),
      cost: costOf(figure, before),
      isHidden: false,
    };
  });
}

/**
 * Countries for which nobody was ever counted, but for the first: whatever is possible for that one is possible for
 * each of them, as all sums stay true when two of them change places. There are more of them than of the others.
 */
function likeAnother(figures: readonly LinkedFigure[], earlier: EarlierFigures): ReadonlySet<string> {
  const countries = Map.groupBy(figures.filter(({ dimension }) => dimension === "COUNTRY"), ({ code }) => code);
  const empty = [...countries].filter(([, ofOne]) =>
    ofOne.every((figure) => figure.value === 0 && (earlier.get(figureKey(figure))?.value ?? 0) === 0),
  );
  return new Set(empty.slice(1).map(([code]) => code));
}

/**
 * What an outsider must be able to believe of a figure; null when it may be shown. Between two releases a figure that
 * is shown stands still or moves by no small number, and one that was hidden stays hidden until it has.
 */
function targetOf(value: number, before: Pick<Figure, "value" | "isHidden"> | undefined): number | null {
  if (value < SMALL_BELOW) return SMALL_BELOW;
  if (before === undefined) return null;
  const change = Math.abs(value - before.value);
  if (before.isHidden) return change < SMALL_BELOW ? value + 1 : null;
  return change > 0 && change < SMALL_BELOW ? before.value + SMALL_BELOW : null;
}

/** Sums over periods are dearer than single periods; hiding what readers have seen already helps least. */
const costOf = ({ value, period }: LinkedFigure, before: Pick<Figure, "isHidden"> | undefined) =>
  (value + 1) * (period === "" ? 4 : 1) * (before?.isHidden === false ? 1_000 : 1);

/** Agencies that count the same journeys differently would make sums of which one must be false. */
function requireBalance(figures: readonly LinkedFigure[], tally: Tally): void {
  const balance = new Map<string, number>();
  const add = (sum: string, value: number) => balance.set(sum, (balance.get(sum) ?? 0) + value);
  for (const { from, to, value } of figures) {
    add(from, -value);
    add(to, value);
  }
  for (const topic of new Set(figures.map((figure) => figure.topic))) {
    const sign = topic === "DEPARTURE" ? 1 : -1;
    for (const { name } of tally.bands(topic)) add(`${topic} in ${name}`, sign * tally.of(topic, "NATION", "VN", name));
    if (topic === "LATE_TRANSFER") add(topic, tally.national(topic));
  }
  const wrong = [...balance].find(([, difference]) => difference !== 0);
  if (wrong) throw new Error(`The counts contradict each other: "${wrong[0]}" does not add up.`);
}

/** The nation's figures are shown unless they are small, and of the three about journeys none would be then. */
const nationalFigures = (tally: Tally): readonly Figure[] =>
  (["DEPARTURE", "RETURN", "ABROAD", "LATE_TRANSFER"] as const).flatMap((topic) => {
    const isHidden = !isReleased(tally, topic);
    const of = (period: string, value: number): Figure => ({
      ...{ topic, dimension: "NATION", code: "VN", period, value, isHidden },
    });
    const bands = tally.bands(topic).map(({ name }) => of(name, tally.of(topic, "NATION", "VN", name)));
    return [of("", tally.national(topic)), ...bands];
  });

/** A committee whose boundaries never changed has the same figures under the former ones. */
const unsplit = (figures: readonly Figure[], boundaries: Boundaries): readonly Figure[] =>
  figures
    .filter(({ topic, dimension }) => dimension === "COMMITTEE" && topic !== "LATE_TRANSFER")
    .filter(({ code }) => boundaries.partsOf(code).length === 1)
    .map((figure) => ({ ...figure, dimension: "FORMER_COMMITTEE" }));

/** Organizations are no persons, and whoever reads figures may read their list, so nothing of these is hidden. */
function organizations(counts: readonly Count[]): readonly Figure[] {
  const ofOrganizations = counts.filter(({ topic }) => topic === "ORGANIZATION_ABROAD");
  const inAll = Map.groupBy(ofOrganizations, ({ dimension, code }) => `${dimension} ${code}`);
  return [...inAll.values()].flatMap((kinds) => {
    const shown = kinds.map(({ count, ...figure }) => ({ ...figure, value: count, isHidden: false }));
    const [first] = shown;
    return first ? [{ ...first, period: "", value: shown.reduce((sum, { value }) => sum + value, 0) }, ...shown] : [];
  });
}
