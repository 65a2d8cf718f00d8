import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { EventBody, EventKind } from "#contract/event-bodies.ts";
import { newEventId, type AnyEvent } from "#contract/events.ts";
import { eventHandlers, eventReach } from "../../../subgraphs/foreign-ministry/event-handlers.ts";
import { markOverdueLetters } from "../../../subgraphs/foreign-ministry/overdue-letters.ts";
import type { ForeignMinistryTables } from "../../../subgraphs/foreign-ministry/tables.ts";
import { openAgencyDatabase, openDatabase, type AgencyDatabase } from "#kit/database.ts";
import { takeEvent } from "#kit/inbox.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { clearOutbox, outbox } from "./acting.ts";
import { committeeInJapan, osaka, studentCell, tokyo } from "./rows.ts";
import { migrations, type RunningMinistry } from "./running-ministry.ts";
import { arrivalId, clearStays, placeStay, stayId, stayNow } from "./stays.ts";

const SOUTH = "provincial-committees/south";
const NORTH = "provincial-committees/north";
const routes = new Map([["PTC-79", SOUTH], ["PTC-01", NORTH]]);

let database: TestDatabase;
let agency: AgencyDatabase<ForeignMinistryTables>;
let ministry: RunningMinistry;
let db: Kysely<ForeignMinistryTables>;
beforeAll(async () => {
  database = await createDatabase({ migrations });
  agency = openAgencyDatabase({ url: database.url, poolSize: 2 });
  db = openDatabase({ url: database.adminUrl, poolSize: 2 });
  ministry = { db } as RunningMinistry;
  await db.insertInto("mission").values([tokyo, osaka]).execute();
  await db.insertInto("overseas_directory_entry").values([committeeInJapan, studentCell]).execute();
});
beforeEach(async () => {
  await clearStays(ministry);
  await clearOutbox(ministry);
});
afterAll(async () => {
  await agency.close();
  await db.destroy();
  await database[Symbol.asyncDispose]();
});

/** An event that its source tells first of a subject, which is one of its own unless it is named. */
const tell = <Kind extends EventKind>(kind: Kind, body: EventBody<Kind>, source = SOUTH, subject: string = randomUUID()) => {
  const own = { id: newEventId(Date.now()), source, target: "foreign-ministry", subject, sequence: 1 };
  const event = { ...own, kind, occurredAt: "2026-06-30T01:00:00.000Z", body } as unknown as AnyEvent;
  return takeEvent(agency, eventHandlers(routes), eventReach, event);
};

const person = {
  familyName: "Nguyễn",
  middleName: "Giả",
  givenName: "Lập",
  memberClass: "OFFICIAL",
  admittedOn: "2015-05-19",
  officialOn: "2016-05-19",
  homeCommittee: "PTC-79",
  homeOrganizationId: "po_homecellhomece",
} as const;
const declared = {
  assignmentId: stayId,
  memberId: "mb_staystaystayst",
  person,
  purpose: "STUDY",
  countryCode: "JP",
  declaredBy: "PTC-79",
  declaredOn: "2026-06-01",
  departsOn: "2026-09-01",
  expectedReturnOn: "2028-09-01",
} as const;
const stepped = (act: EventBody<"assignment.stepped">["act"], own: Partial<EventBody<"assignment.stepped">> = {}) => ({
  assignmentId: stayId,
  act,
  state: "HOME_APPROVED" as const,
  by: "HOME_COMMITTEE" as const,
  on: "2026-06-10",
  moveKind: null,
  transferId: null,
  organizationId: null,
  countryCode: null,
  expectedReturnOn: null,
  returnedOn: null,
  letterNumber: null,
  dueOn: null,
  reason: null,
  ...own,
});
const announced = {
  transferId: arrivalId,
  assignmentId: stayId,
  memberId: declared.memberId,
  person,
  kind: "OFFICIAL",
  fromOrganizationId: "po_homecellhomece",
  toOrganizationId: studentCell.organization_id,
  letterKind: "ABROAD",
  letterNumber: "12-GT",
  issuedOn: "2026-06-20",
  presentBy: "2026-08-03",
  isCardInCustody: true,
  documents: ["3-SHD"],
  isFileListCertified: true,
} as const;
const transferStepped = (act: EventBody<"transfer.stepped">["act"], transferId: string, own: object = {}) => ({
  transferId,
  act,
  state: "ACCEPTED" as const,
  by: "RECEIVING_CELL" as const,
  on: "2026-06-10",
  organizationId: null,
  letterNumber: null,
  presentBy: null,
  reason: null,
  ...own,
});

