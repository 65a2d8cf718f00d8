import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { emit, type OutgoingEvent } from "#kit/outbox.ts";
import { withConnection } from "../../deploy/local/admin.ts";
import type { TestDatabase } from "../support/database.ts";
import { stepped } from "../support/exchange/events.ts";
import { identifyOffices, officeDatabase, startOffice, type RunningOffice } from "../support/exchange/offices.ts";

const NORTH = "provincial-committees/north";
const MINISTRY = "foreign-ministry";

let [northDatabase, ministryDatabase]: TestDatabase[] = [];
let [north, ministry]: RunningOffice[] = [];

beforeAll(async () => {
  [northDatabase, ministryDatabase] = await Promise.all([officeDatabase(), officeDatabase()]);
  const { offices, peers } = await identifyOffices([NORTH, MINISTRY]);
  [north, ministry] = await Promise.all([
    startOffice(offices[NORTH], peers, { databaseUrl: northDatabase.url }),
    startOffice(offices[MINISTRY], peers, { databaseUrl: ministryDatabase.url }),
  ]);
});
afterAll(async () => {
  await north?.[Symbol.asyncDispose]();
  await ministry?.[Symbol.asyncDispose]();
  await northDatabase?.[Symbol.asyncDispose]();
  await ministryDatabase?.[Symbol.asyncDispose]();
});
beforeEach(() => forget(ministryDatabase));

const forget = (database: TestDatabase | undefined) =>
  withConnection(database?.adminUrl ?? "", async (admin) => void (await admin.query("truncate heard")));

const tell = (office: RunningOffice | undefined, events: readonly OutgoingEvent[]) =>
  office?.database.open.transaction().execute((tx) => emit(tx, events));

const heard = async (office: RunningOffice | undefined) =>
  (await office?.database.open.selectFrom("heard").select(["subject", "sequence"]).orderBy("position").execute()) ?? [];

async function until<Value>(look: () => Promise<Value>, isIt: (value: Value) => boolean): Promise<Value> {
  for (const end = Date.now() + 5_000; ; await delay(20)) {
    const value = await look();
    if (isIt(value) || Date.now() > end) return value;
  }
}

describe("an event", () => {
  it("arrives within a second of its commit, because the relay listens", async () => {
    const began = performance.now();
    await tell(north, [stepped(MINISTRY, "at_wake")]);
    expect(await until(() => heard(ministry), (rows) => rows.length > 0)).toEqual([{ subject: "at_wake", sequence: 1 }]);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it("does not leave when its transaction is undone", async () => {
    const undone = north?.database.open.transaction().execute(async (tx) => {
      await emit(tx, [stepped(MINISTRY, "at_undone")]);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await tell(north, [stepped(MINISTRY, "at_done")]);
    await until(() => heard(ministry), (rows) => rows.length > 0);
    expect(await heard(ministry)).toEqual([{ subject: "at_done", sequence: 1 }]);
  });

  it("comes in the order of its subject, however many are told at once", async () => {
    const subjects = ["at_a", "at_b", "at_c"];
    await Promise.all(
      Array.from({ length: 30 }, (_, i) => tell(north, [stepped(MINISTRY, subjects[i % 3] ?? "", String(i))])),
    );
    const rows = await until(() => heard(ministry), (found) => found.length >= 30);
    for (const subject of subjects) {
      const sequences = rows.filter((row) => row.subject === subject).map(({ sequence }) => sequence);
      expect(sequences).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }
  });

  it("goes both ways, and to the own house by the same road", async () => {
    await forget(northDatabase);
    await tell(ministry, [stepped(NORTH, "at_back")]);
    await tell(north, [stepped(NORTH, "at_own")]);
    const rows = await until(() => heard(north), (found) => found.length >= 2);
    expect(rows.map(({ subject }) => subject).toSorted()).toEqual(["at_back", "at_own"]);
  });

  it("is refused at home when its body is not what the contract says", async () => {
    const event = stepped(MINISTRY, "at_wrong");
    const wrong = { ...event, body: { ...event.body, religion: "x" } } as unknown as OutgoingEvent;
    await expect(tell(north, [wrong])).rejects.toThrow("body has a property that is not known");
  });
});

describe("the outbox", () => {
  it("is empty when all is confirmed, and counts what was told", async () => {
    await tell(north, [stepped(MINISTRY, "at_counted")]);
    await until(() => heard(ministry), (rows) => rows.length > 0);
    const metrics = await until(
      async () => (await fetch(new URL("/metrics", north?.agency.url))).text(),
      (text) => !text.includes("hub_outbox_pending{"),
    );
    expect(metrics).not.toContain("hub_outbox_pending{");
    expect(metrics).toMatch(/hub_events_delivered_total\{target="foreign-ministry"\} \d+/);
    const theirs = await (await fetch(new URL("/metrics", ministry?.agency.url))).text();
    expect(theirs).toMatch(/hub_events_received_total\{source="provincial-committees\/north",outcome="accepted"\} \d+/);
  });

  it("keeps the words of its events from whoever is not the relay", async () => {
    await withConnection(northDatabase?.adminUrl ?? "", async (admin) => {
      await admin.query(`insert into outbox_event (id, target, subject, sequence, kind, occurred_at, due_at, parked_at, parked_because)
        values ('00000000-0000-7000-8000-000000000001', 'x', 'at_secret', 1, 'k', now(), now(), now(), 'test')`);
      await admin.query("insert into outbox_body values ('00000000-0000-7000-8000-000000000001', '{}')");
    });
    await withConnection(northDatabase?.url ?? "", async (service) => {
      expect((await service.query("select from outbox_body")).rowCount).toBe(0);
      await service.query("begin; select set_config('app.is_relay', 'true', true)");
      expect((await service.query("select from outbox_body")).rowCount).toBe(1);
      await service.query("rollback");
    });
  });
});
