import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assignmentLifecycle, type AssignmentAct, type AssignmentState } from "#contract/lifecycles/assignment.ts";
import { step } from "#contract/lifecycles/lifecycle.ts";
import { dayInVietnam, dayPlus } from "#contract/working-days.ts";
import { act, clerkOf, eventsAbout, nameOf, officerOf } from "./acting.ts";
import { member, probationary, transfer } from "./rows.ts";
import { startInstance, type RunningInstance } from "./running-instance.ts";
import { application, loadOrganizations } from "./work-rows.ts";

let instance: RunningInstance;

const today = dayInVietnam(new Date());
const states = Object.keys(assignmentLifecycle.states) as AssignmentState[];

const oneMonth = { departs_on: "2026-12-01", expected_return_on: "2027-01-15" };
const sixMonths = { departs_on: "2026-12-01", expected_return_on: "2027-06-01" };

/** What each act is sent with when nothing is wrong, and the stay that it fits; two years of study otherwise. */
const acts = {
  APPROVE_ASSIGNMENT: [{}, {}],
  REFUSE_ASSIGNMENT: [{}, {}],
  CANCEL_ASSIGNMENT: [{}, {}],
  ALLOW_REPORT_ONLY: [{}, oneMonth],
  FORM_GROUP_CELL: [{}, { ...oneMonth, group_size: 3 }],
  OPEN_ASSIGNMENT_TRANSFER: [{ moveKind: "OFFICIAL_TRANSFER" }, {}],
  REQUEST_EXEMPTION: [{ resolvedOn: "2026-11-01" }, sixMonths],
  GRANT_EXEMPTION: [{}, sixMonths],
  DECLINE_EXEMPTION: [{}, sixMonths],
  END_ASSIGNMENT: [{ returnedOn: "2026-11-02", reportedOn: "2026-11-05" }, oneMonth],
  REMOVE_NAME: [{}, { recognition_refused_on: "2026-11-01" }],
} as const satisfies Partial<Record<AssignmentAct, readonly [object, object]>>;

type HomeAct = keyof typeof acts;
const names = Object.keys(acts) as HomeAct[];

let cases = 0;

/** An application in a state at version 3. */
async function keep(
  state: AssignmentState,
  own: Partial<ReturnType<typeof application>> = {},
  person: ReturnType<typeof member> = member(`mb_${++cases}`),
) {
  await instance.db.insertInto("member").values(person).execute();
  const row = application(`oa_${++cases}`, person.id, { state, version: 3, ...own });
  await instance.db.insertInto("overseas_application").values(row).execute();
  return { id: row.id, memberId: person.id };
}

const stored = (id: string) =>
  instance.db.selectFrom("overseas_application").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const recordOf = (id: string) =>
  instance.db.selectFrom("member").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

beforeAll(async () => {
  instance = await startInstance();
  await loadOrganizations(instance.db);
  const rule = { amount: 15, unit: "CALENDAR_DAY", legal_basis_code: "QD-86" } as const;
  const near = { amount: 7, unit: "WORKING_DAY", legal_basis_code: "QD-86" } as const;
  await instance.db
    .insertInto("return_report_policy")
    .values([
      { committee_code: "PTC-01", organization_id: null, ...rule },
      { committee_code: "PTC-01", organization_id: "po_cell000000003", ...near },
    ])
    .execute();
});
afterAll(() => instance[Symbol.asyncDispose]());