describe("what a home committee tells", () => {
  it("becomes a stay with its notice and its arrival, step by step, and home hears of the notice", async () => {
    expect((await tell("assignment.declared", declared)).outcome).toBe("accepted");
    expect(await stayNow(ministry)).toMatchObject({ state: "DECLARED", home_committee: "PTC-79", version: 1 });
    await tell("assignment.stepped", stepped("APPROVE_ASSIGNMENT"));
    await tell("assignment.stepped", stepped("OPEN_ASSIGNMENT_TRANSFER", { moveKind: "OFFICIAL_TRANSFER" }));
    expect((await tell("transfer.announced", announced)).outcome).toBe("accepted");
    expect(await stayNow(ministry)).toMatchObject({
      state: "NOTIFIED_MFA",
      move_kind: "OFFICIAL_TRANSFER",
      notice_kind: "LETTER",
      notice_number: "12-GT",
      addressed_organization_id: studentCell.organization_id,
      card_returned_on: null,
    });
    expect((await stayNow(ministry)).card_received_on).not.toBeNull();
    const [arrival] = await db.selectFrom("arrival").selectAll().execute();
    expect(arrival).toMatchObject({ id: arrivalId, state: "IN_TRANSIT", sender: SOUTH, present_due_on: "2026-08-03" });
    const steps = await db.selectFrom("overseas_assignment_step").select("state").orderBy("number").execute();
    expect(steps.map(({ state }) => state)).toEqual(["DECLARED", "HOME_APPROVED", "TRANSFER_OPEN", "NOTIFIED_MFA"]);
    expect(await outbox(ministry)).toMatchObject([{ target: SOUTH, body: { act: "RECORD_NOTICE", transferId: arrivalId } }]);
  });

  it("closes a stay at its end, and what was known of the person goes with it", async () => {
    await placeStay(ministry, "OVERDUE", { card: "returned" });
    const home = stepped("ACCEPT_AT_HOME", { state: "CLOSED", returnedOn: "2024-10-02", by: "HOME_CELL" });
    expect((await tell("assignment.stepped", home)).outcome).toBe("accepted");
    expect(await stayNow(ministry)).toMatchObject({ state: "CLOSED", returned_on: "2024-10-02" });
    expect(await db.selectFrom("traveller").select("assignment_id").execute()).toEqual([]);
  });

  it("is refused from whoever does not answer for the committee", async () => {
    const misdirected = { outcome: "refused", code: "EVENT_MISDIRECTED" };
    expect(await tell("assignment.declared", declared, NORTH)).toMatchObject(misdirected);
    await placeStay(ministry, "DECLARED", { arrival: null });
    expect(await tell("assignment.stepped", stepped("APPROVE_ASSIGNMENT"), NORTH)).toMatchObject(misdirected);
    const assessment = { memberId: "mb_1", assignmentId: stayId, assessedOn: "2026-06-01", isRecommended: true };
    expect(await tell("member.assessed", assessment, NORTH)).toMatchObject(misdirected);
    const request = { requestId: "vr_x", requestedBy: "PTC-79", countryCode: "JP", letterNumber: "1", requestedOn: "2026-06-01" };
    expect(await tell("verification.requested", request, NORTH)).toMatchObject(misdirected);
    expect(await stayNow(ministry)).toMatchObject({ state: "DECLARED", version: 1 });
  });

  it("is refused where it speaks of what is done abroad", async () => {
    await placeStay(ministry, "NOTIFIED_MFA");
    for (const act of ["RECEIVE_ABROAD", "START_RETURN", "MARK_RETURN_OVERDUE", "DECLARE_ASSIGNMENT"] as const)
      expect(await tell("assignment.stepped", stepped(act))).toMatchObject({ code: "EVENT_UNEXPECTED" });
    expect(await stayNow(ministry)).toMatchObject({ state: "NOTIFIED_MFA", version: 1 });
  });

  it("is refused where it speaks of somebody else, or of what the act does not change", async () => {
    await placeStay(ministry, "TRANSFER_OPEN", { arrival: null });
    const unexpected = { outcome: "refused", code: "EVENT_UNEXPECTED" };
    expect(await tell("transfer.announced", { ...announced, memberId: "mb_other" })).toMatchObject(unexpected);
    const assessment = { memberId: "mb_other", assignmentId: stayId, assessedOn: "2026-06-01", isRecommended: true };
    expect(await tell("member.assessed", assessment)).toMatchObject(unexpected);
    const cancelled = stepped("CANCEL_ASSIGNMENT", { state: "CANCELLED", moveKind: "TEMPORARY_TRANSFER" });
    expect(await tell("assignment.stepped", cancelled)).toMatchObject(unexpected);
    await db.updateTable("overseas_assignment").set({ state: "DECLARED", move_kind: null }).execute();
    const approved = stepped("APPROVE_ASSIGNMENT", { returnedOn: "2026-06-09" });
    expect(await tell("assignment.stepped", approved)).toMatchObject(unexpected);
    expect(await stayNow(ministry)).toMatchObject({ state: "DECLARED", version: 1, returned_on: null });
    expect(await db.selectFrom("official_decision").select("assignment_id").execute()).toEqual([]);
  });

  it.each([["in another country", "FR", null], ["after its end", "JP", "2025-12-31"]])("shows a member to no organization %s", async (_, country_code, valid_to) => {
    const own = db.updateTable("overseas_directory_entry").where("organization_id", "=", studentCell.organization_id);
    await own.set({ valid_to }).execute();
    const nowhere = { country_code, addressed_organization_id: null, receiving_organization_id: null, received_on: null };
    await placeStay(ministry, "TRANSFER_OPEN", { arrival: null, row: nowhere });
    expect((await tell("transfer.announced", announced)).outcome).toBe("accepted");
    expect(await stayNow(ministry)).toMatchObject({ state: "NOTIFIED_MFA", addressed_organization_id: null });
    await own.set({ valid_to: null }).execute();
  });

  it("ends the stay of a member whose name was removed, of whom the ministry forgets the rest", async () => {
    await placeStay(ministry, "CONFIRMED_ABROAD", { card: false });
    expect((await tell("assignment.stepped", stepped("REMOVE_NAME"))).outcome).toBe("accepted");
    expect(await stayNow(ministry)).toMatchObject({ state: "ENDED", version: 2 });
    expect(await db.selectFrom("traveller").select("assignment_id").execute()).toEqual([]);
  });

  it("comes again when what it rests on may be under way beside it, and is taken after that", async () => {
    expect((await tell("transfer.announced", announced)).outcome).toBe("early");
    for (const state of ["DECLARED", "HOME_APPROVED", "EXEMPT_REQUESTED"] as const) {
      await clearStays(ministry);
      await placeStay(ministry, state, { arrival: null });
      expect((await tell("transfer.announced", announced)).outcome).toBe("early");
    }
    await db.updateTable("overseas_assignment").set({ state: "TRANSFER_OPEN" }).execute();
    expect((await tell("transfer.announced", announced)).outcome).toBe("accepted");
  });

  it("is refused at once where the stay does not allow it, whatever may come yet", async () => {
    const unexpected = { outcome: "refused", code: "EVENT_UNEXPECTED" };
    expect(await tell("assignment.stepped", stepped("APPROVE_ASSIGNMENT"), SOUTH, stayId)).toMatchObject(unexpected);
    for (const state of ["NOTIFIED_MFA", "RECEIVED_ABROAD", "CANCELLED"] as const) {
      await clearStays(ministry);
      await placeStay(ministry, state, { arrival: null });
      expect(await tell("assignment.stepped", stepped("APPROVE_ASSIGNMENT"))).toMatchObject(unexpected);
      expect(await tell("assignment.declared", declared)).toMatchObject(unexpected);
      expect(await tell("transfer.announced", announced)).toMatchObject(unexpected);
      expect(await stayNow(ministry)).toMatchObject({ state, version: 1 });
    }
    const request = { requestId: "vr_once", requestedBy: "PTC-79", countryCode: "JP", letterNumber: "1", requestedOn: "2026-06-01" };
    expect((await tell("verification.requested", request)).outcome).toBe("accepted");
    expect(await tell("verification.requested", request)).toMatchObject(unexpected);
    expect(await outbox(ministry)).toEqual([]);
  });

  it("keeps the newest assessment until a decision rests on one", async () => {
    await placeStay(ministry, "RECEIVED_ABROAD");
    const assess = (assessedOn: string, isRecommended: boolean) =>
      tell("member.assessed", { memberId: declared.memberId, assignmentId: stayId, assessedOn, isRecommended });
    await assess("2026-06-01", false);
    await assess("2026-06-02", true);
    const decision = () => db.selectFrom("official_decision").selectAll().executeTakeFirstOrThrow();
    expect(await decision()).toMatchObject({ home_assessed_on: "2026-06-02", is_recommended: true });
    await db.updateTable("official_decision").set({ decided_on: "2026-06-03", decision_number: "1", is_recognized: true }).execute();
    await assess("2026-06-04", false);
    expect(await decision()).toMatchObject({ home_assessed_on: "2026-06-02", is_recommended: true });
  });

  it("follows its member to no other committee at a committee's word: whoever is abroad keeps the one at home", async () => {
    await placeStay(ministry, "RECEIVED_ABROAD", { arrival: null });
    const { member_id: memberId } = await db.selectFrom("overseas_assignment").select("member_id").executeTakeFirstOrThrow();
    const placed = { memberId, homeCommittee: "PTC-01", homeOrganizationId: "po_x", on: "2026-06-01" };
    expect(await tell("member.placed", placed, NORTH)).toMatchObject({ outcome: "refused", code: "EVENT_UNEXPECTED" });
    expect((await stayNow(ministry)).home_committee).toBe("PTC-79");
  });
});

