import { holidays as sharedHolidays } from "#contract/working-days.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Holiday } from "../../../subgraphs/organization-commission/working-days.ts";
import { openRegistry, type Registry } from "./registry.ts";

let registry: Registry;

beforeAll(async () => {
  registry = await openRegistry();
});
beforeEach(() => void registry.takeStatements());
afterAll(() => registry[Symbol.asyncDispose]());

interface Item {
  readonly code: string;
  readonly label: string;
}

interface CodeList {
  readonly name: string;
  readonly version: string;
  readonly items: readonly Item[];
}

describe("the code lists", () => {
  const codeLists = async (query: string, variables: Readonly<Record<string, unknown>> = {}) =>
    (await registry.ask<{ readonly codeLists: readonly CodeList[] }>(query, variables)).data.codeLists;
  const ethnicGroups = (on: string) =>
    codeLists(
      "query ($on: CalendarDay) { codeLists(name: ETHNICITY, on: $on) { version items { code label } } }",
      { on },
    );

  it.each([
    ["2008-11-11", "1979", { "04": "Hoa", "05": "Khơ-me", "06": "Mường" }],
    ["2008-11-12", "2008", { "04": "Mường", "05": "Khơ-me", "06": "Hoa" }],
  ])("give on %s the ethnic groups of %s", async (on, version, expected) => {
    const lists = await ethnicGroups(on);
    expect(lists.map((list) => list.version)).toEqual([version]);
    const items = lists.flatMap((list) => list.items);
    expect(items.map(({ code }) => code)).toEqual(Array.from({ length: 54 }, (_, i) => String(i + 1).padStart(2, "0")));
    expect(new Set(items.map(({ label }) => label)).size).toBe(54);
    expect(Object.fromEntries(items.map(({ code, label }) => [code, label]))).toMatchObject(expected);
  });

  it("have no version before the first", async () => {
    expect(await ethnicGroups("1979-03-01")).toEqual([]);
  });

  it("give every version of every list, items in order, in one statement", async () => {
    const lists = await codeLists("{ codeLists { name version items { code } } }");
    expect(lists.map(({ name, version }) => `${name} ${version}`)).toEqual([
      "ETHNICITY 1979",
      "ETHNICITY 2008",
      "FOREIGN_LANGUAGE_LEVEL hub-1",
      "GENERAL_EDUCATION hub-1",
      "OCCUPATION_GROUP hub-1",
      "POLITICAL_THEORY hub-1",
      "PROFESSIONAL_QUALIFICATION hub-1",
      "RELIGION 2008",
    ]);
    const politicalTheory = lists.find(({ name }) => name === "POLITICAL_THEORY");
    expect(politicalTheory?.items.map(({ code }) => code)).toEqual([
      "ELEMENTARY",
      "INTERMEDIATE",
      "ADVANCED",
      "BACHELOR",
    ]);
    expect(registry.takeStatements()).toHaveLength(1);
  });
});

