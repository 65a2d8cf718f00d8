import { setTimeout as delay } from "node:timers/promises";
import { sql, type Kysely } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { EventBody } from "#contract/event-bodies.ts";
import { newEventId, type AnyEvent } from "#contract/events.ts";
import { dayInVietnam, dayPlus } from "#contract/working-days.ts";
import { doLastDay, startDaily } from "#kit/daily.ts";
import { openAgencyDatabase, openDatabase, type AgencyDatabase } from "#kit/database.ts";
import { takeEvent } from "#kit/inbox.ts";
import { takeSnapshot } from "../../../deploy/statistics/snapshot.ts";
import { startForeignMinistry } from "../../../subgraphs/foreign-ministry/server.ts";
import { handInCounts as handInJourneys } from "../../../subgraphs/foreign-ministry/statistics.ts";
import type { ForeignMinistryTables } from "../../../subgraphs/foreign-ministry/tables.ts";
import { eventHandlers, reachOfEvents } from "../../../subgraphs/organization-commission/event-handlers.ts";
import { startOrganizationCommission } from "../../../subgraphs/organization-commission/server.ts";
import type { OrganizationCommissionTables } from "../../../subgraphs/organization-commission/tables.ts";
import { startProvincialCommittees } from "../../../subgraphs/provincial-committees/server.ts";
import { handInCounts as handInLateTransfers } from "../../../subgraphs/provincial-committees/statistics.ts";
import type { ProvincialCommitteesTables } from "../../../subgraphs/provincial-committees/tables.ts";
import { envelopeKeys } from "../../support/envelope.ts";
import { identifyOffices } from "../../support/exchange/offices.ts";
import { openRegistry, type Registry } from "../organization-commission/registry.ts";
import { indexKey } from "../organization-commission/rows.ts";
import { createNationDatabases, provincialDatabases, seedInto } from "../synthetic/small-nation.ts";

const COMMISSION = "organization-commission";
const MINISTRY = "foreign-ministry";
const instances = provincialDatabases.map((name) => `provincial-committees/${name}` as const);
const yesterday = dayPlus(dayInVietnam(new Date()), -1);
const task = "hand-in-counts";

const running = new AsyncDisposableStack();
let databases: Awaited<ReturnType<typeof createNationDatabases>>;
let registry: Registry;
let commission: AgencyDatabase<OrganizationCommissionTables>;

function connect<Tables>(url: string): Kysely<Tables> {
  const db = openDatabase<Tables>({ url, poolSize: 2 });
  running.defer(() => db.destroy());
  return db;
}

beforeAll(async () => {
  databases = await createNationDatabases(running);
  await seedInto(databases, { members: 600, departures: 240, seed: 7 });
  registry = running.use(await openRegistry());
  commission = openAgencyDatabase({ url: registry.database.url, poolSize: 2 });
  running.defer(commission.close);

  const { offices, peers } = await identifyOffices([COMMISSION, MINISTRY, ...instances]);
  const settings = (name: keyof typeof offices, databaseUrl: string) => {
    const { port, key } = offices[name];
    const peering = { name, key, peers, routes: new Map<string, string>() };
    return { host: "127.0.0.1", port, databaseUrl, poolSize: 2, envelopeKeys, insecureCaller: null, peering };
  };
  running.use(await startOrganizationCommission({ ...settings(COMMISSION, registry.database.url), indexKey }));
  running.use(await startForeignMinistry(settings(MINISTRY, databases.ministry.url)));
  for (const name of provincialDatabases)
    running.use(await startProvincialCommittees(settings(`provincial-committees/${name}`, databases[name].url)));
});
afterAll(() => running.disposeAsync());

const statistics = async () =>
  (await registry.ask<{ statistics: object | null }>("{ statistics { countedOn version isSynthetic } }", {}, yesterday)).data.statistics;

async function until<Value>(look: () => Promise<Value>, isIt: (value: Value) => boolean): Promise<Value> {
  for (const end = Date.now() + 15_000; ; await delay(50)) {
    const value = await look();
    if (isIt(value) || Date.now() > end) return value;
  }
}

describe("the registers", () => {
  it("hand in their counts by events, each once though two processes are due, and the day is published", async () => {
    const ministry = { db: connect<ForeignMinistryTables>(databases.ministry.url), task, run: handInJourneys };
    const homes = provincialDatabases.map((name) => {
      return { db: connect<ProvincialCommitteesTables>(databases[name].url), task, run: handInLateTransfers };
    });
    for (const home of homes) {
      const both = await Promise.all([doLastDay(home), doLastDay(home)]);
      expect(both.toSorted()).toEqual([false, true]);
    }
    const handIns = () =>
      registry.ask<{ statisticsHandIns: { source: string; isMissing: boolean }[] }>(
        `{ statisticsHandIns(day: "${yesterday}") { source isMissing } }`,
      );
    const missing = async () =>
      (await handIns()).data.statisticsHandIns.filter(({ isMissing }) => isMissing).map(({ source }) => source);
    expect(await until(missing, (names) => names.length < 2)).toEqual([MINISTRY]);
    expect(await statistics()).toBeNull();

    expect(await doLastDay(ministry)).toBe(true);
    expect(await until(statistics, (release) => release !== null)).toEqual({
      ...{ countedOn: yesterday, version: 1, isSynthetic: true },
    });
    const parts = await sql<{ last: number }>`
      select last_sequence as last from inbox_sequence where source = ${MINISTRY}`.execute(commission.open);
    expect(parts.rows[0]?.last).toBeGreaterThan(1);
    expect(await commission.open.selectFrom("statistics_part").selectAll().execute()).toEqual([]);
  });

  it("have handed in what the operator's command counts", async () => {
    const urls = provincialDatabases.map((name) => [name, databases[name].url] as const);
    const all = { foreignMinistry: databases.ministry.url, provincialCommittees: Object.fromEntries(urls) };
    const outcome = await takeSnapshot({ ...all, organizationCommission: registry.database.url }, yesterday, new Date());
    expect(outcome).toEqual({ kind: "unchanged", version: 1 });
  });

  it("are not counted for a day that has not begun", async () => {
    const none = { organizationCommission: "", foreignMinistry: "", provincialCommittees: {} };
    const now = new Date("2026-05-01T16:59:59Z");
    await expect(takeSnapshot(none, "2026-05-02", now)).rejects.toThrow("The day 2026-05-02 has not begun in Việt Nam");
  });
});