describe.each(names)("%s", (name) => {
  const [input, stay] = acts[name];
  const row = assignmentLifecycle.rows.find((each) => each.act === name);
  const first = row?.from[0] ?? "DECLARED";
  const send = (id: string, own: object = {}, caller = clerkOf("PTC-01")) =>
    act(instance, nameOf(name), { application: id, expectedVersion: 3, ...input, ...own }, caller);

  it.each(states)("from %s goes as the table says, and the ministry hears of it", async (state) => {
    const { id } = await keep(state, stay);
    const found = step(assignmentLifecycle, state, name);
    const result = await send(id);
    if (!found.ok) {
      expect(result).toMatchObject({ __typename: "HomeActNotAllowed", code: found.code });
      expect(await stored(id)).toMatchObject({ state, version: 3 });
      return;
    }
    const taken = { id, state: row?.to, version: 4 };
    expect(result).toMatchObject({ __typename: "HomeApplicationStepTaken", application: taken });
    const [event] = await eventsAbout(instance, id);
    const body = { assignmentId: id, act: name, state: row?.to, by: row?.by[0], on: today };
    expect(event).toMatchObject({ target: "foreign-ministry", kind: "assignment.stepped", body });
  });

  it("is refused under another version, which it names", async () => {
    const { id } = await keep(first, stay);
    const conflict = { __typename: "HomeActConflict", currentVersion: 3, currentState: first };
    expect(await send(id, { expectedVersion: 2 })).toMatchObject(conflict);
    expect(await eventsAbout(instance, id)).toEqual([]);
  });

  it("is not for another committee, another organization, or the member", async () => {
    const { id, memberId } = await keep(first, stay);
    const unknown = { __typename: "HomeActNotAllowed", code: "ACT_NOT_BEGUN" };
    expect(await send(id, { committee: "PTC-08" }, clerkOf("PTC-08"))).toMatchObject(unknown);
    const others = [clerkOf("PTC-08"), officerOf("po_cell000000003"), officerOf("foreign-ministry")];
    const themselves = { ...clerkOf(), purpose: "OWN_RECORD", memberId } as const;
    for (const caller of [...others, themselves]) {
      expect(await send(id, {}, caller)).toMatchObject({ code: "ACT_NOT_BY_CALLER" });
    }
    expect(await stored(id)).toMatchObject({ state: first, version: 3 });
  });
});

describe("a procedure", () => {
  it.each([
    ["allowReportOnly", {}, sixMonths],
    ["formGroupCell", {}, oneMonth],
    ["openAssignmentTransfer", { moveKind: "OFFICIAL_TRANSFER" }, sixMonths],
    ["openAssignmentTransfer", { moveKind: "TEMPORARY_TRANSFER" }, {}],
    ["openAssignmentTransfer", { moveKind: "NEW_CELL" }, {}],
    ["openAssignmentTransfer", { moveKind: "TEMPORARY_TRANSFER" }, { ...sixMonths, purpose: "PRIVATE" }],
    ["requestExemption", { resolvedOn: "2026-11-01" }, oneMonth],
  ] as const)("that does not fit the stay is refused: %s %j", async (name, own, stay) => {
    const { id } = await keep("HOME_APPROVED", stay);
    const result = await act(instance, name, { application: id, expectedVersion: 3, ...own });
    expect(result).toMatchObject({ __typename: "HomeGuardFailed", guard: "PROCEDURE_FITS" });
  });

  it("that is none of a transfer is a mistake, and an exemption needs the cell's resolution", async () => {
    const { id } = await keep("HOME_APPROVED", sixMonths);
    const send = (name: string, own: object) => act(instance, name, { application: id, expectedVersion: 3, ...own });
    const mistake = { __typename: "HomeActInputRefused", field: "moveKind" };
    expect(await send("openAssignmentTransfer", { moveKind: "EXEMPTION" })).toMatchObject(mistake);
    const guard = { __typename: "HomeGuardFailed", guard: "CELL_RESOLVED" };
    expect(await send("requestExemption", {})).toMatchObject(guard);
  });
});