interface LegalBasis {
  readonly code: string;
  readonly issuedOn: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

describe("the legal bases", () => {
  const legalBases = async (variables: { readonly on?: string; readonly topic?: string }) => {
    const { data } = await registry.ask<{ readonly legalBases: readonly LegalBasis[] }>(
      `query ($on: CalendarDay, $topic: LegalBasisTopic) {
        legalBases(on: $on, topic: $topic) { code issuedOn validFrom validTo }
      }`,
      variables,
    );
    return data.legalBases;
  };
  const codesOn = async (on: string, topic: string) => (await legalBases({ on, topic })).map(({ code }) => code);

  it.each([
    ["2014-02-06", ["QD-17"]],
    ["2014-02-07", ["QD-228"]],
    ["2022-10-27", ["QD-228"]],
    ["2022-10-28", ["QD-86"]],
    ["2025-04-23", ["QD-86", "HD-30"]],
  ])("on members abroad on %s are %j", async (on, codes) => {
    expect(await codesOn(on, "MEMBERS_ABROAD")).toEqual(codes);
  });

  it("begin on the day they take effect, which may be later than the signature", async () => {
    expect((await legalBases({ topic: "CHARTER" })).at(-1)).toEqual({
      code: "QD-294",
      issuedOn: "2025-05-26",
      validFrom: "2025-07-01",
      validTo: null,
    });
    expect(await codesOn("2025-06-30", "CHARTER")).toEqual(["QD-232"]);
  });

  it("never leave a day between two of a topic that replaced each other", async () => {
    const periods = await legalBases({ topic: "CHARTER" });
    for (const [index, { validTo }] of periods.slice(0, -1).entries()) {
      const dayAfter = new Date(Date.parse(`${validTo}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
      expect(periods[index + 1]?.validFrom).toBe(dayAfter);
    }
    expect(periods).toHaveLength(5);
  });

  it("are all listed, past ones too, when no day is given", async () => {
    expect(await legalBases({})).toHaveLength(19);
  });
});

describe("the deadline policies", () => {
  it("hold working and calendar days as data, national and local", async () => {
    const { data } = await registry.ask(
      '{ deadlinePolicies(on: "2026-06-30") { step amount unit localTo legalBasis { code } } }',
    );
    expect(data.deadlinePolicies).toEqual([
      { step: "PRESENT_LETTER", amount: 30, unit: "WORKING_DAY", localTo: null, legalBasis: { code: "QD-294" } },
      { step: "RECONCILE_MEMBER_NUMBERS", amount: 3, unit: "MONTH", localTo: null, legalBasis: null },
      {
        step: "REPORT_RETURN",
        amount: 15,
        unit: "CALENDAR_DAY",
        localTo: "Đảng ủy Trường Đại học Sài Gòn",
        legalBasis: { code: "QD-86" },
      },
      {
        step: "REPORT_RETURN",
        amount: 7,
        unit: "WORKING_DAY",
        localTo: "Đảng ủy Trường Đại học Luật Thành phố Hồ Chí Minh",
        legalBasis: null,
      },
      {
        step: "START_OFFICIAL_TRANSFER",
        amount: 60,
        unit: "WORKING_DAY",
        localTo: null,
        legalBasis: { code: "QD-294" },
      },
    ]);
    expect(registry.takeStatements()).toHaveLength(2);
  });

  it("are none before the registry's first rule", async () => {
    const { data } = await registry.ask('{ deadlinePolicies(on: "2014-02-06") { code } }');
    expect(data.deadlinePolicies).toEqual([]);
  });
});

describe("the working-day calendar", () => {
  const holidays = async (year: number) => {
    const { data } = await registry.ask<{ readonly holidays: readonly Omit<Holiday, "name">[] }>(
      "query ($year: Int!) { holidays(year: $year) { fallsOn nameEnglish isSubstitute isInferred } }",
      { year },
    );
    return data.holidays;
  };

  it.each([
    [2022, "2022-01-31 2022-02-01 2022-02-02 2022-02-03 2022-02-04"],
    [2023, "2023-01-20 2023-01-21 2023-01-22 2023-01-23 2023-01-24 2023-01-25 2023-01-26"],
    [2025, "2025-01-27 2025-01-28 2025-01-29 2025-01-30 2025-01-31"],
    [2026, "2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20"],
  ])("has the Lunar New Year of %i on %s", async (year, days) => {
    const newYear = (await holidays(year)).filter(({ nameEnglish }) => nameEnglish === "Lunar New Year");
    expect(newYear.map(({ fallsOn }) => fallsOn).join(" ")).toBe(days);
  });

  it("has two days of National Day since 2021 and one before", async () => {
    const nationalDays = async (year: number) =>
      (await holidays(year)).filter(({ nameEnglish }) => nameEnglish === "National Day").map(({ fallsOn }) => fallsOn);
    expect(await nationalDays(2020)).toEqual(["2020-09-02"]);
    expect(await nationalDays(2021)).toEqual(["2021-09-02", "2021-09-03"]);
  });

  it("gives for each holiday on a weekend a working day off, in every year", async () => {
    const isWeekend = (day: string) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
    for (let year = 2014; year <= 2027; year++) {
      const all = await holidays(year);
      const substitutes = all.filter(({ isSubstitute }) => isSubstitute);
      expect(substitutes.some(({ fallsOn }) => isWeekend(fallsOn))).toBe(false);
      expect(substitutes).toHaveLength(all.filter(({ fallsOn }) => isWeekend(fallsOn)).length);
      expect(all.length - substitutes.length).toBe(year < 2021 ? 10 : year < 2026 ? 11 : 12);
    }
  });

  it("says which arrangements are inferred", async () => {
    expect((await holidays(2025)).filter(({ isInferred }) => isInferred)).toEqual([]);
    expect((await holidays(2026)).filter(({ isInferred }) => isInferred)).toMatchObject([{ fallsOn: "2026-11-24" }]);
    expect((await holidays(2027)).filter(({ isInferred }) => isInferred)).toHaveLength(9);
  });

  it("is the one that all agencies count by", async () => {
    const years = Array.from({ length: 14 }, (_, index) => 2014 + index);
    const days = (await Promise.all(years.map(holidays))).flat().map(({ fallsOn }) => fallsOn);
    expect(sharedHolidays).toEqual(days);
  });

  it("is empty for a year it does not hold", async () => {
    expect(await holidays(2028)).toEqual([]);
  });

  const workingDay = (day: string, workingDays: number) =>
    registry.ask(
      `query ($day: CalendarDay!, $workingDays: Int!) {
        workingDayAfter(day: $day, workingDays: $workingDays) { fallsOn holidays { fallsOn } }
      }`,
      { day, workingDays },
    );

  it("counts a limit over holidays and weekends, in one statement", async () => {
    expect((await workingDay("2025-04-25", 5)).data.workingDayAfter).toEqual({
      fallsOn: "2025-05-06",
      holidays: [{ fallsOn: "2025-04-30" }, { fallsOn: "2025-05-01" }],
    });
    expect(registry.takeStatements()).toHaveLength(1);
  });

  it("refuses a limit that ends beyond it", async () => {
    const { data, errors } = await workingDay("2027-12-01", 60);
    expect(data).toEqual({ workingDayAfter: null });
    expect(errors).toMatchObject([
      { message: "The working-day calendar runs from 2014 to 2027.", extensions: { code: "INPUT_MALFORMED" } },
    ]);
  });
});
