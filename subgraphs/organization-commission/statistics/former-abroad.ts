import type { Boundaries, CommitteeSpan } from "./boundaries.ts";
import { figureKey, SMALL_BELOW, type Figure, type Topic } from "./counts.ts";
import { isReleased } from "./linked-tables.ts";
import type { Tally } from "./tally.ts";

type Known = Pick<Figure, "value" | "isHidden">;

/** Figures by `figureKey`. */
type Figures = ReadonlyMap<string, Known>;

/** Of one part of a merged committee: who is abroad, and who left under it and came home to its successor. */
interface Part {
  readonly abroad: number;
  readonly cameToSuccessor: number;
  /** Whether the part's departures and returns are shown. */
  readonly isKnown: boolean;
}

/**
 * Those abroad by the committee that declared them, where several were merged into one. Readers who know departures,
 * returns and those abroad of a part know by subtraction who came home to its successor, which is a figure too. So all
 * parts of a committee are shown or none: where every other figure in these sums is shown as well, so that they change
 * nothing that is hidden elsewhere, and none of them is small or moves by a small number. Kinds are not shown.
 * @param places what of the release is shown and hidden so far
 */
export function formerAbroad(
  tally: Tally,
  boundaries: Boundaries,
  places: readonly Figure[],
  earlier: Figures,
): readonly Figure[] {
  if (!isReleased(tally, "ABROAD")) return [];
  const now: Figures = new Map(places.map((figure) => [figureKey(figure), figure]));
  return boundaries.present.flatMap((code) => {
    const parts = boundaries.partsOf(code);
    const whole = now.get(figureKey({ topic: "ABROAD", dimension: "COMMITTEE", code, period: "" }));
    if (parts.length === 1 || whole === undefined) return [];
    const mayShow = parts.every((part) => {
      const before = earlier.get(keyOf("ABROAD", part.code));
      const own = partOf(part, now, abroadOf(tally, part.code));
      return isSafe(own, part) && (before === undefined || isSteady(own, before, partOf(part, earlier, before.value)));
    });
    const isHidden = whole.isHidden || !mayShow;
    return parts.flatMap(({ code: part }) => [
      figureOf(part, "", abroadOf(tally, part), isHidden),
      ...tally.bands("ABROAD").map(({ name }) => figureOf(part, name, ofKind(tally, part, name), true)),
    ]);
  });
}

const isSafe = ({ isKnown, abroad, cameToSuccessor }: Part, { validTo }: CommitteeSpan) =>
  isKnown && abroad >= SMALL_BELOW && (validTo === null || cameToSuccessor >= SMALL_BELOW);

/** As between all releases: what is shown stands still or moves by no small number, what was hidden has moved. */
function isSteady(now: Part, { isHidden }: Known, before: Part): boolean {
  const moves = [now.abroad - before.abroad, now.cameToSuccessor - before.cameToSuccessor].map(Math.abs);
  return moves.every((move) => move >= SMALL_BELOW || (move === 0 && !isHidden));
}

/** What cannot be, such as departures from a committee before it stood, is no figure: everybody knows it is zero. */
function partOf({ code }: CommitteeSpan, figures: Figures, abroad: number): Part {
  const [departures, returns] = (["DEPARTURE", "RETURN"] as const).map((topic) => figures.get(keyOf(topic, code)));
  return {
    abroad,
    cameToSuccessor: (departures?.value ?? 0) - (returns?.value ?? 0) - abroad,
    isKnown: !departures?.isHidden && !returns?.isHidden,
  };
}

const keyOf = (topic: Topic, code: string) => figureKey({ topic, dimension: "FORMER_COMMITTEE", code, period: "" });

const ofKind = (tally: Tally, code: string, kind: string) => tally.of("ABROAD", "FORMER_COMMITTEE", code, kind);

const abroadOf = (tally: Tally, code: string) =>
  tally.bands("ABROAD").reduce((sum, { name }) => sum + ofKind(tally, code, name), 0);

const figureOf = (code: string, period: string, value: number, isHidden: boolean): Figure => ({
  ...{ topic: "ABROAD", dimension: "FORMER_COMMITTEE", code, period, value, isHidden },
});