describe("a declaration", () => {
  const declare = async (own: object = {}, row: Parameters<typeof member>[1] = {}) => {
    const id = `mb_${++cases}`;
    await instance.db.insertInto("member").values(member(id, row)).execute();
    const days = { departsOn: dayPlus(today, 60), expectedReturnOn: dayPlus(today, 800), decidedOn: dayPlus(today, -3) };
    return act(instance, "declareAssignment", { member: id, purpose: "STUDY", countryCode: "JP", ...days, ...own });
  };

  it("begins an application, and the ministry learns of the stay with the least of whom it is about", async () => {
    const result = await declare();
    expect(result).toMatchObject({ __typename: "HomeApplicationStepTaken", application: { state: "DECLARED" } });
    const id = result.application?.id ?? "";
    const [event] = await eventsAbout(instance, id);
    expect(event).toMatchObject({ target: "foreign-ministry", kind: "assignment.declared" });
    expect(Object.keys(event?.body["person"] as object).toSorted()).toEqual([
      ...["admittedOn", "familyName", "givenName", "homeCommittee", "homeOrganizationId", "memberClass"],
      ...["middleName", "officialOn"],
    ]);
  });

  it.each([
    ["CLASS_KNOWN", {}, { activity_status: "LEFT" } as const],
    ["NO_TRANSFER_HOLD", {}, { transfer_held_on: "2026-10-01", transfer_held_by: "po_head000000001" }],
    ["DECISION_PRESENT", { decidedOn: null }, {}],
  ])("needs %s", async (guard, own, row) => {
    expect(await declare(own, row)).toMatchObject({ __typename: "HomeGuardFailed", guard });
  });

  it("names a day before the admission or in another century", async () => {
    expect(await declare({ departsOn: "2010-05-18" })).toMatchObject({ field: "departsOn", code: "DAY_TOO_EARLY" });
    const late = { expectedReturnOn: "2207-02-01" };
    expect(await declare(late)).toMatchObject({ field: "expectedReturnOn", code: "DAY_AHEAD" });
  });

  it("is one at a time, also when two are sent at once", async () => {
    const { memberId } = await keep("CLOSED");
    const days = { departsOn: dayPlus(today, 60), expectedReturnOn: dayPlus(today, 800), decidedOn: today };
    const input = { member: memberId, purpose: "STUDY", countryCode: "JP", ...days };
    const results = await Promise.all([1, 2].map(() => act(instance, "declareAssignment", input)));
    expect(results.map(({ __typename, guard }) => guard ?? __typename).toSorted()).toEqual([
      "HomeApplicationStepTaken",
      "NO_OPEN_ASSIGNMENT",
    ]);
  });

  it.each([
    ["countryCode", { countryCode: "VN" }],
    ["countryCode", { countryCode: "XX" }],
    ["countryCode", { countryCode: "Japan" }],
    ["decidedOn", { decidedOn: dayPlus(today, 1) }],
    ["expectedReturnOn", { expectedReturnOn: dayPlus(today, 60) }],
    ["groupSize", { groupSize: 0 }],
    ["member", { member: "mb_nobody" }],
  ])("names the input at fault: %s", async (field, own) => {
    expect(await declare(own)).toMatchObject({ __typename: "HomeActInputRefused", field });
  });
});

describe("what follows from an act", () => {
  const send = (name: string, id: string, own: object = {}) =>
    act(instance, name, { application: id, expectedVersion: 3, ...own });

  it("is that the exempt are so until they are back", async () => {
    const { id, memberId } = await keep("EXEMPT_REQUESTED", sixMonths);
    await send("grantExemption", id);
    expect(await recordOf(memberId)).toMatchObject({ activity_status: "EXEMPT", activity_status_on: today });
    const early = { expectedVersion: 4, returnedOn: "2026-04-30", reportedOn: "2026-11-05" };
    expect(await send("endAssignment", id, early)).toMatchObject({ field: "returnedOn", code: "DAY_TOO_EARLY" });
    await send("endAssignment", id, { expectedVersion: 4, returnedOn: "2026-11-02", reportedOn: "2026-11-05" });
    expect(await recordOf(memberId)).toMatchObject({ activity_status: "ACTIVE" });
  });

  it("is a limit for the report that is local to the committee, or nearer", async () => {
    const common = await keep("HOME_APPROVED", oneMonth);
    await send("allowReportOnly", common.id);
    expect(await stored(common.id)).toMatchObject({ return_report_due_on: "2027-01-30", move_kind: "REPORT_ONLY" });
    const other = member(`mb_${++cases}`, { official_organization_id: "po_cell000000003" });
    const near = await keep("HOME_APPROVED", oneMonth, other);
    await send("allowReportOnly", near.id);
    expect(await stored(near.id)).toMatchObject({ return_report_due_on: "2027-01-26" });
  });

  it("is no limit yet for a return beyond the calendar of working days", async () => {
    const person = member(`mb_${++cases}`, { official_organization_id: "po_cell000000003" });
    const { id } = await keep("EXEMPT_REQUESTED", { purpose: "PRIVATE" }, person);
    expect(await send("grantExemption", id)).toMatchObject({ application: { state: "EXEMPT" } });
    expect(await stored(id)).toMatchObject({ return_report_due_on: null, return_report_basis_code: "QD-86" });
  });

  it("is that a transfer without a letter is withdrawn with the stay, while one on its way keeps the stay", async () => {
    const early = await keep("TRANSFER_OPEN");
    const asked = transfer(`at_${early.id}`, early.memberId, { assignment_id: early.id, state: "CERTIFIED" });
    const late = await keep("TRANSFER_OPEN");
    const sent = transfer(`at_${late.id}`, late.memberId, { assignment_id: late.id, state: "IN_TRANSIT" });
    await instance.db.insertInto("activity_transfer").values([asked, sent]).execute();
    expect(await send("cancelAssignment", early.id)).toMatchObject({ application: { state: "CANCELLED" } });
    const withdrawn = instance.db.selectFrom("activity_transfer").select(["state", "ended_on"]);
    expect(await withdrawn.where("id", "=", asked.id).execute()).toEqual([{ state: "WITHDRAWN", ended_on: today }]);
    expect(await send("cancelAssignment", late.id)).toMatchObject({ guard: "NO_LETTER_OUT" });
    const gone = await keep("NOTIFIED_MFA");
    const accepted = transfer(`at_${++cases}`, gone.memberId, { assignment_id: gone.id, state: "CLOSED" });
    await instance.db.insertInto("activity_transfer").values(accepted).execute();
    expect(await send("cancelAssignment", gone.id)).toMatchObject({ guard: "NOT_DEPARTED" });
    expect(await stored(gone.id)).toMatchObject({ state: "NOTIFIED_MFA", version: 3 });
  });
});

