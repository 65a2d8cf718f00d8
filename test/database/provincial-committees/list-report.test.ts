import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dayInVietnam } from "#contract/working-days.ts";
import { act, clerkOf, eventsAbout, officerOf } from "./acting.ts";
import { acceptance } from "./event-bodies.ts";
import { member, transfer } from "./rows.ts";
import { startInstance, type RunningInstance } from "./running-instance.ts";
import { application, loadOrganizations } from "./work-rows.ts";

let instance: RunningInstance;
let cases = 0;

beforeAll(async () => {
  instance = await startInstance();
  await loadOrganizations(instance.db);
});
afterAll(() => instance[Symbol.asyncDispose]());

/** A member who goes for labour and whose papers are certified. */
async function worker(own: Partial<ReturnType<typeof application>> = {}) {
  const number = ++cases;
  const [memberId, id, stayId] = [`mb_${number}`, `at_${number}`, `oa_${number}`];
  const { db } = instance;
  await db.insertInto("member").values(member(memberId)).execute();
  const stay = { state: "TRANSFER_OPEN", move_kind: "OFFICIAL_TRANSFER", purpose: "LABOUR", country_code: "KR" } as const;
  await db.insertInto("overseas_application").values(application(stayId, memberId, { ...stay, ...own })).execute();
  const way = { assignment_id: stayId, to_organization_id: "po_abroad0000001" };
  const row = transfer(id, memberId, { state: "CERTIFIED", version: 3, contents_certified_on: "2026-11-01", ...way });
  await db.insertInto("activity_transfer").values(row).execute();
  return id;
}

const issue = (id: string, own: object = {}) =>
  act(instance, "issueTransferLetter", { transfer: id, expectedVersion: 3, letterNumber: `${id}-P`, ...own });
const send = (transfers: readonly string[], own: object = {}, caller = clerkOf("PTC-01")) =>
  act(instance, "sendListReport", { listNumber: `${++cases}-DS`, transfers, ...own }, caller);

const lettersOf = (id: string) =>
  instance.db.selectFrom("activity_transfer_letter").select(["kind", "voided_on"]).where("transfer_id", "=", id).execute();
const stateOf = async (id: string) =>
  (await instance.db.selectFrom("activity_transfer").select("state").where("id", "=", id).executeTakeFirst())?.state;

describe("a slip for labour", () => {
  it("waits for its list, and by one list of five the ministry learns of all of them", async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => worker()));
    for (const id of ids) {
      expect(await issue(id)).toMatchObject({ transfer: { state: "ISSUED" }, pendingDeliveries: [] });
      expect(await lettersOf(id)).toEqual([{ kind: "OVERSEAS_WORK_SLIP", voided_on: null }]);
      expect(await eventsAbout(instance, id)).toEqual([]);
    }
    const result = await send(ids);
    expect(result.__typename).toBe("HomeListReportSent");
    expect(result.list?.transfers.map(({ id }) => id)).toEqual(ids);
    for (const id of ids) {
      expect(await stateOf(id)).toBe("IN_TRANSIT");
      const body = { letterKind: "OVERSEAS_WORK_SLIP", documents: ["3C-SHD"], letterNumber: `${id}-P` };
      expect(await eventsAbout(instance, id)).toMatchObject([{ target: "foreign-ministry", body }]);
    }
    expect(await send(ids)).toMatchObject({ __typename: "HomeActInputRefused", code: "NO_SLIP" });
  });

  it("that had to be written anew before the list is announced as it is now", async () => {
    const id = await worker();
    await issue(id);
    const anew = { transfer: id, expectedVersion: 4, letterNumber: "99-P", isBoxOneWrong: true, feePaidToMonth: "2026-11" };
    expect(await act(instance, "replaceTransferLetter", anew)).toMatchObject({ transfer: { state: "REISSUED" } });
    expect(await eventsAbout(instance, id)).toEqual([]);
    await send([id]);
    expect(await eventsAbout(instance, id)).toMatchObject([{ kind: "transfer.announced", body: { letterNumber: "99-P" } }]);
  });
});

