import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withConnection } from "../../../deploy/local/admin.ts";
import { openDatabase } from "#kit/database.ts";
import { keepHandIn } from "../../../subgraphs/organization-commission/statistics/hand-ins.ts";
import { releaseDay } from "../../../subgraphs/organization-commission/statistics/releases.ts";
import type { OrganizationCommissionTables } from "../../../subgraphs/organization-commission/tables.ts";
import { countsOf, type Journey } from "../../support/statistics/nation.ts";
import { openRegistry, type Registry } from "../organization-commission/registry.ts";

const sources = ["foreign-ministry", ...["centre", "north", "south"].map((name) => `provincial-committees/${name}`)];
const now = new Date("2026-06-30T20:00:00Z");

/** Journeys of a made-up nation: many to Japan, few to Laos, of three committees. */
const journeys = Array.from(
  { length: 120 },
  (_, number): Journey => ({
    committee: ["PTC63-02", "PTC63-08", "PTC-01"][number % 3] ?? "",
    country: number < 3 ? "LA" : number % 2 ? "JP" : "KR",
    purpose: number < 60 ? "STUDY" : "WORK",
    year: 2023,
    isLate: false,
    returnedIn: number % 4 ? null : 2024,
    kind: "OFFICIAL",
  }),
);
const counts = countsOf(journeys, ["DE", "JP", "KR", "LA"]);

let registry: Registry;
let db: ReturnType<typeof openDatabase<OrganizationCommissionTables>>;
beforeAll(async () => {
  registry = await openRegistry();
  db = openDatabase<OrganizationCommissionTables>({ url: registry.database.url, poolSize: 4 });
});
afterAll(async () => {
  await db.destroy();
  await registry[Symbol.asyncDispose]();
});

const handIn = (day: string, source: string, given = source === "foreign-ministry" ? counts : []) =>
  keepHandIn(db, { day, source, counts: given, isSynthetic: false }, now);

describe("a day of statistics", () => {
  it("is published when the last register has handed in, and not before", async () => {
    for (const source of sources.slice(1)) await handIn("2026-06-30", source);
    expect(await releaseDay(db, "2026-06-30", now)).toEqual({ kind: "incomplete", missing: ["foreign-ministry"] });
    expect((await registry.ask("{ statistics { version } }")).data).toEqual({ statistics: null });
    const { data } = await registry.ask(`{ statisticsHandIns(day: "2026-06-30") { source version isMissing } }`);
    expect(data).toEqual({
      statisticsHandIns: sources.map((source) => {
        const isMissing = source === "foreign-ministry";
        return { source, version: isMissing ? null : 1, isMissing };
      }),
    });
    await handIn("2026-06-30", "foreign-ministry");
    expect(await releaseDay(db, "2026-06-30", now)).toEqual({ kind: "published", version: 1 });
    expect((await registry.ask("{ statistics { isSynthetic } }")).data).toEqual({ statistics: { isSynthetic: false } });
  });

  it("does not change when the same is delivered again, in whatever order", async () => {
    expect(await handIn("2026-06-30", "foreign-ministry", counts.toReversed())).toBe(1);
    expect(await releaseDay(db, "2026-06-30", now)).toEqual({ kind: "unchanged", version: 1 });
  });

  it("is published once by two who are last at the same time", async () => {
    for (const source of sources) await handIn("2026-07-01", source);
    const outcomes = await Promise.all([releaseDay(db, "2026-07-01", now), releaseDay(db, "2026-07-01", now)]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["published", "unchanged"]);
  });

  it("is kept and not published in a month that has its release, and before a published one", async () => {
    for (const day of ["2026-07-02", "2026-05-31"]) {
      for (const source of sources) await handIn(day, source);
      expect(await releaseDay(db, day, now)).toEqual({ kind: "kept", released: "2026-07-01" });
    }
  });

  it("takes a correction as its next version, and keeps the one before", async () => {
    const more = Array.from({ length: 30 }, () => ({ ...(journeys[5] as Journey) }));
    await handIn("2026-07-01", "foreign-ministry", [...countsOf([...journeys, ...more], ["DE", "JP", "KR", "LA"])]);
    expect(await releaseDay(db, "2026-07-01", now)).toEqual({ kind: "published", version: 2 });
    const { data } = await registry.ask(`{ statisticsSnapshots { totalCount nodes { countedOn version
      departures(by: [YEAR]) { nodes { value } } } } }`, {}, "2026-07-05");
    const node = (countedOn: string, version: number, value: number) => ({
      ...{ countedOn, version, departures: { nodes: [{ value }] } },
    });
    expect(data).toEqual({
      statisticsSnapshots: {
        totalCount: 3,
        nodes: [node("2026-07-01", 2, 150), node("2026-07-01", 1, 120), node("2026-06-30", 1, 120)],
      },
    });
  });

  it("is synthetic when one register of it counted made-up rows", async () => {
    const made = { day: "2026-07-01", source: "provincial-committees/north", counts: [], isSynthetic: true };
    expect(await keepHandIn(db, made, now)).toBe(2);
    expect(await releaseDay(db, "2026-07-01", now)).toEqual({ kind: "published", version: 3 });
    const { data } = await registry.ask("{ statisticsSnapshots(first: 2) { nodes { version isSynthetic } } }");
    const nodes = [{ version: 3, isSynthetic: true }, { version: 2, isSynthetic: false }];
    expect(data).toEqual({ statisticsSnapshots: { nodes } });
  });

  it("is not published from counts that contradict each other", async () => {
    for (const source of sources) await handIn("2026-08-01", source);
    const altered = counts.map((count) => (count.code === "STUDY" ? { ...count, count: count.count + 1 } : count));
    await handIn("2026-08-01", "foreign-ministry", altered);
    await expect(releaseDay(db, "2026-08-01", now)).rejects.toThrow("The counts contradict each other");
  });

  it("is taken from no register that is not known", async () => {
    await expect(handIn("2026-08-01", "provincial-committees/west")).rejects.toThrow("foreign key");
  });
});

