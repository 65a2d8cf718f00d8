import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attack } from "../support/statistics/attack.ts";
import { committees, countsOf, declaring, type Journey } from "../support/statistics/nation.ts";
import { Boundaries } from "../../subgraphs/organization-commission/statistics/boundaries.ts";
import { figureKey, type Figure } from "../../subgraphs/organization-commission/statistics/counts.ts";
import type { Network } from "../../subgraphs/organization-commission/statistics/network.ts";
import { releaseFigures } from "../../subgraphs/organization-commission/statistics/release-figures.ts";

const boundaries = new Boundaries(committees);
const mergers = new Map(committees.map(({ code }) => [code, boundaries.presentOf(code)]));
const countries = ["AO", "DE", "JP", "KR", "LA", "SG"];
const runs = Number(process.env["STATISTICS_RUNS"] ?? 60);

/** Some journeys of one nation; many are alike, as in real ones, so that there are large figures and small ones. */
const journey: fc.Arbitrary<Journey> = fc.integer({ min: 2022, max: 2026 }).chain((year) =>
  fc.record({
    year: fc.constant(year),
    committee: fc.constantFrom(...declaring(year)),
    country: fc.constantFrom("JP", "JP", "JP", "KR", ...countries),
    purpose: fc.constantFrom("LABOUR", "LABOUR", "STUDY", "STUDY", "WORK", "MEDICAL_TREATMENT"),
    isLate: fc.constant(year !== 2025),
    returnedIn: fc.option(fc.integer({ min: year, max: 2026 }), { freq: 3 }),
    kind: fc.constantFrom("OFFICIAL", "OFFICIAL", "TEMPORARY", "WITHOUT_TRANSFER"),
  }),
);
const nation = fc.array(journey, { minLength: 20, maxLength: 260, size: "max" });
const releaseOf = (journeys: readonly Journey[], ...more: [earlier?: Map<string, Figure>, hide?: (it: Network) => void]) =>
  releaseFigures(countsOf(journeys, countries), boundaries, ...more);

/** What a release would be that hides nothing but small figures. */
function hideSmallOnly({ edges }: Network): void {
  for (const edge of edges) edge.isHidden = edge.target !== null;
}

describe("a release of statistics", () => {
  it("reveals no small figure to whoever subtracts its tables from each other and bounds what is left", () => {
    let [hidden, shown] = [0, 0];
    fc.assert(
      fc.property(nation, (journeys) => {
        const figures = releaseOf(journeys);
        hidden += figures.filter(({ isHidden }) => isHidden).length;
        shown += figures.filter(({ isHidden }) => !isHidden).length;
        expect(figures.filter(({ isHidden, value }) => !isHidden && value < 5)).toEqual([]);
        expect(attack(figures, mergers)).toEqual([]);
      }),
      { numRuns: runs },
    );
    expect(hidden).toBeGreaterThan(1_000);
    expect(shown).toBeGreaterThan(1_000);
  });

  it("would reveal them if nothing but small figures were hidden, and the attack finds that", () => {
    const nations = fc.sample(nation, { numRuns: 20, seed: 7 });
    const revealed = nations.map((journeys) => attack(releaseOf(journeys, undefined, hideSmallOnly), mergers).length);
    expect(revealed.filter((count) => count > 0).length).toBeGreaterThan(15);
  });

  it("moves by no small number against the one before, and shows nothing that was hidden and stands still", () => {
    fc.assert(
      fc.property(nation, fc.array(journey, { maxLength: 40 }), (journeys, later) => {
        const before = new Map(releaseOf(journeys).map((figure) => [figureKey(figure), figure]));
        const figures = releaseOf([...journeys, ...later], before);
        expect(attack(figures, mergers)).toEqual([]);
        const wrong = figures.filter((figure) => {
          const was = before.get(figureKey(figure));
          if (!was || figure.isHidden || figure.dimension === "NATION") return false;
          const change = Math.abs(figure.value - was.value);
          return was.isHidden ? change < 5 : change > 0 && change < 5;
        });
        expect(wrong).toEqual([]);
      }),
      { numRuns: runs / 2 },
    );
  });

  it("holds back a topic that is small for the whole nation, and those it is the difference of", () => {
    const abroad = { year: 2024, committee: "SAME", country: "JP", purpose: "STUDY", isLate: false, kind: "OFFICIAL" };
    const journeys = Array.from({ length: 30 }, (_, number) => ({ ...abroad, returnedIn: number < 3 ? 2025 : null }));
    expect(releaseOf(journeys).filter(({ isHidden }) => !isHidden)).toEqual([]);
  });

  it("is refused when counts contradict each other, and when the registry lacks a committee", () => {
    const counts = countsOf(fc.sample(nation, { numRuns: 1, seed: 1 })[0] ?? [], countries);
    const [first, ...others] = counts.filter(({ dimension, count }) => dimension === "PURPOSE" && count > 0);
    expect(first).toBeDefined();
    const altered = counts.map((count) => (count === first ? { ...count, count: count.count + 1 } : count));
    expect(others.length).toBeGreaterThan(0);
    expect(() => releaseFigures(altered, boundaries)).toThrow("The counts contradict each other");
    const unknown = counts.map((count) => (count.code === "SAME" ? { ...count, code: "NOWHERE" } : count));
    expect(() => releaseFigures(unknown, boundaries)).toThrow("The registry has no committee NOWHERE");
  });
});