describe("a transfer's other side", () => {
  it("moves an arrival on by the acts of its sender, and by no others", async () => {
    await placeStay(ministry, "NOTIFIED_MFA", { arrival: { state: "IN_TRANSIT" } });
    const id = (await db.selectFrom("arrival").select("id").executeTakeFirstOrThrow()).id;
    const now = async () => (await db.selectFrom("arrival").select(["state", "letter_number"]).executeTakeFirstOrThrow());
    await tell("transfer.stepped", transferStepped("REPORT_TRANSFER_LETTER_LOST", id));
    expect(await now()).toMatchObject({ state: "LOST" });
    await tell("transfer.stepped", transferStepped("REISSUE_TRANSFER_LETTER", id, { letterNumber: "99-GT", presentBy: "2026-09-01" }));
    expect(await now()).toEqual({ state: "REISSUED", letter_number: "99-GT" });
    expect(await tell("transfer.stepped", transferStepped("ACCEPT_AT_RECEIVING_CELL", id))).toMatchObject({ code: "EVENT_UNEXPECTED" });
    expect(await tell("transfer.stepped", transferStepped("MARK_TRANSFER_OVERDUE", id), NORTH)).toMatchObject({ code: "EVENT_MISDIRECTED" });
    expect(await now()).toMatchObject({ state: "REISSUED" });
    await db.updateTable("arrival").set({ state: "PRESENTED" }).execute();
    expect((await tell("transfer.stepped", transferStepped("REPORT_TRANSFER_LETTER_LOST", id))).outcome).toBe("accepted");
    expect(await now()).toMatchObject({ state: "PRESENTED" });
  });

  it("ends an arrival whose letter came back, gives its sender the word, and expects nobody any more", async () => {
    await placeStay(ministry, "NOTIFIED_MFA", { arrival: { state: "OVERDUE" } });
    const id = (await db.selectFrom("arrival").select("id").executeTakeFirstOrThrow()).id;
    const recall = transferStepped("RECALL_TRANSFER_LETTER", id, { state: "WITHDRAWN", by: "ISSUING_BODY" });
    expect(await tell("transfer.stepped", recall, NORTH)).toMatchObject({ code: "EVENT_MISDIRECTED" });
    expect((await tell("transfer.stepped", recall)).outcome).toBe("accepted");
    const word = { act: "RECALL_TRANSFER_LETTER", state: "WITHDRAWN", by: "SYSTEM" };
    expect(await outbox(ministry)).toMatchObject([{ target: SOUTH, kind: "transfer.stepped", body: word }]);
    expect((await tell("assignment.stepped", stepped("CANCEL_ASSIGNMENT", { state: "CANCELLED" }))).outcome).toBe("accepted");
    expect(await stayNow(ministry)).toMatchObject({ state: "CANCELLED" });
    expect(await db.selectFrom("traveller").selectAll().execute()).toEqual([]);
  });

  it("takes no recall of a letter that was shown", async () => {
    await placeStay(ministry, "NOTIFIED_MFA", { arrival: { state: "PRESENTED" } });
    const id = (await db.selectFrom("arrival").select("id").executeTakeFirstOrThrow()).id;
    await tell("transfer.stepped", transferStepped("RECALL_TRANSFER_LETTER", id, { by: "ISSUING_BODY" }));
    expect(await db.selectFrom("arrival").select("state").execute()).toEqual([{ state: "PRESENTED" }]);
    expect(await outbox(ministry)).toEqual([]);
  });

  it("closes the transfer home with the acceptance there, and tells so", async () => {
    await placeStay(ministry, "INTRODUCED_HOME", { arrival: null });
    await db.insertInto("return_transfer").values({ id: "at_back", assignment_id: stayId, kind: "OFFICIAL", state: "FILE_CHECKED", letter_number: "1", issued_on: "2026-06-01", present_by: "2026-07-13" }).execute();
    const word = transferStepped("ACCEPT_AT_RECEIVING_CELL", "at_back");
    expect(await tell("transfer.stepped", word, NORTH)).toMatchObject({ code: "EVENT_MISDIRECTED" });
    expect(await tell("transfer.stepped", { ...word, state: "CLOSED" })).toMatchObject({ code: "EVENT_UNEXPECTED" });
    expect(await db.selectFrom("return_transfer").select("state").execute()).toEqual([{ state: "FILE_CHECKED" }]);
    expect((await tell("transfer.stepped", word)).outcome).toBe("accepted");
    expect(await db.selectFrom("return_transfer").select("state").execute()).toEqual([{ state: "CLOSED" }]);
    expect(await outbox(ministry)).toMatchObject([{ target: SOUTH, kind: "transfer.stepped", body: { act: "CLOSE_TRANSFER" } }]);
    expect(await tell("transfer.stepped", transferStepped("ACCEPT_AT_RECEIVING_CELL", "at_none"))).toMatchObject({ code: "EVENT_UNEXPECTED" });
  });
});