describe("a list", () => {
  it.each([
    ["of nobody", "LIST_LENGTH", async () => []],
    ["of more than twenty", "LIST_LENGTH", async () => Array.from({ length: 21 }, (_, index) => `at_x${index}`)],
    ["of two countries", "LIST_MIXED", async () => [await issued(), await issued({ country_code: "JP" })]],
    ["with one who carries letters", "NO_SLIP", async () => [await issued(), await issued({ purpose: "STUDY" })]],
    ["with one whose slip is not written", "NO_SLIP", async () => [await issued(), await worker()]],
  ] as const)("%s is refused whole", async (_, code, transfers) => {
    const ids = await transfers();
    expect(await send(ids)).toMatchObject({ __typename: "HomeActInputRefused", code });
    // The first is always one that waits for its list, and goes on waiting.
    expect(await stateOf(ids[0] ?? "")).not.toBe("IN_TRANSIT");
  });

  it("has a number of its own, and is the issuing body's", async () => {
    const [one, other] = [await issued(), await issued()];
    expect(await send([one], {}, officerOf("po_cell000000001"))).toMatchObject({ code: "ACT_NOT_BY_CALLER" });
    expect(await send([one], {}, clerkOf("PTC-08"))).toMatchObject({ code: "ACT_NOT_BY_CALLER" });
    expect(await send([one], { listNumber: "7-DS" }, officerOf("po_ward000000001"))).toHaveProperty("list");
    expect(await send([other], { listNumber: "7-DS" })).toMatchObject({ code: "NUMBER_TAKEN" });
  });
});

/** One whose slip, or letter, is written. */
async function issued(own: Partial<ReturnType<typeof application>> = {}) {
  const id = await worker(own);
  await issue(id);
  return id;
}

describe("a letter that was announced", () => {
  it("is void when it is lost, and the receiver hears of loss and new letter", async () => {
    const id = await issued({ purpose: "STUDY" });
    const lost = { transfer: id, expectedVersion: 5, policeConfirmedOn: dayInVietnam(new Date()) };
    expect(await act(instance, "reportTransferLetterLost", lost)).toMatchObject({ transfer: { state: "LOST" } });
    const letters = await lettersOf(id);
    expect(letters.every(({ voided_on }) => voided_on !== null)).toBe(true);
    const anew = { transfer: id, expectedVersion: 6, letterNumber: "100-GT" };
    expect(await act(instance, "reissueTransferLetter", anew)).toMatchObject({ transfer: { state: "REISSUED" } });
    const told = (await eventsAbout(instance, id)).map(({ kind, body }) => [kind, body["act"], body["letterNumber"]]);
    expect(told).toEqual([
      ["transfer.announced", undefined, `${id}-P`],
      ["transfer.stepped", "REPORT_TRANSFER_LETTER_LOST", null],
      ["transfer.stepped", "REISSUE_TRANSFER_LETTER", "100-GT"],
    ]);
  });

  it.each([
    ["EVENT_UNEXPECTED", "WITHDRAWN", []],
    ["EVENT_NOT_DELIVERED", "IN_TRANSIT", ["transfer.announced", "transfer.stepped"]],
  ] as const)("is recalled without the receiver's word where that refused to hear of it: %s", async (because, state, told) => {
    const id = await issued({ purpose: "STUDY" });
    await sql`update outbox_event set parked_at = now(), parked_because = ${because} where subject = ${id}`.execute(
      instance.db,
    );
    const back = { transfer: id, expectedVersion: 5, letterReturnedOn: dayInVietnam(new Date()) };
    expect(await act(instance, "recallTransferLetter", back)).toMatchObject({ transfer: { state } });
    expect((await eventsAbout(instance, id)).map(({ kind }) => kind)).toEqual(told);
  });
});