describe("an assessment", () => {
  it("goes to the ministry for a probationary member whose year ends abroad, and for nobody else", async () => {
    const student = probationary(`mb_${++cases}`);
    const { id } = await keep("RECEIVED_ABROAD", { official_decision_due_on: "2027-01-01" }, student);
    const input = { application: id, expectedVersion: 3, isRecommended: true };
    expect(await act(instance, "sendAssessment", input)).toMatchObject({ application: { version: 4 } });
    expect(await stored(id)).toMatchObject({ assessment_sent_on: today });
    const body = { memberId: student.id, assignmentId: id, assessedOn: today, isRecommended: true };
    expect(await eventsAbout(instance, id)).toEqual([{ target: "foreign-ministry", kind: "member.assessed", body }]);
    for (const expectedVersion of [3, 2 ** 31 - 1])
      expect(await act(instance, "sendAssessment", { ...input, expectedVersion })).toMatchObject({ currentVersion: 4 });
    const official = await keep("RECEIVED_ABROAD");
    const refused = { __typename: "HomeActInputRefused", code: "NO_DECISION_DUE" };
    expect(await act(instance, "sendAssessment", { ...input, application: official.id })).toMatchObject(refused);
  });
});

describe("the removal of a name", () => {
  const abroad = { official_organization_id: "po_abroad0000001", activity_status: "TRANSFERRED" } as const;
  const remove = (id: string) => act(instance, "removeName", { application: id, expectedVersion: 3 });

  it("follows a decision abroad not to recognize the member, and is what the home committee has to do next", async () => {
    const { id, memberId } = await keep("RECEIVED_ABROAD", { recognition_refused_on: "2026-11-01" }, probationary(`mb_${++cases}`, abroad));
    const query = `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Member { nextStep { act office } } } }`;
    const keys = [{ __typename: "Member", id: memberId, homeCommittee: { code: "PTC-01" } }];
    const { data } = await instance.ask<{ _entities: object[] }>(query, { keys });
    expect(data._entities).toEqual([{ nextStep: { act: "REMOVE_NAME", office: "cấp ủy quản lý" } }]);
    expect(await remove(id)).toMatchObject({ application: { state: "ENDED", version: 4 } });
    const removed = { activity_status: "NAME_REMOVED", activity_status_on: today, member_class: "PROBATIONARY" };
    expect(await recordOf(memberId)).toMatchObject(removed);
  });

  it("waits for the ministry's word, after which the year is not counted again", async () => {
    const own = { official_decision_due_on: "2026-12-01" };
    const { id, memberId } = await keep("MOVED_COUNTRY", own, probationary(`mb_${++cases}`, abroad));
    const body = { memberId, assignmentId: id, decidedOn: "2026-11-20" };
    const hear = (source: string, change: object = {}) =>
      instance.hear(source, "member.not-recognized", id, { ...body, ...change });
    const stranger = await hear("provincial-committees/south");
    expect(stranger).toMatchObject({ outcome: "refused", code: "EVENT_MISDIRECTED" });
    const other = await hear("foreign-ministry", { memberId: "mb_other" });
    expect(other).toMatchObject({ outcome: "refused", code: "EVENT_UNEXPECTED" });
    expect(await stored(id)).toMatchObject({ recognition_refused_on: null, ...own });
    expect(await hear("foreign-ministry")).toMatchObject({ outcome: "accepted" });
    const step = { assignmentId: id, act: "RECEIVE_ABROAD", state: "RECEIVED_ABROAD", by: "OVERSEAS_COMMITTEE", on: today } as const;
    const nothing = { moveKind: null, transferId: null, organizationId: null, countryCode: null, expectedReturnOn: null };
    const rest = { returnedOn: null, letterNumber: null, dueOn: null, reason: null };
    await instance.hear("foreign-ministry", "assignment.stepped", id, { ...step, ...nothing, ...rest });
    const noted = { recognition_refused_on: "2026-11-20", official_decision_due_on: null, state: "RECEIVED_ABROAD" };
    expect(await stored(id)).toMatchObject(noted);
    expect(await recordOf(memberId)).toMatchObject({ member_class: "PROBATIONARY", activity_status: "TRANSFERRED" });
  });

  it("is of nobody about whom no such decision has come", async () => {
    const { id, memberId } = await keep("RECEIVED_ABROAD", {}, probationary(`mb_${++cases}`, abroad));
    expect(await remove(id)).toMatchObject({ __typename: "HomeGuardFailed", guard: "RECOGNITION_REFUSED" });
    expect(await recordOf(memberId)).toMatchObject({ activity_status: "TRANSFERRED" });
    expect(await stored(id)).toMatchObject({ state: "RECEIVED_ABROAD", version: 3 });
    expect(await eventsAbout(instance, id)).toEqual([]);
  });
});

