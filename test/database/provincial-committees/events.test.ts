import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EventBody } from "#contract/event-bodies.ts";
import type { AssignmentAct, AssignmentState } from "#contract/lifecycles/assignment.ts";
import type { TransferAct, TransferState } from "#contract/lifecycles/transfer.ts";
import { dayInVietnam } from "#contract/working-days.ts";
import { act, eventsAbout } from "./acting.ts";
import { acceptance, announcement, stayStep, transferStep } from "./event-bodies.ts";
import { letter, member, probationary, transfer } from "./rows.ts";
import { startInstance, type RunningInstance } from "./running-instance.ts";
import { application, arrival, loadOrganizations } from "./work-rows.ts";

let instance: RunningInstance;

const MINISTRY = "foreign-ministry";
const SOUTH = "provincial-committees/south";
const today = dayInVietnam(new Date());

let cases = 0;

beforeAll(async () => {
  instance = await startInstance();
  await loadOrganizations(instance.db);
});
afterAll(() => instance[Symbol.asyncDispose]());

const rowOf = (table: "member" | "overseas_application" | "activity_transfer" | "arrival", id: string) =>
  instance.db.selectFrom(table).selectAll().where("id", "=", id).executeTakeFirst();

/** A member whose letter is on its way, abroad unless another committee is to receive. */
async function sent(own: Parameters<typeof transfer>[2] = {}, person: Parameters<typeof member>[1] = {}) {
  const number = ++cases;
  const [memberId, transferId, stayId] = [`mb_${number}`, `at_${number}`, `oa_${number}`];
  const { db } = instance;
  await db.insertInto("member").values(member(memberId, person)).execute();
  const state = { state: "NOTIFIED_MFA", move_kind: "OFFICIAL_TRANSFER" } as const;
  await db.insertInto("overseas_application").values(application(stayId, memberId, state)).execute();
  const way = { to_organization_id: "po_abroad0000001", assignment_id: stayId };
  await db
    .insertInto("activity_transfer")
    .values(transfer(transferId, memberId, { state: "IN_TRANSIT", ...way, ...own }))
    .execute();
  return { memberId, transferId, stayId };
}

