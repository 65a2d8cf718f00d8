import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EventBody } from "#contract/event-bodies.ts";
import type { TransferState } from "#contract/lifecycles/transfer.ts";
import { dayInVietnam, dayPlus } from "#contract/working-days.ts";
import type { TestCaller } from "../../support/envelope.ts";
import { act, clerkOf, eventsAbout, officerOf } from "./acting.ts";
import { announcement } from "./event-bodies.ts";
import { member, transfer } from "./rows.ts";
import { startInstance, type RunningInstance } from "./running-instance.ts";
import { application, arrival, loadOrganizations } from "./work-rows.ts";

let instance: RunningInstance;

const NORTH = "provincial-committees/north";
const SOUTH = "provincial-committees/south";
const COMMISSION = "organization-commission";
const today = dayInVietnam(new Date());

let cases = 0;

beforeAll(async () => {
  instance = await startInstance();
  await loadOrganizations(instance.db);
});
afterAll(() => instance[Symbol.asyncDispose]());

const everything = {
  birth_name: "Nguyễn Văn Ân",
  aliases: ["Ân", "Hoài An"],
  birth_province_code: "44",
  permanent_country_code: "VN",
  permanent_place: "Số 1, phố Giả Lập",
  religion: "Không",
  occupation_group: "PUBLIC_EMPLOYEE",
  foreign_languages: JSON.stringify([{ languageCode: "ja", level: "B2" }]),
  card_number: "001234567890",
  card_issued_on: "2025-08-20",
};

/** One whose letter to another committee was shown there. */
async function leaving(to: { readonly committee: string; readonly cell: string }, own: Parameters<typeof member>[1] = {}) {
  const [memberId, transferId] = [`mb_${++cases}`, `at_${cases}`];
  const { db } = instance;
  await db.insertInto("member").values(member(memberId, own)).execute();
  const way = { to_organization_id: to.cell, to_committee_code: to.committee, state: "FILE_CHECKED" } as const;
  await db.insertInto("activity_transfer").values(transfer(transferId, memberId, way)).execute();
  return { memberId, transferId };
}

const accepted = (transferId: string, source: string, organizationId: string, state: TransferState = "ACCEPTED") =>
  instance.hear(source, "transfer.stepped", transferId, {
    ...{ transferId, act: "ACCEPT_AT_RECEIVING_CELL", state, by: "RECEIVING_CELL", on: today, organizationId },
    ...{ letterNumber: null, presentBy: null, reason: null },
  });

const recordOf = (id: string) => instance.db.selectFrom("member").selectAll().where("id", "=", id).executeTakeFirst();

/** What a caller sees of the record that a committee keeps. */
async function seen(id: string, committee: string, caller: TestCaller, fields = "name { full }") {
  const query = `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Member {
    homeRecord { ${fields} } activityTransfers(first: 5) { nodes { state } } } } }`;
  const keys = [{ __typename: "Member", id, homeCommittee: { code: committee } }];
  type Data = { _entities: [{ homeRecord: object | null; activityTransfers: object | null }] };
  const { data, errors } = await instance.ask<Data>(query, { keys }, caller);
  return { ...data._entities[0], codes: errors?.map(({ extensions }) => extensions.code) };
}

const at79 = { committee: "PTC-79", cell: "po_cell000000079" };
const at08 = { committee: "PTC-08", cell: "po_cell000000008" };

describe("a receiver's word", () => {
  const beforeLetter = ["REQUESTED", "CELL_REVIEWED", "CERTIFIED"] as const;

  it.each(beforeLetter)("takes no file while the letter is not out, but the transfer is %s", async (state) => {
    const { memberId, transferId } = await leaving(at79);
    await instance.db.updateTable("activity_transfer").set({ state }).where("id", "=", transferId).execute();
    const refused = { outcome: "refused", code: "EVENT_UNEXPECTED" };
    expect(await accepted(transferId, SOUTH, at79.cell)).toMatchObject(refused);
    expect(await recordOf(memberId)).toMatchObject({ official_organization_id: "po_cell000000001", moved_on: null });
    expect(await eventsAbout(instance, transferId)).toEqual([]);
  });

  it("brings a transfer to no other state than the act does", async () => {
    const { memberId, transferId } = await leaving(at79);
    const refused = { outcome: "refused", code: "EVENT_UNEXPECTED" };
    expect(await accepted(transferId, SOUTH, at79.cell, "CLOSED")).toMatchObject(refused);
    const transfers = instance.db.selectFrom("activity_transfer").selectAll().where("id", "=", transferId);
    expect(await transfers.executeTakeFirst()).toMatchObject({ state: "FILE_CHECKED", version: 1 });
    expect(await recordOf(memberId)).toMatchObject({ moved_on: null });
  });

  it("leads to no other place than the letter", async () => {
    const { memberId, transferId } = await leaving(at79);
    await accepted(transferId, SOUTH, "po_cell000000003");
    expect(await recordOf(memberId)).toMatchObject({ official_organization_id: at79.cell, activity_status: "TRANSFERRED" });
    const handed = { kind: "member.handed-over", body: { homeCommittee: "PTC-79", homeOrganizationId: at79.cell } };
    expect(await eventsAbout(instance, transferId)).toMatchObject([{ kind: "transfer.stepped" }, handed]);
  });
});

