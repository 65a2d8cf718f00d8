import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { actCount, clearOutbox, freshKey, offices, outbox, takeAct, type ActResult } from "./acting.ts";
import { committeeInJapan } from "./rows.ts";
import { startMinistry, type Page, type RunningMinistry } from "./running-ministry.ts";

let ministry: RunningMinistry;
beforeAll(async () => {
  ministry = await startMinistry();
});
beforeEach(async () => {
  await ministry.db.deleteFrom("directory_announcement").execute();
  await ministry.db.deleteFrom("directory_change").execute();
  await ministry.db.updateTable("overseas_directory_entry").set({ version: 1 }).execute();
  await clearOutbox(ministry);
});
afterAll(() => ministry[Symbol.asyncDispose]());

const organization = committeeInJapan.organization_id;
const FUTURE = "2099-01-01";
const change = {
  organization,
  expectedVersion: 1,
  effectiveFrom: "2024-05-01",
  paperAddress: "Phố Giả Lập 2, Tokyo",
};
const TAKEN = `... on DirectoryChangeTaken { version change { id number effectiveFrom paperOffice paperAddress validTo
  announcements { committee { code } readOn } } }`;
interface Taken {
  readonly change: { readonly id: string; readonly announcements: readonly object[] };
}
const announce = (input: object = {}) =>
  takeAct<Taken>(ministry, "changeDirectoryEntry", { ...change, ...input }, offices.ministry, TAKEN);
const entryNow = async () => {
  const { data } = await ministry.ask<{ overseasOrganizations: { nodes: object[] } }>(
    `{ overseasOrganizations(mission: "ms_tokyotokyotok") { nodes { paperOffice paperAddress validTo version } } }`,
  );
  return data.overseasOrganizations.nodes[0];
};

describe("a change of the directory", () => {
  it("holds from its day on, keeps what it does not name, and is announced to every home committee", async () => {
    const taken = await announce();
    expect(taken).toMatchObject({
      version: 2,
      change: { number: 2, paperOffice: committeeInJapan.paper_office, paperAddress: change.paperAddress, validTo: null },
    });
    expect(taken.change.announcements).toHaveLength(38);
    expect(taken.change.announcements[0]).toMatchObject({ readOn: null });
    expect(await entryNow()).toMatchObject({ paperAddress: change.paperAddress, version: 2 });
    const events = await outbox(ministry);
    expect(events.map(({ target }) => target).toSorted()).toEqual([
      "provincial-committees/centre",
      "provincial-committees/north",
      "provincial-committees/south",
    ]);
    expect(events[0]).toMatchObject({
      subject: organization,
      kind: "directory.changed",
      body: { changeId: taken.change.id, changedOn: change.effectiveFrom, changed: ["ADDRESS"] },
    });
  });

  it("that lies ahead is known to those it was announced to and does not hold yet", async () => {
    await announce({ effectiveFrom: FUTURE });
    expect(await entryNow()).toMatchObject({ paperAddress: committeeInJapan.paper_address, version: 2 });
    const ask = (caller: object) => ministry.ask<{ directoryChanges: Page }>("{ directoryChanges { totalCount } }", {}, caller);
    expect((await ask(offices.committee)).data.directoryChanges.totalCount).toBe(1);
    expect((await ask(offices.committeeInJapan)).data.directoryChanges.totalCount).toBe(0);
    expect((await ask(offices.member)).data.directoryChanges.totalCount).toBe(0);
  });

  it("may end an entry and let it go on again", async () => {
    await announce({ paperAddress: null, validTo: "2024-12-31" });
    expect(await entryNow()).toMatchObject({ validTo: "2024-12-31" });
    await announce({ expectedVersion: 2, effectiveFrom: "2024-06-01", validTo: null });
    expect(await entryNow()).toMatchObject({ validTo: null });
    const events = await outbox(ministry);
    expect(events.map(({ body }) => body["changed"]).slice(-1)).toEqual([["ADDRESS", "OPENED"]]);
    const toRegistry = events.filter(({ target }) => target === "organization-commission");
    expect(toRegistry.map(({ kind, body }) => [kind, body["validTo"]])).toEqual([
      ["organization.ended", "2024-12-31"],
      ["organization.ended", null],
    ]);
  });

  it.each<[string, object, Partial<ActResult>]>([
    ["that changes nothing", { paperAddress: committeeInJapan.paper_address }, { code: "CHANGE_EMPTY" }],
    ["before the entry began", { effectiveFrom: "2012-04-30" }, { field: "effectiveFrom", code: "DAY_TOO_EARLY" }],
    ["that ends the entry before it holds", { validTo: "2024-04-30" }, { field: "validTo", code: "DAY_TOO_EARLY" }],
    ["in another century", { effectiveFrom: "2207-04-30" }, { field: "effectiveFrom", code: "DAY_AHEAD" }],
    ["with an empty address", { paperAddress: " " }, { field: "paperAddress", code: "TEXT_EMPTY" }],
    ["of an organization that is not in the directory", { organization: "po_none" }, { code: "ACT_NOT_BEGUN" }],
    ["of another version", { expectedVersion: 3 }, { __typename: "MinistryActConflict", currentVersion: 1 }],
  ])("%s is refused, and nobody is told", async (_, input, expected) => {
    expect(await announce(input)).toMatchObject(expected);
    expect(await outbox(ministry)).toEqual([]);
    expect(await entryNow()).toMatchObject({ version: 1 });
  });

  it("before the one announced last is refused: changes go forward", async () => {
    await announce({ effectiveFrom: "2024-06-01" });
    const earlier = await announce({ expectedVersion: 2, paperAddress: "Phố Giả Lập 3, Tokyo" });
    expect(earlier).toMatchObject({ field: "effectiveFrom", code: "DAY_TOO_EARLY" });
  });

  it.each(["commission", "committee", "committeeInJapan", "member"] as const)("is not for the %s", async (name) => {
    expect((await takeAct(ministry, "changeDirectoryEntry", change, offices[name])).code).toBe("ACT_NOT_BY_CALLER");
    expect(await entryNow()).toMatchObject({ version: 1 });
  });

  it("is made once however often it is sent", async () => {
    const before = await actCount(ministry);
    const keyed = { idempotencyKey: freshKey() };
    expect(await announce(keyed)).toEqual(await announce(keyed));
    expect(await actCount(ministry)).toBe(before + 1);
    expect(await announce({ ...keyed, paperAddress: "Phố khác" })).toMatchObject({ code: "ACT_KEY_REUSED" });
  });

  it("asked for by several at once happens once; the others hear of the version", async () => {
    const results = await Promise.all(Array.from({ length: 6 }, () => announce()));
    const types = results.map(({ __typename }) => __typename);
    expect(types.filter((type) => type === "DirectoryChangeTaken")).toHaveLength(1);
    expect(types.filter((type) => type === "MinistryActConflict")).toHaveLength(5);
  });
});