interface Page {
  readonly totalCount: number;
  readonly nodes: readonly { readonly code: string }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

describe("the published statistics", () => {
  const on = (fields: string) => `{ statistics(day: "2026-06-30") { ${fields} } }`;

  it("show departures under the boundaries of the day asked for", async () => {
    const { data } = await registry.ask(on(`
      former: departures(by: [COMMITTEE], asOf: "2022-07-05", first: 2) { nodes { code label value } }
      present: departures(by: [COMMITTEE], first: 1) { nodes { code label value } }
      abroadThen: membersAbroad(by: [COMMITTEE], asOf: "2022-07-05", codes: ["PTC63-02", "PTC-08"]) { totalCount }
      abroadNow: membersAbroad(by: [COMMITTEE], codes: ["PTC63-02", "PTC-08"]) { nodes { code } }`));
    const of = (code: string, label: string, value: number) => ({ code, label, value });
    expect(data["statistics"]).toEqual({
      former: {
        nodes: [
          of("PTC63-02", "Tỉnh ủy Hà Giang", 40),
          of("PTC63-08", "Tỉnh ủy Tuyên Quang", 40),
        ],
      },
      present: { nodes: [of("PTC-08", "Tỉnh ủy Tuyên Quang", 80)] },
      abroadThen: { totalCount: 2 },
      abroadNow: { nodes: [{ code: "PTC-08" }] },
    });
  });

  it("hide a small figure and do not say that it is small", async () => {
    const { data } = await registry.ask(
      on(`departures(by: [COUNTRY, YEAR], codes: ["DE", "LA"]) { nodes { code value isSuppressed } }`),
    );
    const hidden = (code: string) => ({ code, value: null, isSuppressed: true });
    expect(data["statistics"]).toEqual({ departures: { nodes: [hidden("DE"), hidden("LA")] } });
  });

  it("come in pages whose rows add up to the list", async () => {
    const pageAfter = async (after: string | null) => {
      const query = `query ($after: String) { statistics(day: "2026-06-30") { returns(by: [COMMITTEE], first: 15, after: $after) {
        totalCount nodes { code } pageInfo { endCursor hasNextPage } } } }`;
      return (await registry.ask<{ readonly statistics: { readonly returns: Page } }>(query, { after })).data.statistics.returns;
    };
    const pages = [await pageAfter(null)];
    while (pages.at(-1)?.pageInfo.hasNextPage) pages.push(await pageAfter(pages.at(-1)?.pageInfo.endCursor ?? null));
    const codes = pages.flatMap(({ nodes }) => nodes.map(({ code }) => code));
    const total = pages[0]?.totalCount ?? 0;
    expect(pages.length).toBeGreaterThan(2);
    expect(new Set(codes).size).toBe(total);
    expect(codes).toHaveLength(total);
  });

  it.each([
    ["two places", "departures(by: [PURPOSE, COUNTRY]) { totalCount }"],
    ["a kind of departures", "departures(by: [KIND]) { totalCount }"],
    ["a year of those abroad", "membersAbroad(by: [YEAR]) { totalCount }"],
    ["the committee of organizations", "organizationsAbroad(by: [COMMITTEE]) { totalCount }"],
    ["years of figures without", "departures(by: [PURPOSE], years: [2023]) { totalCount }"],
    ["half of a turnover", `turnovers(code: "JP") { share }`],
  ])("refuse a table that is not published: %s", async (_, table) => {
    const { errors } = await registry.ask(on(table));
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["INPUT_MALFORMED"]);
  });

  it("keep small figures of persons hidden by a rule of the table itself", async () => {
    const show = "update statistics_figure set is_hidden = false where value < 5";
    await withConnection(registry.database.adminUrl, async (client) => {
      await expect(client.query(show)).rejects.toThrow("statistics_figure_check");
    });
  });
});