describe("a letter to another committee", () => {
  it("names the committee of its addressee: the file would go to one and the member to the other", async () => {
    const { memberId, transferId } = await leaving(at08);
    const certified = instance.db.updateTable("activity_transfer").set({ state: "CERTIFIED" });
    await certified.where("id", "=", transferId).execute();
    const issue = (toCommittee: string) =>
      act(instance, "issueTransferLetter", { transfer: transferId, expectedVersion: 1, letterNumber: "1-GT", toCommittee });
    const refused = { field: "toCommittee", code: "COMMITTEE_DIFFERS" };
    for (const other of ["PTC-79", "PTC-01"]) expect(await issue(other)).toMatchObject(refused);
    expect(await eventsAbout(instance, transferId)).toEqual([]);
    expect(await recordOf(memberId)).toMatchObject({ committee_code: "PTC-01" });
    expect(await issue("PTC-08")).toMatchObject({ __typename: "HomeTransferStepTaken" });
  });
});

describe("the record of one whom a committee elsewhere has accepted", () => {
  it("goes there whole, and the index is told who keeps it", async () => {
    const { memberId, transferId } = await leaving(at79, everything);
    await accepted(transferId, SOUTH, at79.cell);
    const events = await eventsAbout(instance, transferId);
    expect(events.map(({ target, kind }) => [target, kind])).toEqual([
      [SOUTH, "transfer.stepped"],
      [SOUTH, "member.handed-over"],
    ]);
    const way = { memberId, transferId, fromCommittee: "PTC-01", homeCommittee: "PTC-79", homeOrganizationId: at79.cell };
    const file = { religion: "Không", aliases: ["Ân", "Hoài An"], cardNumber: "001234567890", ethnicityCode: "01" };
    expect(events[1]?.body).toMatchObject({ ...way, on: today, file });
    const placed = { memberId, homeCommittee: "PTC-79", homeOrganizationId: at79.cell, on: today };
    expect(await eventsAbout(instance, memberId)).toEqual([{ target: COMMISSION, kind: "member.placed", body: placed }]);
  });

  it("stays behind closed, points there, and is shown, listed and acted on no more", async () => {
    const { memberId, transferId } = await leaving(at79);
    expect(await seen(memberId, "PTC-01", clerkOf("PTC-01"))).toMatchObject({ homeRecord: { name: {} } });
    await accepted(transferId, SOUTH, at79.cell);
    expect(await recordOf(memberId)).toMatchObject({ moved_to_committee_code: "PTC-79", moved_on: today });
    const own: TestCaller = { ...clerkOf(), purpose: "OWN_RECORD", memberId };
    for (const caller of [clerkOf("PTC-01"), officerOf(at79.cell), own]) {
      const nothing = { homeRecord: null, activityTransfers: null };
      expect(await seen(memberId, "PTC-01", caller)).toMatchObject(nothing);
    }
    const list = `{ members(committee: "PTC-01", first: 100) { totalCount nodes { id } } }`;
    const { data } = await instance.ask<{ members: { totalCount: number; nodes: { id: string }[] } }>(list);
    expect(data.members.nodes).toHaveLength(data.members.totalCount);
    expect(data.members.nodes).not.toContainEqual({ id: memberId });
    const request = { member: memberId, kind: "TEMPORARY", toOrganization: "po_cell000000003" };
    expect(await act(instance, "requestTransfer", request)).toMatchObject({ code: "MEMBER_UNKNOWN" });
  });

  it("changes hands where it is when both committees are served here", async () => {
    const { memberId, transferId } = await leaving(at08);
    await accepted(transferId, NORTH, at08.cell);
    const home = { committee_code: "PTC-08", official_organization_id: at08.cell, activity_status: "ACTIVE" };
    expect(await recordOf(memberId)).toMatchObject({ ...home, moved_on: null });
    expect((await eventsAbout(instance, transferId)).map(({ kind }) => kind)).toEqual(["transfer.stepped"]);
    const placed = { body: { homeCommittee: "PTC-08", homeOrganizationId: at08.cell } };
    expect(await eventsAbout(instance, memberId)).toMatchObject([placed]);
    expect((await seen(memberId, "PTC-08", clerkOf("PTC-08"), "sex")).homeRecord).toEqual({ sex: "MALE" });
    expect((await seen(memberId, "PTC-01", clerkOf("PTC-01"))).homeRecord).toBeNull();
    expect((await seen(memberId, "PTC-08", clerkOf("PTC-01"))).homeRecord).toEqual({ name: { full: "Nguyễn Văn An" } });
  });
});