describe("reading a change", () => {
  const confirm = (id: string, caller: object, committee = "PTC-79") =>
    takeAct(ministry, "confirmDirectoryChangeRead", { committee, change: id }, caller);
  const unread = async (caller: object) => {
    const query = "{ directoryChanges(isRead: false) { totalCount nodes { announcements { committee { code } readOn } } } }";
    const { data } = await ministry.ask<{
      directoryChanges: Page<{ announcements: { committee: { code: string }; readOn: string | null }[] }>;
    }>(query, {}, caller);
    return data.directoryChanges;
  };

  it("is confirmed by the committee alone and once; the ministry sees who has not", async () => {
    const { change: { id } } = await announce();
    expect((await unread(offices.committee)).totalCount).toBe(1);
    expect((await confirm(id, offices.committee)).__typename).toBe("DirectoryChangeRead");
    expect((await unread(offices.committee)).totalCount).toBe(0);
    expect((await unread(offices.otherCommittee)).totalCount).toBe(1);
    const { nodes } = await unread(offices.ministry);
    const silent = nodes.flatMap(({ announcements }) => announcements.filter(({ readOn }) => readOn === null));
    expect(silent).toHaveLength(37);
    expect(silent.map(({ committee }) => committee.code)).not.toContain("PTC-79");
    expect((await confirm(id, offices.committee)).code).toBe("CHANGE_READ_ALREADY");
  });

  it("cannot be confirmed for another committee, by the ministry, or of a change that is not there", async () => {
    const { change: { id } } = await announce();
    for (const caller of [offices.otherCommittee, offices.ministry, offices.member, offices.committeeInJapan])
      expect((await confirm(id, caller)).code).toBe("ACT_NOT_BY_CALLER");
    expect((await confirm("ch_none", offices.committee)).code).toBe("ACT_NOT_BEGUN");
    expect((await unread(offices.committee)).totalCount).toBe(1);
  });

  it("costs a statement for the changes and one for all their announcements", async () => {
    await announce();
    await announce({ expectedVersion: 2, paperAddress: "Phố Giả Lập 3, Tokyo" });
    ministry.takeStatements();
    await unread(offices.ministry);
    expect(ministry.takeStatements()).toHaveLength(3);
  });
});