describe("what a receiver tells of a transfer", () => {
  const accept = async (transferId: string, source: string, organizationId: string) => {
    for (const body of acceptance(transferId, organizationId)) {
      const outcome = await instance.hear(source, "transfer.stepped", transferId, body);
      expect(outcome).toMatchObject({ outcome: "accepted" });
    }
  };

  it("closes it with the acceptance, and an official one moves the one official place", async () => {
    const { memberId, transferId } = await sent();
    await accept(transferId, MINISTRY, "po_abroad0000001");
    expect(await rowOf("activity_transfer", transferId)).toMatchObject({ state: "CLOSED", ended_on: today });
    const place = { official_organization_id: "po_abroad0000001", temporary_organization_id: null };
    expect(await rowOf("member", memberId)).toMatchObject({ ...place, activity_status: "TRANSFERRED" });
    expect(await eventsAbout(instance, transferId)).toMatchObject([{ target: MINISTRY, body: { act: "CLOSE_TRANSFER" } }]);
    // The cell at home stays the same while somebody is abroad, so the Commission hears of nothing.
    expect(await eventsAbout(instance, memberId)).toEqual([]);
  });

  it("leaves the official place alone when it is temporary", async () => {
    const { memberId, transferId } = await sent({ kind: "TEMPORARY" });
    await accept(transferId, MINISTRY, "po_abroad0000001");
    const place = { official_organization_id: "po_cell000000001", temporary_organization_id: "po_abroad0000001" };
    expect(await rowOf("member", memberId)).toMatchObject({ ...place, activity_status: "TEMPORARILY_AWAY" });
  });

  it("keeps a member active who stays with the committee", async () => {
    const own = { assignment_id: null, to_organization_id: "po_cell000000003", to_committee_code: "PTC-01" };
    const { memberId, transferId } = await sent(own);
    await accept(transferId, "provincial-committees/north", "po_cell000000003");
    const place = { official_organization_id: "po_cell000000003", activity_status: "ACTIVE" };
    expect(await rowOf("member", memberId)).toMatchObject(place);
    const body = { memberId, homeCommittee: "PTC-01", homeOrganizationId: "po_cell000000003", on: today };
    const told = { target: "organization-commission", kind: "member.placed", body };
    expect(await eventsAbout(instance, memberId)).toEqual([told]);
  });

  it("places nobody who is abroad at home", async () => {
    const { memberId, transferId } = await sent({ state: "FILE_CHECKED" });
    const body = transferStep(transferId, "ACCEPT_AT_RECEIVING_CELL", "ACCEPTED", { organizationId: "po_cell000000008" });
    const refused = { outcome: "refused", code: "EVENT_UNEXPECTED" };
    expect(await instance.hear(MINISTRY, "transfer.stepped", transferId, body)).toMatchObject(refused);
    expect(await rowOf("activity_transfer", transferId)).toMatchObject({ state: "FILE_CHECKED" });
    expect(await rowOf("member", memberId)).toMatchObject({ official_organization_id: "po_cell000000001" });
  });

  it("holds against what was done with the letter meanwhile, and changes nothing after the end", async () => {
    const lost = await sent({ state: "LOST" });
    await accept(lost.transferId, MINISTRY, "po_abroad0000001");
    expect(await rowOf("activity_transfer", lost.transferId)).toMatchObject({ state: "CLOSED" });
    const body = transferStep(lost.transferId, "RETURN_TRANSFER_FILE", "RETURNED");
    const outcome = await instance.hear(MINISTRY, "transfer.stepped", lost.transferId, body);
    expect(outcome).toMatchObject({ outcome: "accepted" });
    expect(await rowOf("activity_transfer", lost.transferId)).toMatchObject({ state: "CLOSED" });
  });

  it("is refused from anybody else, and about what is not known", async () => {
    const { transferId } = await sent();
    const body = transferStep(transferId, "PRESENT_TRANSFER_LETTER", "PRESENTED");
    const misdirected = { outcome: "refused", code: "EVENT_MISDIRECTED" };
    expect(await instance.hear(SOUTH, "transfer.stepped", transferId, body)).toMatchObject(misdirected);
    expect(await rowOf("activity_transfer", transferId)).toMatchObject({ state: "IN_TRANSIT" });
    const unknown = transferStep("at_unknown", "PRESENT_TRANSFER_LETTER", "PRESENTED");
    const unexpected = { outcome: "refused", code: "EVENT_UNEXPECTED" };
    expect(await instance.hear(MINISTRY, "transfer.stepped", "at_unknown", unknown)).toMatchObject(unexpected);
  });
});