describe("members abroad of committees that were merged", () => {
  const many = (committee: string, year: number, returnedIn: number | null) =>
    Array.from({ length: 12 }, () => ({ ...{ committee, year, returnedIn, isLate: year < 2025 }, ...work }));
  const work = { country: "JP", purpose: "WORK", kind: "OFFICIAL" };
  /** Enough in each part that it may be shown, before chance adds to it. */
  const base = [
    ...["OLD-1", "OLD-2", "OLD-3", "OLD-4", "OLD-5"].flatMap((code) => [
      ...many(code, 2023, 2024),
      ...many(code, 2024, 2026),
      ...many(code, 2024, null),
    ]),
    ...["NEW-1", "NEW-2"].flatMap((code) => [...many(code, 2026, 2026), ...many(code, 2026, null)]),
  ];
  const isPart = ({ topic, dimension, code, period }: Figure) =>
    topic === "ABROAD" && dimension === "FORMER_COMMITTEE" && period === "" && /^(OLD|NEW)/.test(code);
  const few = fc.array(journey, { maxLength: 60, size: "max" });
  /** A nation with much in each part, or only in the parts that chance leaves. */
  const mixed = fc.tuple(few, fc.subarray(base, { minLength: base.length / 2 })).map(([some, of]) => [...of, ...some]);

  it("are shown by part where that gives nothing away, subtracted from the present boundaries or from returns", () => {
    let shown = 0;
    fc.assert(
      fc.property(mixed, (journeys) => {
        const figures = releaseOf(journeys);
        shown += figures.filter((figure) => isPart(figure) && !figure.isHidden).length;
        expect(attack(figures, mergers)).toEqual([]);
      }),
      { numRuns: runs / 2 },
    );
    expect(shown).toBeGreaterThan(20);
    const sums = releaseOf(base).filter(isPart);
    expect(sums.map(({ code, value, isHidden }) => [code, value, isHidden])).toContainEqual(["OLD-3", 12, false]);
  });

  it("would give small figures away if only small ones were hidden, and the attack finds that", () => {
    const nations = fc.sample(mixed, { numRuns: 20, seed: 3 });
    const revealed = nations.map((journeys) => {
      const figures = releaseOf(journeys).map((it) => (isPart(it) ? { ...it, isHidden: it.value < 5 } : it));
      return attack(figures, mergers).length;
    });
    expect(revealed.filter((count) => count > 0).length).toBeGreaterThan(5);
  });

  it("are hidden in all parts as soon as one is small, or those who came home to the successor are few", () => {
    const abroad = (journeys: readonly Journey[]) =>
      releaseOf(journeys).filter((figure) => isPart(figure) && /NEW-2|OLD-[345]/.test(figure.code) && !figure.isHidden).length;
    expect(abroad(base)).toBe(4);
    const isOf = (code: string, returnedIn: number | null) => (it: Journey) => it.committee === code && it.returnedIn === returnedIn;
    for (const left of [isOf("OLD-3", null), isOf("OLD-4", 2026)]) {
      const one = base.find(left);
      expect(abroad([...base.filter((it) => !left(it)), one as Journey])).toBe(0);
    }
  });

  it("move by no small number between two releases, nor do those who came home to the successor", () => {
    let shown = 0;
    fc.assert(
      fc.property(mixed, fc.subarray(base), (journeys, later) => {
        const before = new Map(releaseOf(journeys).map((figure) => [figureKey(figure), figure]));
        const figures = releaseOf([...journeys, ...later, ...later], before);
        const now = new Map(figures.map((figure) => [figureKey(figure), figure]));
        expect(attack(figures, mergers)).toEqual([]);
        const came = (of: ReadonlyMap<string, Figure>, code: string) =>
          ["DEPARTURE", "RETURN", "ABROAD"].reduce((sum, topic, index) => {
            const { value = 0 } = of.get(`${topic} FORMER_COMMITTEE ${code} `) ?? {};
            return index === 0 ? value : sum - value;
          }, 0);
        for (const figure of figures.filter((it) => isPart(it) && !it.isHidden)) {
          const was = before.get(figureKey(figure));
          shown += 1;
          for (const move of [figure.value - (was?.value ?? 0), came(now, figure.code) - came(before, figure.code)])
            expect(Math.abs(move) >= 5 || (move === 0 && was?.isHidden === false)).toBe(true);
        }
      }),
      { numRuns: runs / 2 },
    );
    expect(shown).toBeGreaterThan(10);
  });
});