/** The file that has left with a transfer. */
async function fileSent(transferId: string) {
  const handedOver = (await eventsAbout(instance, transferId)).find(({ kind }) => kind === "member.handed-over");
  return handedOver?.body["file"] as EventBody<"member.handed-over">["file"];
}

/** A file as the south would hand it over, of one whom PTC-01 has accepted unless the arrival says otherwise. */
async function handedOver(own: Partial<EventBody<"member.handed-over">> = {}, row: Parameters<typeof arrival>[1] = {}) {
  const away = await leaving(at79, everything);
  await accepted(away.transferId, SOUTH, at79.cell);
  const file = await fileSent(away.transferId);
  const [memberId, transferId] = [`mb_new${++cases}`, `at_new${cases}`];
  const state = { state: "CLOSED", accepted_on: today, member_id: memberId } as const;
  await instance.db.insertInto("arrival").values(arrival(transferId, { ...state, ...row })).execute();
  const way = { memberId, transferId, fromCommittee: "PTC-79", homeCommittee: "PTC-01" };
  const numbered = { ...file, recordNumber: `${700_000 + cases}HCM`, cardNumber: null, cardIssuedOn: null };
  const body = { ...way, homeOrganizationId: "po_cell000000001", on: today, file: numbered, ...own };
  const hear = (source: string) => instance.hear(source, "member.handed-over", transferId, body);
  return { memberId, transferId, away, body, hear };
}

describe("a file that is handed over", () => {
  it("opens the record here, whole for the committee, and limited for the one that was left until some days after", async () => {
    const { memberId, transferId, hear } = await handedOver();
    expect(await hear(SOUTH)).toMatchObject({ outcome: "accepted" });
    const opened = { committee_code: "PTC-01", official_organization_id: "po_cell000000001", activity_status: "ACTIVE" };
    expect(await recordOf(memberId)).toMatchObject({ ...opened, activity_status_on: today, religion: "Không" });
    const whole = await seen(memberId, "PTC-01", clerkOf("PTC-01"), "religion foreignLanguages { level }");
    expect(whole.homeRecord).toEqual({ religion: "Không", foreignLanguages: [{ level: "B2" }] });
    expect(whole.activityTransfers).toEqual({ nodes: [{ state: "CLOSED" }] });
    const left = clerkOf("PTC-79");
    expect((await seen(memberId, "PTC-01", left)).homeRecord).toEqual({ name: { full: "Nguyễn Văn An" } });
    expect((await seen(memberId, "PTC-01", left, "religion")).codes).toEqual(["UNAUTHORIZED_FIELD_OR_TYPE"]);
    expect((await seen(memberId, "PTC-01", clerkOf("PTC-08"))).homeRecord).toBeNull();
    const past = dayPlus(today, -91);
    await instance.db.updateTable("activity_transfer").set({ ended_on: past }).where("id", "=", transferId).execute();
    await instance.db.updateTable("member").set({ left_on: past }).where("id", "=", memberId).execute();
    expect((await seen(memberId, "PTC-01", left)).homeRecord).toBeNull();
  });

  it("of one who comes back opens the record that was closed, as it was", async () => {
    const { away, body } = await handedOver();
    const before = await recordOf(away.memberId);
    const file = await fileSent(away.transferId);
    const back = arrival(`at_back${cases}`, { state: "CLOSED", accepted_on: today, member_id: away.memberId });
    await instance.db.insertInto("arrival").values(back).execute();
    const own = { ...body, memberId: away.memberId, transferId: back.id, file };
    expect(await instance.hear(SOUTH, "member.handed-over", back.id, own)).toMatchObject({ outcome: "accepted" });
    const here = { official_organization_id: "po_cell000000001", activity_status: "ACTIVE" };
    const open = { moved_to_committee_code: null, moved_on: null, left_committee_code: "PTC-79", left_on: today };
    expect(await recordOf(away.memberId)).toEqual({ ...before, ...here, ...open, activity_status_on: today });
  });

  it.each([
    ["before the committee has accepted", {}, { state: "FILE_CHECKED", accepted_on: null }, "EVENT_UNEXPECTED"],
    ["after a temporary transfer", {}, { kind: "TEMPORARY" }, "EVENT_UNEXPECTED"],
    ["of somebody else", { memberId: "mb_other" }, {}, "EVENT_UNEXPECTED"],
    ["without an arrival", { transferId: "at_none" }, {}, "EVENT_UNEXPECTED"],
    ["in another's name", { fromCommittee: "PTC-01" }, {}, "EVENT_MISDIRECTED"],
    ["by others than the sender", {}, { sender: "foreign-ministry" }, "EVENT_MISDIRECTED"],
  ] as const)("is refused %s", async (_, own, row, code) => {
    const { memberId, hear } = await handedOver(own, row);
    expect(await hear(SOUTH)).toMatchObject({ outcome: "refused", code });
    expect(await recordOf(memberId)).toBeUndefined();
  });

  it("is kept by the committee and in the cell that have accepted, whatever the sender calls them", async () => {
    const { memberId, hear } = await handedOver({ homeCommittee: "PTC-08", homeOrganizationId: at08.cell });
    expect(await hear(SOUTH)).toMatchObject({ outcome: "accepted" });
    const here = { committee_code: "PTC-01", official_organization_id: "po_cell000000001" };
    expect(await recordOf(memberId)).toMatchObject(here);
    const placed = { homeCommittee: "PTC-01", homeOrganizationId: "po_cell000000001" };
    expect(await eventsAbout(instance, memberId)).toMatchObject([{ target: COMMISSION, body: placed }]);
  });

  it("takes nobody's record that is kept here", async () => {
    const { memberId, hear } = await handedOver();
    await instance.db.insertInto("member").values(member(memberId, { committee_code: "PTC-08" })).execute();
    expect(await hear(SOUTH)).toMatchObject({ outcome: "refused", code: "EVENT_UNEXPECTED" });
    expect(await recordOf(memberId)).toMatchObject({ committee_code: "PTC-08", religion: null });
  });
});