describe("an announcement", () => {
  it("of another province makes one arrival at the committee of the addressee", async () => {
    const announce = () => instance.hear(SOUTH, "transfer.announced", "at_from79", announcement("at_from79"));
    expect([(await announce()).outcome, await announce()]).toMatchObject(["accepted", { code: "EVENT_UNEXPECTED" }]);
    const expected = { committee_code: "PTC-01", sender: SOUTH, full_name: "Trần Giả", state: "IN_TRANSIT" };
    expect(await rowOf("arrival", "at_from79")).toMatchObject({ ...expected, letter_number: "9-GT" });
  });

  it.each([
    ["to nobody here", SOUTH, { toOrganizationId: "po_abroad0000001" }, "EVENT_UNEXPECTED"],
    ["for another's committee", "provincial-committees/nowhere", {}, "EVENT_MISDIRECTED"],
  ] as const)("is refused %s", async (_, source, own, code) => {
    const id = `at_refused${++cases}`;
    const outcome = await instance.hear(source, "transfer.announced", id, announcement(id, own));
    expect(outcome).toMatchObject({ outcome: "refused", code });
    expect(await rowOf("arrival", id)).toBeUndefined();
  });

  it.each([
    ["of somebody else", { memberId: "mb_other" }],
    ["of no stay", { assignmentId: "oa_none" }],
    ["of no stay at all", { assignmentId: null }],
    ["to another committee", { toOrganizationId: "po_cell000000008" }],
  ] as const)("of the ministry brings nobody home %s", async (_, own) => {
    const { memberId, stayId } = await sent({ state: "CLOSED" });
    const id = `at_refused${++cases}`;
    const body = announcement(id, { memberId, assignmentId: stayId, ...own });
    const refused = { outcome: "refused", code: "EVENT_UNEXPECTED" };
    expect(await instance.hear(MINISTRY, "transfer.announced", id, body)).toMatchObject(refused);
    expect(await rowOf("arrival", id)).toBeUndefined();
    expect(await rowOf("activity_transfer", id)).toBeUndefined();
  });

  it("of the ministry brings a member home, with a transfer in the member's own list, and goes the whole way", async () => {
    const place = { official_organization_id: "po_abroad0000001", activity_status: "TRANSFERRED" } as const;
    const { memberId, stayId } = await sent({ state: "CLOSED" }, place);
    const id = `at_home${cases}`;
    const step = (name: AssignmentAct, state: AssignmentState) =>
      instance.hear(MINISTRY, "assignment.stepped", stayId, stayStep(stayId, name, state));
    await step("RECEIVE_ABROAD", "RECEIVED_ABROAD");
    await step("START_RETURN", "RETURN_STARTED");
    await step("CONFIRM_ABROAD", "CONFIRMED_ABROAD");
    const way = { fromOrganizationId: "po_abroad0000001", toOrganizationId: null };
    const body = announcement(id, { memberId, assignmentId: stayId, ...way });
    expect(await instance.hear(MINISTRY, "transfer.announced", id, body)).toMatchObject({ outcome: "accepted" });
    await step("INTRODUCE_HOME", "INTRODUCED_HOME");
    expect(await rowOf("activity_transfer", id)).toMatchObject({ member_id: memberId, state: "IN_TRANSIT" });
    const acts = [
      ["presentTransferLetter", { letterNumber: "9-GT" }],
      ["checkTransferFile", { missingFormCodes: [] }],
      ["acceptAtReceivingCell", {}],
    ] as const;
    for (const [version, [name, own]] of acts.entries()) {
      const result = await act(instance, name, { arrival: id, expectedVersion: version + 1, ...own });
      expect(result).toMatchObject({ __typename: "HomeArrivalStepTaken" });
    }
    expect(await rowOf("member", memberId)).toMatchObject({ official_organization_id: "po_cell000000001" });
    const placed = { kind: "member.placed", body: { homeOrganizationId: "po_cell000000001" } };
    expect(await eventsAbout(instance, memberId)).toMatchObject([placed]);
    expect(await rowOf("overseas_application", stayId)).toMatchObject({ state: "CLOSED", returned_on: today });
    expect(await rowOf("activity_transfer", id)).toMatchObject({ state: "CLOSED" });
  });
});