describe("a letter for one who goes abroad", () => {
  it.each([
    ["toCommittee", "COMMITTEE_UNEXPECTED", { toCommittee: "PTC-79" }],
    ["toOrganization", "ORGANIZATION_AT_HOME", { toOrganization: "po_cell000000008" }],
    ["toOrganization", "ORGANIZATION_UNKNOWN", { toOrganization: "po_abroad0000002" }],
  ])("names nobody at home, and nobody of whom the ministry has not told: %s, %s", async (field, code, own) => {
    const id = await worker({ purpose: "STUDY" });
    expect(await issue(id, own)).toMatchObject({ __typename: "HomeActInputRefused", field, code });
    expect([await stateOf(id), await lettersOf(id)]).toEqual(["CERTIFIED", []]);
    expect(await issue(id, { toOrganization: "po_abroad0000001" })).toMatchObject({ transfer: { state: "IN_TRANSIT" } });
  });

  it("may name an organization as soon as the ministry has told of it, or leave it to the ministry", async () => {
    const [id, organizationId] = [await worker({ purpose: "STUDY" }), "po_opened0000001"];
    const unknown = { __typename: "HomeActInputRefused", field: "toOrganization", code: "ORGANIZATION_UNKNOWN" };
    expect(await issue(id, { toOrganization: organizationId })).toMatchObject(unknown);
    const changedOn = dayInVietnam(new Date());
    const opened = { changeId: "ch_1", organizationId, countryCode: "IS", changedOn, changed: ["OPENED"] as const };
    await instance.hear("foreign-ministry", "directory.changed", organizationId, opened);
    expect(await issue(id, { toOrganization: organizationId })).toMatchObject({ transfer: { state: "IN_TRANSIT" } });
    const left = await worker({ purpose: "STUDY" });
    expect(await issue(left, { toOrganization: null })).toMatchObject({ transfer: { state: "IN_TRANSIT" } });
  });

  const accept = async (id: string, organizationId: string | null = null) => {
    for (const body of acceptance(id, organizationId)) {
      expect(await instance.hear("foreign-ministry", "transfer.stepped", id, body)).toMatchObject({ outcome: "accepted" });
    }
    expect(await stateOf(id)).toBe("CLOSED");
  };
  const placeOf = async (id: string) => {
    const member = instance.db.selectFrom("member").where("id", "=", id.replace("at_", "mb_"));
    return member.select(["official_organization_id as place", "activity_status as status"]).executeTakeFirst();
  };
  const placed = (id: string, organizationId: string, source = "foreign-ministry") => {
    const assignmentId = id.replace("at_", "oa_");
    const body = { assignmentId, organizationId, on: dayInVietnam(new Date()) };
    return instance.hear(source, "assignment.placed", assignmentId, body);
  };

  it("places with nobody whom the ministry guides, whomever it named", async () => {
    const id = await issued({ purpose: "STUDY" });
    await accept(id);
    expect(await placeOf(id)).toEqual({ place: "po_cell000000001", status: "TRANSFERRED" });
  });

  it("is followed by the place where they are put abroad, also when the news of the acceptance comes later", async () => {
    const [id, crossed] = [await issued({ purpose: "STUDY" }), await issued({ purpose: "STUDY" })];
    await accept(id, "po_abroad0000001");
    expect(await placeOf(id)).toEqual({ place: "po_abroad0000001", status: "TRANSFERRED" });
    expect(await placed(id, "po_abroad0000002")).toMatchObject({ outcome: "accepted" });
    expect(await placeOf(id)).toEqual({ place: "po_abroad0000002", status: "TRANSFERRED" });
    expect(await placed(crossed, "po_abroad0000002")).toMatchObject({ outcome: "accepted" });
    expect(await placeOf(crossed)).toEqual({ place: "po_cell000000001", status: "ACTIVE" });
    await accept(crossed, "po_abroad0000001");
    expect(await placeOf(crossed)).toEqual({ place: "po_abroad0000002", status: "TRANSFERRED" });
  });

  it("is followed to no place at home, on nobody else's word, and for no stay that is unknown or over", async () => {
    const [id, over] = [await issued({ purpose: "STUDY" }), await issued({ purpose: "STUDY" })];
    await accept(id, "po_abroad0000001");
    expect(await placed(id, "po_cell000000008")).toMatchObject({ code: "EVENT_UNEXPECTED" });
    expect(await placed("at_none", "po_abroad0000002")).toMatchObject({ code: "EVENT_UNEXPECTED" });
    const misdirected = await placed(id, "po_abroad0000002", "provincial-committees/south");
    expect(misdirected).toMatchObject({ code: "EVENT_MISDIRECTED" });
    await accept(over, "po_abroad0000001");
    const ended = instance.db.updateTable("overseas_application").set({ state: "ENDED" });
    await ended.where("id", "=", over.replace("at_", "oa_")).execute();
    expect(await placed(over, "po_abroad0000002")).toMatchObject({ outcome: "accepted" });
    for (const each of [id, over]) expect(await placeOf(each)).toMatchObject({ place: "po_abroad0000001" });
  });
});