describe("limits that passed", () => {
  it("mark a letter that was not shown abroad, and tell its sender; one that was shown is left alone", async () => {
    await placeStay(ministry, "NOTIFIED_MFA", { arrival: { state: "IN_TRANSIT", present_due_on: "2026-06-30" } });
    await placeStay(ministry, "NOTIFIED_MFA", { id: "oa_shown", arrival: { id: "at_shown", state: "PRESENTED", present_due_on: "2026-06-30" } });
    expect(await at("2026-06-30")).toBe(0);
    expect(await at("2026-07-01")).toBe(1);
    const states = await db.selectFrom("arrival").select("state").orderBy("state").execute();
    expect(states).toEqual([{ state: "OVERDUE" }, { state: "PRESENTED" }]);
    expect(await outbox(ministry)).toMatchObject([{ target: SOUTH, body: { act: "MARK_TRANSFER_OVERDUE" } }]);
  });

  const letterHome = { id: "at_back", assignment_id: stayId, kind: "OFFICIAL", letter_number: "1", issued_on: "2026-05-19", present_by: "2026-06-30" } as const;
  type ReturnState = "IN_TRANSIT" | "LOST" | "REISSUED" | "PRESENTED" | "RETURNED" | "FILE_CHECKED" | "ACCEPTED";
  const placeReturn = async (stay: "INTRODUCED_HOME" | "OVERDUE", state: ReturnState) => {
    await placeStay(ministry, stay, { arrival: null, row: { return_due_on: "2026-06-30" } });
    await db.insertInto("return_transfer").values({ ...letterHome, state }).execute();
  };
  const at = (day: string) => markOverdueLetters(agency, routes, new Date(`${day}T03:00:00Z`));

  it("mark a letter home and its stay once, by whichever process looks first, and not before news of it had a day to come", async () => {
    await placeReturn("INTRODUCED_HOME", "IN_TRANSIT");
    expect(await at("2026-07-01")).toBe(0);
    const marked = await Promise.all([at("2026-07-02"), at("2026-07-02")]);
    expect(marked.toSorted()).toEqual([0, 1]);
    expect(await stayNow(ministry)).toMatchObject({ state: "OVERDUE", version: 2 });
    expect(await db.selectFrom("return_transfer").select("state").execute()).toEqual([{ state: "OVERDUE" }]);
    expect(await outbox(ministry)).toMatchObject([
      { target: SOUTH, body: { act: "MARK_RETURN_OVERDUE", state: "OVERDUE" } },
      { target: SOUTH, body: { act: "MARK_TRANSFER_OVERDUE", state: "OVERDUE" } },
    ]);
  });

  it.each(["PRESENTED", "RETURNED", "FILE_CHECKED", "ACCEPTED", "LOST"] as const)(
    "leave a stay alone whose letter home is %s",
    async (state) => {
      await placeReturn("INTRODUCED_HOME", state);
      expect(await at("2026-08-01")).toBe(0);
      expect(await stayNow(ministry)).toMatchObject({ state: "INTRODUCED_HOME", version: 1 });
      expect(await outbox(ministry)).toEqual([]);
    },
  );

  it("mark a letter home that was issued again after its limit, of a stay that is overdue already", async () => {
    await placeReturn("OVERDUE", "REISSUED");
    expect(await at("2026-07-02")).toBe(1);
    expect(await at("2026-07-02")).toBe(0);
    expect(await stayNow(ministry)).toMatchObject({ state: "OVERDUE", version: 1 });
    expect(await outbox(ministry)).toMatchObject([{ body: { act: "MARK_TRANSFER_OVERDUE" } }]);
  });
});