describe("what a sender tells of an arrival", () => {
  it("is a new letter with a new limit, or the end; and nothing once the letter was shown", async () => {
    const id = `at_arrival${++cases}`;
    await instance.db.insertInto("arrival").values(arrival(id)).execute();
    const hear = (name: TransferAct, state: TransferState, own: Partial<EventBody<"transfer.stepped">> = {}) =>
      instance.hear(SOUTH, "transfer.stepped", id, transferStep(id, name, state, own));
    await hear("REPORT_TRANSFER_LETTER_LOST", "LOST");
    expect(await rowOf("arrival", id)).toMatchObject({ state: "LOST" });
    await hear("REISSUE_TRANSFER_LETTER", "REISSUED", { letterNumber: "8-GT", presentBy: "2027-03-01" });
    const letter = { state: "REISSUED", letter_number: "8-GT", present_due_on: "2027-03-01", version: 3 };
    expect(await rowOf("arrival", id)).toMatchObject(letter);
    await act(instance, "presentTransferLetter", { arrival: id, expectedVersion: 3, letterNumber: "8-GT" });
    expect(await hear("REPORT_TRANSFER_LETTER_LOST", "LOST")).toMatchObject({ outcome: "accepted" });
    expect(await rowOf("arrival", id)).toMatchObject({ state: "PRESENTED" });
    const stranger = await instance.hear(MINISTRY, "transfer.stepped", id, transferStep(id, "CLOSE_TRANSFER", "CLOSED"));
    expect(stranger).toMatchObject({ outcome: "refused", code: "EVENT_MISDIRECTED" });
  });

  it("is of a return also that it is overdue, which only the ministry finds", async () => {
    const { memberId, stayId } = await sent({ state: "CLOSED" });
    const id = `at_late${cases}`;
    const coming = { sender: MINISTRY, member_id: memberId, assignment_id: stayId } as const;
    await instance.db.insertInto("arrival").values(arrival(id, coming)).execute();
    await instance.db.insertInto("activity_transfer").values(transfer(id, memberId, { state: "IN_TRANSIT" })).execute();
    await instance.hear(MINISTRY, "transfer.stepped", id, transferStep(id, "MARK_TRANSFER_OVERDUE", "OVERDUE"));
    expect(await rowOf("arrival", id)).toMatchObject({ state: "OVERDUE" });
    expect(await rowOf("activity_transfer", id)).toMatchObject({ state: "OVERDUE" });
  });
});

describe("a letter that comes back unused", () => {
  /** A transfer of whose letter the receiver knows; the letter is handed back. */
  const recalled = async (own: Parameters<typeof sent>[0] = {}) => {
    const found = await sent(own);
    const { transferId: transfer_id } = found;
    const { db } = instance;
    const step = { transfer_id, ordinal: 1, entered_on: today, state: "IN_TRANSIT" } as const;
    await db.insertInto("activity_transfer_step").values(step).execute();
    await db.insertInto("activity_transfer_letter").values(letter(`lt_${transfer_id}`, transfer_id)).execute();
    const input = { transfer: transfer_id, expectedVersion: 1, letterReturnedOn: today };
    const result = await act(instance, "recallTransferLetter", input);
    const stay = { application: found.stayId, expectedVersion: 1 };
    return { ...found, result, cancel: () => act(instance, "cancelAssignment", stay) };
  };
  const voided = (id: string) =>
    instance.db.selectFrom("activity_transfer_letter").select("voided_on").where("transfer_id", "=", id).execute();

  it("is void at once; with the receiver's word the transfer is withdrawn, and the stay can be cancelled", async () => {
    const { transferId, memberId, result, cancel } = await recalled();
    const waiting = { transfer: { state: "IN_TRANSIT", version: 2 }, pendingDeliveries: [{ target: MINISTRY }] };
    expect(result).toMatchObject({ __typename: "HomeTransferStepTaken", ...waiting });
    expect(await voided(transferId)).toEqual([{ voided_on: today }]);
    expect(await cancel()).toMatchObject({ guard: "NO_LETTER_OUT" });
    const word = transferStep(transferId, "RECALL_TRANSFER_LETTER", "WITHDRAWN");
    const stranger = await instance.hear(SOUTH, "transfer.stepped", transferId, word);
    expect(stranger).toMatchObject({ outcome: "refused", code: "EVENT_MISDIRECTED" });
    await instance.hear(MINISTRY, "transfer.stepped", transferId, word);
    expect(await rowOf("activity_transfer", transferId)).toMatchObject({ state: "WITHDRAWN", ended_on: today });
    expect(await cancel()).toMatchObject({ application: { state: "CANCELLED" } });
    const place = { official_organization_id: "po_cell000000001", activity_status: "ACTIVE" };
    expect(await rowOf("member", memberId)).toMatchObject(place);
  });

  it("but was shown before the receiver heard of it goes its way, as what happens there holds", async () => {
    const { transferId, cancel } = await recalled({ state: "OVERDUE" });
    const shown = transferStep(transferId, "PRESENT_TRANSFER_LETTER", "PRESENTED");
    await instance.hear(MINISTRY, "transfer.stepped", transferId, shown);
    expect(await rowOf("activity_transfer", transferId)).toMatchObject({ state: "PRESENTED", ended_on: null });
    expect(await cancel()).toMatchObject({ guard: "NO_LETTER_OUT" });
  });
});