describe("the custody of a card", () => {
  it.each([
    ["is in custody", { receivedOn: "2026-11-01", returnedOn: null }, true],
    ["is given back", { receivedOn: "2026-11-01", returnedOn: "2026-11-20" }, false],
    ["never came", { receivedOn: null, returnedOn: null }, false],
  ])("shows at the transfer abroad that the card %s, by the ministry's word", async (_, days, isHeld) => {
    const { id, memberId } = await keep("NOTIFIED_MFA");
    const own = { assignment_id: id, is_abroad: true, is_card_in_mfa_custody: !isHeld };
    await instance.db.insertInto("activity_transfer").values(transfer(`at_${id}`, memberId, own)).execute();
    const shown = () => instance.db.selectFrom("activity_transfer").select("is_card_in_mfa_custody as is").where("id", "=", `at_${id}`).execute();
    const hear = (source: string) => instance.hear(source, "card.moved", id, { assignmentId: id, ...days });
    expect(await hear("provincial-committees/south")).toMatchObject({ code: "EVENT_MISDIRECTED" });
    expect(await shown()).toEqual([{ is: !isHeld }]);
    expect(await hear("foreign-ministry")).toMatchObject({ outcome: "accepted" });
    expect(await shown()).toEqual([{ is: isHeld }]);
  });
});

describe("a report after a return", () => {
  it("is recorded once, after the return and not before it", async () => {
    const { id } = await keep("CLOSED", { returned_on: "2026-11-02" });
    const report = (reportedOn: string, expectedVersion = 3) =>
      act(instance, "recordReturnReport", { application: id, expectedVersion, reportedOn });
    expect(await report("2026-11-01")).toMatchObject({ field: "reportedOn", code: "DAYS_OUT_OF_ORDER" });
    expect(await report(dayPlus(today, 1))).toMatchObject({ field: "reportedOn", code: "DAY_AHEAD" });
    expect(await report("2026-11-10")).toMatchObject({ __typename: "HomeApplicationStepTaken" });
    expect(await report("2026-11-10", 4)).toMatchObject({ code: "NO_REPORT_DUE" });
  });
});

describe("a request for verification", () => {
  const ask = (own: object = {}) =>
    act(instance, "requestVerification", { countryCode: "DE", letterNumber: "45-CV/BTC", ...own });

  it("is a letter of days and country, which the ministry hears of, and no number is used twice a day", async () => {
    const result = await ask();
    const id = result.letter?.id ?? "";
    const body = { requestId: id, requestedBy: "PTC-01", countryCode: "DE", letterNumber: "45-CV/BTC", requestedOn: today };
    const event = { target: "foreign-ministry", kind: "verification.requested", body };
    expect(await eventsAbout(instance, id)).toEqual([event]);
    expect(await ask()).toMatchObject({ __typename: "HomeActInputRefused", code: "NUMBER_TAKEN" });
    for (const countryCode of ["VN", "XX", "de"]) expect(await ask({ countryCode })).toMatchObject({ field: "countryCode" });
  });
});