describe("committees in a release", () => {
  const year = { country: "JP", purpose: "STUDY", isLate: true, kind: "OFFICIAL", returnedIn: null };
  const journeys = ["OLD-1", "OLD-2", "OLD-3", "SAME"].flatMap((committee) =>
    Array.from({ length: 12 }, () => ({ ...year, committee, year: 2024 })),
  );
  const back = journeys.map((journey) => ({ ...journey, returnedIn: 2026 }));
  const figures = releaseOf([...journeys, ...back]);
  const value = (topic: string, dimension: string, code: string, period: string) =>
    figures.find((it) => it.topic === topic && it.dimension === dimension && it.code === code && it.period === period);

  it("are those of the time under the former boundaries and the ones in their place under the present", () => {
    expect(value("DEPARTURE", "FORMER_COMMITTEE", "OLD-1", "2024")?.value).toBe(24);
    expect(value("DEPARTURE", "COMMITTEE", "NEW-1", "2024")?.value).toBe(48);
    expect(value("DEPARTURE", "COMMITTEE", "OLD-1", "2024")).toBeUndefined();
  });

  it("take a member back who left under another that has ended since", () => {
    expect(value("RETURN", "FORMER_COMMITTEE", "NEW-1", "2026")?.value).toBe(24);
    expect(value("RETURN", "FORMER_COMMITTEE", "OLD-1", "2026")).toBeUndefined();
  });

  it("have the same figures under both when nothing ever changed", () => {
    const present = value("DEPARTURE", "COMMITTEE", "SAME", "2024");
    expect(present?.value).toBe(24);
    expect(value("DEPARTURE", "FORMER_COMMITTEE", "SAME", "2024")).toEqual({ ...present, dimension: "FORMER_COMMITTEE" });
  });
});

describe("a release of the size of the whole country", () => {
  it("is made in seconds: 38 committees, 100 countries, 6 purposes, 13 years, all journeys since 2014", () => {
    const codes = Array.from({ length: 100 }, (_, number) => `C${number}`);
    const spans = Array.from({ length: 38 }, (_, number) => ({
      ...{ code: `P${number}`, validFrom: "2008-08-01", validTo: null, successorCode: null },
    }));
    const skewed = (random: number, size: number) => Math.floor(size * random ** 2);
    let state = 1;
    const draw = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const purposes = ["FAMILY_VISIT", "LABOUR", "MEDICAL_TREATMENT", "PRIVATE", "STUDY", "WORK"];
    const journeys = Array.from({ length: 403_300 }, (): Journey => {
      const year = 2014 + Math.floor(draw() * 13);
      const end = year + Math.floor(draw() * 4);
      return {
        ...{ year, isLate: false, returnedIn: end > 2026 ? null : end },
        ...{ committee: `P${skewed(draw(), 38)}`, country: `C${skewed(draw(), 100)}` },
        ...{ purpose: purposes[skewed(draw(), 6)] ?? "", kind: draw() < 0.7 ? "OFFICIAL" : "TEMPORARY" },
      };
    });
    const counts = countsOf(journeys, codes);
    // Its own time, not that of whoever else is at work on the machine.
    const before = process.cpuUsage();
    const figures = releaseFigures(counts, new Boundaries(spans));
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(10_000);
    expect(figures.filter(({ isHidden }) => !isHidden).length).toBeGreaterThan(2_000);
  });
});