describe("an event that contradicts what is there", () => {
  it("is its source's mistake, and leaves nothing: a file handed over with the transfer of somebody else", async () => {
    const { memberId, transferId, hear } = await handedOver();
    const other = transfer(transferId, (await leaving(at79)).memberId, { state: "CLOSED" });
    await instance.db.insertInto("activity_transfer").values(other).execute();
    expect(await hear(SOUTH)).toMatchObject({ outcome: "refused", code: "EVENT_UNEXPECTED" });
    expect(await recordOf(memberId)).toBeUndefined();
  });

  it("comes again when that ends by another event: a return announced before the transfer out is closed", async () => {
    const { memberId, transferId } = await leaving(at79);
    const [id, stay] = [`at_back${cases}`, application(`oa_${cases}`, memberId)];
    await instance.db.insertInto("overseas_application").values(stay).execute();
    const body = announcement(id, { memberId, assignmentId: stay.id, toOrganizationId: "po_cell000000001" });
    const announce = () => instance.hear("foreign-ministry", "transfer.announced", id, body);
    expect(await announce()).toMatchObject({ outcome: "early" });
    const ended = instance.db.updateTable("activity_transfer").set({ state: "CLOSED" });
    await ended.where("id", "=", transferId).execute();
    expect(await announce()).toMatchObject({ outcome: "accepted" });
  });
});

describe("a stay and a move to another committee", () => {
  it("do not run at once: the file goes, and the stay could not follow it", async () => {
    const { db } = instance;
    const [first, second] = [`mb_${++cases}`, `mb_${++cases}`];
    await db.insertInto("member").values([member(first), member(second)]).execute();
    await db.insertInto("overseas_application").values(application(`oa_${cases}`, first)).execute();
    const moves = (id: string, member_id: string) =>
      transfer(id, member_id, { state: "CERTIFIED", to_organization_id: at79.cell, to_committee_code: "PTC-79" });
    await db.insertInto("activity_transfer").values([moves("at_staying", first), moves("at_moving", second)]).execute();
    const letter = { letterNumber: "1-GT", expectedVersion: 1 };
    const issue = (id: string) => act(instance, "issueTransferLetter", { ...letter, transfer: id });
    expect(await issue("at_staying")).toMatchObject({ guard: "NO_OPEN_ASSIGNMENT" });
    expect(await issue("at_moving")).toMatchObject({ transfer: { state: "IN_TRANSIT" } });
    const days = { departsOn: "2026-12-01", expectedReturnOn: "2027-12-01", decidedOn: "2026-11-01" };
    const stay = { member: second, purpose: "STUDY", countryCode: "JP", ...days };
    expect(await act(instance, "declareAssignment", stay)).toMatchObject({ guard: "NO_OPEN_TRANSFER" });
  });
});