describe("what the ministry tells of a stay", () => {
  it("shows in the application: country, return, self-review, and a decision that falls due", async () => {
    const { memberId, stayId } = await sent();
    const official = { member_class: "PROBATIONARY", official_on: null } as const;
    await instance.db.updateTable("member").set(official).where("id", "=", memberId).execute();
    const hear = (name: AssignmentAct, state: AssignmentState, own: Partial<EventBody<"assignment.stepped">> = {}) =>
      instance.hear(MINISTRY, "assignment.stepped", stayId, stayStep(stayId, name, state, own));
    await hear("RECEIVE_ABROAD", "RECEIVED_ABROAD", { organizationId: "po_abroad0000001" });
    const due = { official_decision_due_on: "2011-05-19", receiving_organization_id: "po_abroad0000001" };
    expect(await rowOf("overseas_application", stayId)).toMatchObject({ state: "RECEIVED_ABROAD", version: 2, ...due });
    await hear("EXTEND_STAY", "EXTENDED", { expectedReturnOn: "2029-01-01" });
    await hear("MOVE_COUNTRY", "MOVED_COUNTRY", { countryCode: "DE" });
    await hear("START_RETURN", "RETURN_STARTED");
    await hear("CONFIRM_ABROAD", "CONFIRMED_ABROAD");
    const now = { country_code: "DE", expected_return_on: "2029-01-01", self_review_received_on: today };
    expect(await rowOf("overseas_application", stayId)).toMatchObject({ state: "CONFIRMED_ABROAD", ...now });
  });

  it("is refused out of turn and from others, and changes nothing of a stay that is over here", async () => {
    const { stayId } = await sent();
    const body = stayStep(stayId, "CONFIRM_ABROAD", "CONFIRMED_ABROAD");
    const refused = { outcome: "refused", code: "EVENT_UNEXPECTED" };
    expect(await instance.hear(MINISTRY, "assignment.stepped", stayId, body)).toMatchObject(refused);
    const elsewhere = stayStep(stayId, "RECEIVE_ABROAD", "CLOSED");
    expect(await instance.hear(MINISTRY, "assignment.stepped", stayId, elsewhere)).toMatchObject(refused);
    const stranger = await instance.hear(SOUTH, "assignment.stepped", stayId, body);
    expect(stranger).toMatchObject({ outcome: "refused", code: "EVENT_MISDIRECTED" });
    const over = instance.db.updateTable("overseas_application").set({ state: "CANCELLED" });
    await over.where("id", "=", stayId).execute();
    const late = stayStep(stayId, "RECEIVE_ABROAD", "RECEIVED_ABROAD");
    const crossed = await instance.hear(MINISTRY, "assignment.stepped", stayId, late);
    expect(crossed).toMatchObject({ outcome: "accepted" });
    expect(await rowOf("overseas_application", stayId)).toMatchObject({ state: "CANCELLED" });
  });

  it("is refused where it speaks of what is done at home, or of a place at home", async () => {
    const { memberId, stayId } = await sent({ state: "CLOSED" }, { activity_status: "TRANSFERRED" });
    const refused = { outcome: "refused", code: "EVENT_UNEXPECTED" };
    const cancelled = stayStep(stayId, "CANCEL_ASSIGNMENT", "CANCELLED");
    expect(await instance.hear(MINISTRY, "assignment.stepped", stayId, cancelled)).toMatchObject(refused);
    const place = { organizationId: "po_cell000000008" };
    const received = stayStep(stayId, "RECEIVE_ABROAD", "RECEIVED_ABROAD", place);
    expect(await instance.hear(MINISTRY, "assignment.stepped", stayId, received)).toMatchObject(refused);
    expect(await rowOf("overseas_application", stayId)).toMatchObject({ state: "NOTIFIED_MFA", version: 1 });
    expect(await rowOf("member", memberId)).toMatchObject({ official_organization_id: "po_cell000000001" });
  });

  it("makes nobody official by the stay of another", async () => {
    const { stayId } = await sent();
    const id = `mb_${++cases}`;
    await instance.db.insertInto("member").values(probationary(id)).execute();
    const body = { memberId: id, assignmentId: stayId, decidedOn: "2026-11-20", organizationId: null };
    const refused = { outcome: "refused", code: "EVENT_UNEXPECTED" };
    expect(await instance.hear(MINISTRY, "member.made-official", stayId, body)).toMatchObject(refused);
    expect(await rowOf("member", id)).toMatchObject({ member_class: "PROBATIONARY", official_on: null });
  });

  it("makes a probationary member official, once", async () => {
    const id = `mb_${++cases}`;
    await instance.db.insertInto("member").values(probationary(id)).execute();
    const stay = application(`oa_${cases}`, id, { state: "RECEIVED_ABROAD", official_decision_due_on: "2026-12-01" });
    await instance.db.insertInto("overseas_application").values(stay).execute();
    const body = { memberId: id, assignmentId: stay.id, decidedOn: "2026-11-20", organizationId: null };
    const made = await instance.hear(MINISTRY, "member.made-official", stay.id, body);
    expect(made).toMatchObject({ outcome: "accepted" });
    expect(await rowOf("member", id)).toMatchObject({ member_class: "OFFICIAL", official_on: "2026-11-20" });
    expect(await rowOf("overseas_application", stay.id)).toMatchObject({ official_decision_due_on: null });
    const again = await instance.hear(MINISTRY, "member.made-official", stay.id, body);
    expect(again).toMatchObject({ outcome: "refused" });
  });

  it("opens an organization abroad to letters once, and takes no such word from others", async () => {
    const organizationId = "po_openedopenedo";
    const body = { changeId: "ch_1", organizationId, countryCode: "IS", changedOn: today, changed: ["OPENED"] as const };
    const known = async () =>
      (await instance.db.selectFrom("overseas_organization").selectAll().where("id", "=", organizationId).execute()).length;
    const stranger = await instance.hear(SOUTH, "directory.changed", organizationId, body);
    expect(stranger).toMatchObject({ outcome: "refused", code: "EVENT_MISDIRECTED" });
    for (const changed of [["ADDRESS"], ["OPENED"], ["OPENED"]] as const) {
      const outcome = await instance.hear(MINISTRY, "directory.changed", organizationId, { ...body, changed });
      expect(outcome).toMatchObject({ outcome: "accepted" });
      expect(await known()).toBe(changed[0] === "OPENED" ? 1 : 0);
    }
  });

  it("answers a letter that asked for a verification, once", async () => {
    const asked = await act(instance, "requestVerification", { countryCode: "DE", letterNumber: `${++cases}-CV` });
    const id = asked.letter?.id ?? "";
    const body = { requestId: id, receivedOn: today, repliedOn: today, outcome: "CONFIRMED" as const };
    expect(await instance.hear(MINISTRY, "verification.replied", id, body)).toMatchObject({ outcome: "accepted" });
    const other = await instance.hear(MINISTRY, "verification.replied", id, { ...body, outcome: "RETURNED" });
    expect(other).toMatchObject({ outcome: "refused", code: "EVENT_UNEXPECTED" });
    const letter = instance.db.selectFrom("verification_letter").select(["replied_on", "outcome"]).where("id", "=", id);
    expect(await letter.execute()).toEqual([{ replied_on: today, outcome: "CONFIRMED" }]);
  });
});