describe("a daily task", () => {
  afterEach(() => void vi.useRealTimers());

  it("is tried again after it failed, and with the next day", async () => {
    const db = connect<ForeignMinistryTables>(databases.ministry.url);
    const days: string[] = [];
    const now = (at: string) => () => new Date(at);
    const failing = { db, task: "of a test", run: () => Promise.reject(new Error("away")) };
    await expect(doLastDay({ ...failing, now: now("2026-05-02T16:59:00Z") })).rejects.toThrow("away");
    const noting = { db, task: "of a test", run: async (_: unknown, day: string) => void days.push(day) };
    // Midnight in Việt Nam is 17:00 in UTC.
    for (const at of ["2026-05-02T16:59:00Z", "2026-05-02T17:00:00Z", "2026-05-03T16:59:00Z"])
      await doLastDay({ ...noting, now: now(at) });
    expect(days).toEqual(["2026-05-01", "2026-05-02"]);
  });

  it("is looked for every ten minutes until it is stopped", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const db = connect<ForeignMinistryTables>(databases.ministry.url);
    let looks = 0;
    const now = () => {
      looks += 1;
      return new Date("2026-05-02T10:00:00Z");
    };
    const daily = startDaily({ db, task: "of a timer", run: async () => undefined, now });
    vi.advanceTimersByTime(599_999);
    expect(looks).toBe(0);
    vi.advanceTimersByTime(1);
    expect(looks).toBe(1);
    daily.stop();
    vi.advanceTimersByTime(600_000);
    expect(looks).toBe(1);
    const isDone = () => sql`select from day_done where task = 'of a timer'`.execute(db);
    expect((await until(isDone, ({ rows }) => rows.length > 0)).rows).toHaveLength(1);
  });
});

describe("a report", () => {
  let sequence = 0;
  const take = (source: string, own: Partial<EventBody<"counts.reported">> = {}, subject = own.day ?? "2026-03-31") => {
    const body = { day: "2026-03-31", part: 1, parts: 1, isSynthetic: true, counts: [], ...own };
    const now = new Date();
    const head = { id: newEventId(now.valueOf()), source, target: COMMISSION, subject, sequence: ++sequence };
    const event = { ...head, kind: "counts.reported", occurredAt: now.toJSON(), body } as AnyEvent;
    return takeEvent(commission, eventHandlers(new Map()), reachOfEvents(new Map()), event);
  };
  const handedIn = async (day: string) =>
    commission.open.selectFrom("statistics_hand_in").select("source").where("day", "=", day).execute();

  it.each([
    ["from a register that is not counted", "provincial-committees/west", {}, "EVENT_MISDIRECTED"],
    ["of a day that is not over", MINISTRY, { day: dayInVietnam(new Date()) }, "EVENT_UNEXPECTED"],
    ["whose part is not the next one", MINISTRY, { day: "2026-03-30", part: 2, parts: 2 }, "EVENT_UNEXPECTED"],
    ["with more parts than it says", MINISTRY, { day: "2026-03-30", part: 1, parts: 0 }, "EVENT_UNEXPECTED"],
  ])("is refused %s", async (_, source, own, code) => {
    sequence = 0;
    expect(await take(source, own)).toMatchObject({ outcome: "refused", code });
    expect(await handedIn("2026-03-30")).toEqual([]);
  });

  it("counts when its last part is there", async () => {
    sequence = 0;
    const late = { topic: "LATE_TRANSFER", dimension: "COMMITTEE", period: "2025", count: 3 } as const;
    const counts = (code: string) => [{ ...late, code }];
    const source = "provincial-committees/north";
    expect(await take(source, { part: 1, parts: 2, counts: counts("PTC-01") })).toMatchObject({ outcome: "accepted" });
    expect(await handedIn("2026-03-31")).toEqual([]);
    expect(await take(source, { part: 2, parts: 2, counts: counts("PTC-04") })).toMatchObject({ outcome: "accepted" });
    expect(await handedIn("2026-03-31")).toEqual([{ source }]);
    const kept = commission.open.selectFrom("statistics_count").select("code").where("day", "=", "2026-03-31");
    expect(await kept.orderBy("code").execute()).toEqual([{ code: "PTC-01" }, { code: "PTC-04" }]);
  });
});