describe("a move at home", () => {
  const atHome = async (own: Parameters<typeof transfer>[2]) => {
    const number = ++cases;
    await instance.db.insertInto("member").values(member(`mb_${number}`)).execute();
    const row = transfer(`at_${number}`, `mb_${number}`, { state: "CERTIFIED", version: 3, ...own });
    await instance.db.insertInto("activity_transfer").values(row).execute();
    return `at_${number}`;
  };

  it("is announced to the process of the committee that is to receive", async () => {
    const id = await atHome({ to_organization_id: "po_cell000000079", to_committee_code: "PTC-79" });
    expect(await issue(id)).toMatchObject({ pendingDeliveries: [{ target: "provincial-committees/south" }] });
    expect(await lettersOf(id)).toEqual([{ kind: "OFFICIAL", voided_on: null }]);
  });

  it("waits while a stay is open, where the file or a temporary place abroad would be lost", async () => {
    const within = { to_organization_id: "po_cell000000003", to_committee_code: "PTC-01" };
    const elsewhere = { to_organization_id: "po_cell000000079", to_committee_code: "PTC-79" };
    const cases = [
      [{ ...elsewhere, kind: "OFFICIAL" }, "ACTIVE", "NO_OPEN_ASSIGNMENT"],
      [{ ...elsewhere, kind: "TEMPORARY" }, "ACTIVE", "NO_OPEN_ASSIGNMENT"],
      [{ ...within, kind: "TEMPORARY" }, "TEMPORARILY_AWAY", "NO_OPEN_ASSIGNMENT"],
      [{ ...within, kind: "OFFICIAL" }, "TEMPORARILY_AWAY", "NO_OPEN_ASSIGNMENT"],
      [{ ...within, kind: "OFFICIAL" }, "ACTIVE", undefined],
    ] as const;
    for (const [way, activity_status, guard] of cases) {
      const id = await atHome(way);
      const memberId = id.replace("at_", "mb_");
      await instance.db.updateTable("member").set({ activity_status }).where("id", "=", memberId).execute();
      const stay = application(`oa_${cases.length}${id}`, memberId, { state: "HOME_APPROVED" });
      await instance.db.insertInto("overseas_application").values(stay).execute();
      expect([way, activity_status, (await issue(id)).guard]).toEqual([way, activity_status, guard]);
    }
  });

  it("is not asked for by one who is abroad for a time, whose way back would wait for it", async () => {
    const request = async (activity_status: "ACTIVE" | "TEMPORARILY_AWAY") => {
      const memberId = `mb_${++cases}`;
      await instance.db.insertInto("member").values(member(memberId, { activity_status })).execute();
      const stay = application(`oa_${cases}`, memberId, { state: "RECEIVED_ABROAD", move_kind: "TEMPORARY_TRANSFER" });
      await instance.db.insertInto("overseas_application").values(stay).execute();
      const move = { kind: "TEMPORARY", toOrganization: "po_cell000000003", toCommittee: "PTC-01" };
      return act(instance, "requestTransfer", { member: memberId, ...move });
    };
    expect(await request("TEMPORARILY_AWAY")).toMatchObject({ guard: "NO_OPEN_ASSIGNMENT" });
    expect(await request("ACTIVE")).toMatchObject({ transfer: { state: "REQUESTED" } });
  });

  it("names who is to receive, and a committee that somebody serves", async () => {
    expect(await issue(await atHome({}))).toMatchObject({ code: "ADDRESSEE_MISSING" });
    const none = { to_organization_id: "po_cell000000099", to_committee_code: "PTC-08" };
    const unknown = { field: "toOrganization", code: "ORGANIZATION_UNKNOWN" };
    expect(await issue(await atHome(none))).toMatchObject(unknown);
    const known = await atHome({ ...none, to_organization_id: "po_cell000000008" });
    expect(await issue(known)).toMatchObject({ transfer: { state: "IN_TRANSIT" } });
    const nowhere = { to_organization_id: "po_cell000000099", to_committee_code: "PTC-99" };
    expect(await issue(await atHome(nowhere))).toMatchObject({ code: "COMMITTEE_UNKNOWN" });
    const ended = { to_organization_id: "po_cell000000099", to_committee_code: "PTC63-77" };
    const message = expect.stringContaining("PTC-79 took over");
    expect(await issue(await atHome(ended))).toMatchObject({ field: "toCommittee", code: "COMMITTEE_ENDED", message });
  });
});
