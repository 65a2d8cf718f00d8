import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { assignmentLifecycle, type AssignmentState } from "#contract/lifecycles/assignment.ts";
import { rowsFrom } from "#contract/lifecycles/lifecycle.ts";
import { actCount, clearOutbox, freshKey, offices, outbox, takeAct } from "./acting.ts";
import { committeeInJapan, companyCell, osaka, studentCell } from "./rows.ts";
import { startMinistry, type RunningMinistry } from "./running-ministry.ts";
import { arrivalId, clearStays, placeStay, stayId, stayNow, type PlacedStay } from "./stays.ts";

let ministry: RunningMinistry;
beforeAll(async () => {
  ministry = await startMinistry();
  await ministry.db.insertInto("overseas_directory_entry").values(cellInParis).execute();
});
beforeEach(async () => {
  await clearStays(ministry);
  await clearOutbox(ministry);
});
afterAll(() => ministry[Symbol.asyncDispose]());

const states = Object.keys(assignmentLifecycle.states) as AssignmentState[];
/** Unlike the other one in France it has not ended. */
const cellInParis = { ...companyCell, organization_id: "po_cellparisparis", valid_to: null };
const seen = { assignment: stayId, expectedVersion: 1 };
const nowhere: PlacedStay = { row: { country_code: "IS", receiving_organization_id: null, received_on: null } };
const cell = {
  name: "Chi bộ tại Iceland (giả lập)",
  cellKind: "COMPANY",
  mission: osaka.id,
  paperOffice: "Văn phòng (giả lập)",
  paperAddress: "Phố Giả Lập 9",
  decisionNumber: "7-QĐ/ĐU",
  isReserve: false,
};
const two = ["oa_seconds", "oa_thirdth"];
const three = { members: [stayId, ...two].map((assignment) => ({ assignment, expectedVersion: 1 })) };
const letter = { letterNumber: "1-GT", returnedOn: "2024-09-29" };

/** Every act abroad: whose it is, what it is sent with, and what the stay is placed with so that its guards hold. */
const acts = {
  RECEIVE_ABROAD: ["receiveAbroad", "committeeInJapan", { ...seen, cell: studentCell.organization_id }, {}],
  GUIDE_SINGLY: ["guideSingly", "ministry", seen, nowhere],
  FOUND_CELL_ABROAD: ["foundCellAbroad", "ministry", { ...cell, ...three }, nowhere],
  EXTEND_STAY: ["extendStay", "committeeInJapan", { ...seen, expectedReturnOn: "2025-03-31" }, {}],
  MOVE_COUNTRY: ["moveCountry", "committeeInJapan", { ...seen, country: "FR", organization: cellInParis.organization_id }, {}],
  START_RETURN: ["startReturn", "committeeInJapan", { ...seen, selfReviewOn: "2024-09-01" }, {}],
  CONFIRM_ABROAD: ["confirmAbroad", "committeeInJapan", { ...seen, selfReviewOn: "2024-09-01" }, {}],
  INTRODUCE_HOME: ["introduceHome", "ministry", { ...seen, ...letter }, { card: "returned" }],
} as const satisfies Record<string, readonly [string, keyof typeof offices, object, PlacedStay]>;

/** Places what an act needs; a cell is founded for three. */
async function place(act: keyof typeof acts, state: AssignmentState) {
  const [, , , placed] = acts[act];
  await placeStay(ministry, state, placed);
  if (act !== "FOUND_CELL_ABROAD") return;
  for (const id of two) await placeStay(ministry, state, { ...placed, id, arrival: { id: `at_${id}` } });
}

async function forget() {
  await clearStays(ministry);
  await ministry.db.deleteFrom("founded_cell").execute();
  await ministry.db.deleteFrom("directory_announcement").execute();
  await ministry.db.deleteFrom("directory_change").execute();
  await ministry.db.deleteFrom("overseas_directory_entry").where("country_code", "=", "IS").execute();
}

describe.each(Object.keys(acts) as (keyof typeof acts)[])("%s", (act) => {
  const [mutation, by, input] = acts[act];

  it("is taken in the states of its lifecycle and refused in every other one, where nothing changes", async () => {
    for (const state of states) {
      await forget();
      await clearOutbox(ministry);
      await place(act, state);
      const row = rowsFrom(assignmentLifecycle, state).find((each) => each.act === act);
      const result = await takeAct(ministry, mutation, input, offices[by]);
      const { version, state: now } = await stayNow(ministry);
      expect([state, now, version]).toEqual([state, row?.to ?? state, row ? 2 : 1]);
      if (row) {
        expect(result.__typename).toBe(act === "FOUND_CELL_ABROAD" ? "CellFounded" : "AssignmentActTaken");
        const told = (await outbox(ministry)).filter(({ subject }) => subject === stayId);
        expect(told).toMatchObject([{ kind: "assignment.stepped", body: { act, state: row.to } }]);
      } else {
        expect([state, result.__typename]).toEqual([state, "MinistryActNotAllowed"]);
        expect(await outbox(ministry)).toEqual([]);
      }
    }
    await forget();
  });

  it("is nobody else's: the others see a refusal, and nothing is done", async () => {
    const row = assignmentLifecycle.rows.find((each) => each.act === act);
    await place(act, row?.from[0] ?? "DECLARED");
    for (const [name, office] of Object.entries(offices)) {
      if (name === by) continue;
      const { code } = await takeAct(ministry, mutation, input, office);
      // A cell in France is a committee abroad too, but this stay is not there for it.
      const expected = name === "cellInFrance" && row?.by.includes("OVERSEAS_COMMITTEE") ? "ACT_NOT_BEGUN" : "ACT_NOT_BY_CALLER";
      expect([name, code]).toEqual([name, expected]);
    }
    expect(await stayNow(ministry)).toMatchObject({ version: 1, state: row?.from[0] });
    expect(await outbox(ministry)).toEqual([]);
  });

  it("on another version is told where the stay is", async () => {
    await place(act, "NOTIFIED_MFA");
    const members = three.members.map((member) => ({ ...member, expectedVersion: 4 }));
    const stale = act === "FOUND_CELL_ABROAD" ? { ...cell, members } : { ...input, expectedVersion: 4 };
    const result = await takeAct(ministry, mutation, stale, offices[by]);
    expect(result).toEqual({ __typename: "MinistryActConflict", currentVersion: 1, currentState: "NOTIFIED_MFA" });
  });
});

describe("the guards of a stay", () => {
  const cases: [string, keyof typeof acts, AssignmentState, PlacedStay, object, object][] = [
    ["a cell in another country", "RECEIVE_ABROAD", "NOTIFIED_MFA", {}, { cell: companyCell.organization_id }, { guard: "ORGANIZATION_THERE" }],
    ["a committee in place of a cell", "RECEIVE_ABROAD", "NOTIFIED_MFA", {}, { cell: committeeInJapan.organization_id }, { code: "CELL_IS_NONE" }],
    ["a file that was not checked", "RECEIVE_ABROAD", "NOTIFIED_MFA", { arrival: { state: "PRESENTED" } }, {}, { guard: "CONTENTS_COMPLETE" }],
    ["a transfer that nobody announced", "RECEIVE_ABROAD", "NOTIFIED_MFA", { arrival: null }, {}, { guard: "CONTENTS_COMPLETE" }],
    ["a card that is not in custody", "RECEIVE_ABROAD", "NOTIFIED_MFA", { card: false }, {}, { guard: "CARD_IN_CUSTODY" }],
    ["an organization that is there", "GUIDE_SINGLY", "NOTIFIED_MFA", { row: {} }, {}, { guard: "NO_ORGANIZATION_THERE" }],
    ["a return that is not later", "EXTEND_STAY", "RECEIVED_ABROAD", {}, { expectedReturnOn: "2024-09-30" }, { guard: "RETURN_LATER" }],
    ["the country where they are", "MOVE_COUNTRY", "RECEIVED_ABROAD", {}, { country: "JP", organization: null }, { guard: "OTHER_COUNTRY" }],
    ["Viet Nam as the other country", "MOVE_COUNTRY", "RECEIVED_ABROAD", {}, { country: "VN", organization: null }, { code: "COUNTRY_UNKNOWN" }],
    ["an organization that is elsewhere", "MOVE_COUNTRY", "RECEIVED_ABROAD", {}, { country: "DE" }, { code: "ORGANIZATION_ELSEWHERE" }],
    ["a self-review that is not there", "CONFIRM_ABROAD", "RETURN_STARTED", {}, { selfReviewOn: null }, { guard: "SELF_REVIEW_PRESENT" }],
    ["a self-review of tomorrow", "CONFIRM_ABROAD", "RETURN_STARTED", {}, { selfReviewOn: "2099-01-01" }, { field: "selfReviewOn", code: "DAY_AHEAD" }],
    ["a self-review of before the stay", "CONFIRM_ABROAD", "RETURN_STARTED", {}, { selfReviewOn: "2024-03-01" }, { field: "selfReviewOn", code: "DAY_TOO_EARLY" }],
    ["a self-review of tomorrow at the start", "START_RETURN", "EXTENDED", {}, { selfReviewOn: "2099-01-01" }, { field: "selfReviewOn", code: "DAY_AHEAD" }],
    ["a self-review of before the departure", "START_RETURN", "EXTENDED", { row: { started_on: null } }, { selfReviewOn: "2024-02-29" }, { field: "selfReviewOn", code: "DAY_TOO_EARLY" }],
    ["an expected return that lies behind", "MOVE_COUNTRY", "RECEIVED_ABROAD", {}, { expectedReturnOn: "2025-01-01" }, { field: "expectedReturnOn", code: "DAY_TOO_EARLY" }],
    ["a card that is still held", "INTRODUCE_HOME", "CONFIRMED_ABROAD", { card: true }, {}, { guard: "CARD_GIVEN_BACK" }],
    ["a return in another century", "MOVE_COUNTRY", "RECEIVED_ABROAD", {}, { expectedReturnOn: "2207-01-01" }, { field: "expectedReturnOn", code: "DAY_AHEAD" }],
    ["an extension into another century", "EXTEND_STAY", "RECEIVED_ABROAD", {}, { expectedReturnOn: "9999-12-31" }, { field: "expectedReturnOn", code: "DAY_AHEAD" }],
    ["a letter without a number", "INTRODUCE_HOME", "CONFIRMED_ABROAD", {}, { letterNumber: " " }, { code: "TEXT_EMPTY" }],
    ["a return before the start", "INTRODUCE_HOME", "CONFIRMED_ABROAD", {}, { returnedOn: "2024-03-01" }, { field: "returnedOn", code: "DAY_TOO_EARLY" }],
    ["a return after the last day for the letter", "INTRODUCE_HOME", "CONFIRMED_ABROAD", {}, { returnedOn: "2099-01-01" }, { field: "returnedOn", code: "DAY_AHEAD" }],
  ];

  it.each(cases)("refuse %s, and undo the step", async (_, act, state, placed, change, expected) => {
    const [mutation, by, input, usual] = acts[act];
    await placeStay(ministry, state, { ...usual, ...placed });
    expect(await takeAct(ministry, mutation, { ...input, ...change }, offices[by])).toMatchObject(expected);
    expect(await stayNow(ministry)).toMatchObject({ state, version: 1 });
    expect(await outbox(ministry)).toEqual([]);
  });

  it("ask for no card of a probationary member or of one who comes for a time, and count the probation of the first", async () => {
    const probationary = { member_class: "PROBATIONARY", official_on: null, admitted_on: "2024-01-15" } as const;
    await placeStay(ministry, "NOTIFIED_MFA", { card: false, traveller: probationary });
    const [mutation, by, input] = acts.RECEIVE_ABROAD;
    expect((await takeAct(ministry, mutation, input, offices[by])).__typename).toBe("AssignmentActTaken");
    expect(await stayNow(ministry)).toMatchObject({ official_decision_due_on: "2025-01-14" });
    await clearStays(ministry);
    await placeStay(ministry, "NOTIFIED_MFA", { card: false, row: { move_kind: "TEMPORARY_TRANSFER" }, arrival: { kind: "TEMPORARY" } });
    expect((await takeAct(ministry, mutation, input, offices[by])).__typename).toBe("AssignmentActTaken");
    expect(await stayNow(ministry)).toMatchObject({ official_decision_due_on: null, move_kind: "TEMPORARY_TRANSFER" });
  });
});

describe("who expects a member whom another committee has received", () => {
  const elsewhere = { row: { receiving_organization_id: companyCell.organization_id } };
  const others = [
    ["EXTEND_STAY", "RECEIVED_ABROAD"], ["MOVE_COUNTRY", "MOVED_COUNTRY"], ["START_RETURN", "EXTENDED"],
    ["CONFIRM_ABROAD", "RETURN_STARTED"],
  ] as const;

  it.each(others)("does not yet answer for them: %s is not theirs", async (act, state) => {
    const [mutation, by, input] = acts[act];
    await placeStay(ministry, state, elsewhere);
    expect(await takeAct(ministry, mutation, input, offices[by])).toMatchObject({ code: "ACT_NOT_BY_CALLER" });
    expect(await stayNow(ministry)).toMatchObject({ state, version: 1 });
  });

  it("places them in no cell before, but receives them when they come", async () => {
    const placing = { ...seen, cell: studentCell.organization_id };
    await placeStay(ministry, "RECEIVED_ABROAD", elsewhere);
    const placed = await takeAct(ministry, "placeInCell", placing, offices.committeeInJapan);
    expect(placed).toMatchObject({ code: "ACT_NOT_BY_CALLER" });
    expect(await stayNow(ministry)).toMatchObject({ receiving_organization_id: companyCell.organization_id, version: 1 });
    await clearStays(ministry);
    await placeStay(ministry, "MOVED_COUNTRY", elsewhere);
    const received = await takeAct(ministry, "receiveAbroad", placing, offices.committeeInJapan);
    expect(received.__typename).toBe("AssignmentActTaken");
  });
});

describe("receiving a member", () => {
  it("accepts the transfer in the same act and tells its sender and the home committee", async () => {
    await placeStay(ministry, "NOTIFIED_MFA", { row: { receiving_organization_id: null, received_on: null } });
    const fields = `... on AssignmentActTaken { assignment { state version receivingOrganization { id }
      arrivals { state } steps { state reachedBy } } pendingDeliveries { target eventCount isParked } }`;
    const [mutation, by, input] = acts.RECEIVE_ABROAD;
    const target = "provincial-committees/south";
    expect(await takeAct(ministry, mutation, input, offices[by], fields)).toMatchObject({
      assignment: {
        state: "RECEIVED_ABROAD",
        version: 2,
        receivingOrganization: { id: studentCell.organization_id },
        arrivals: [{ state: "ACCEPTED" }],
        steps: [{ state: "RECEIVED_ABROAD", reachedBy: "OVERSEAS_COMMITTEE" }],
      },
      pendingDeliveries: [{ target, eventCount: 2, isParked: false }],
    });
    expect((await outbox(ministry)).map(({ kind, body }) => [kind, body["state"]])).toEqual([
      ["transfer.stepped", "ACCEPTED"],
      ["assignment.stepped", "RECEIVED_ABROAD"],
    ]);
  });

  it("asked for by many at once happens once", async () => {
    await placeStay(ministry, "NOTIFIED_MFA");
    const [mutation, by, input] = acts.RECEIVE_ABROAD;
    const results = await Promise.all(Array.from({ length: 8 }, () => takeAct(ministry, mutation, input, offices[by])));
    const taken = results.filter(({ __typename }) => __typename === "AssignmentActTaken");
    expect(taken).toHaveLength(1);
    expect(results.filter(({ __typename }) => __typename === "MinistryActConflict")).toHaveLength(7);
    expect((await outbox(ministry)).filter(({ subject }) => subject === stayId)).toHaveLength(1);
  });

  it("is done once under one key, and refused for another act under it", async () => {
    await placeStay(ministry, "NOTIFIED_MFA");
    const [mutation, by, input] = acts.RECEIVE_ABROAD;
    const keyed = { ...input, idempotencyKey: freshKey() };
    const before = await actCount(ministry);
    expect(await takeAct(ministry, mutation, keyed, offices[by])).toEqual(await takeAct(ministry, mutation, keyed, offices[by]));
    expect(await actCount(ministry)).toBe(before + 1);
    const other = { ...keyed, cell: companyCell.organization_id };
    expect(await takeAct(ministry, mutation, other, offices[by])).toMatchObject({ code: "ACT_KEY_REUSED" });
  });

  it("may place them in another cell later, of the same country and by the same committee", async () => {
    await placeStay(ministry, "RECEIVED_ABROAD");
    const placing = { ...seen, cell: studentCell.organization_id };
    expect((await takeAct(ministry, "placeInCell", placing, offices.committeeInJapan)).__typename).toBe("AssignmentActTaken");
    expect(await outbox(ministry)).toMatchObject([{ kind: "assignment.placed", subject: stayId, body: { organizationId: placing.cell } }]);
    const elsewhere = { ...seen, expectedVersion: 2, cell: companyCell.organization_id };
    expect((await takeAct(ministry, "placeInCell", elsewhere, offices.committeeInJapan)).guard).toBe("ORGANIZATION_THERE");
    expect((await takeAct(ministry, "placeInCell", placing, offices.cellInFrance)).code).toBe("ACT_NOT_BEGUN");
  });
});

describe("founding a cell", () => {
  const found = (input: object = {}) => takeAct(ministry, "foundCellAbroad", { ...cell, ...three, ...input }, offices.ministry);
  const official = { member_class: "OFFICIAL" as const };
  const probationary = { member_class: "PROBATIONARY", official_on: null } as const;
  const placeGroup = async (third: NonNullable<PlacedStay["traveller"]>) => {
    await forget();
    await placeStay(ministry, "NOTIFIED_MFA", nowhere);
    const [second = "", last = ""] = two;
    await placeStay(ministry, "NOTIFIED_MFA", { ...nowhere, id: second, arrival: { id: `at_${second}` } });
    const card = third.member_class === "OFFICIAL";
    await placeStay(ministry, "NOTIFIED_MFA", { ...nowhere, id: last, arrival: { id: `at_${last}` }, traveller: third, card });
  };

  it("needs three official members, or three of any class for a reserve cell", async () => {
    await placeGroup(probationary);
    expect((await found()).guard).toBe("GROUP_OF_THREE");
    expect((await found({ isReserve: true })).__typename).toBe("CellFounded");
    const entries = await ministry.db.selectFrom("overseas_directory_entry").selectAll().where("country_code", "=", "IS").execute();
    expect(entries).toMatchObject([{ cell_kind: "COMPANY", version: 2 }]);
    expect(await ministry.db.selectFrom("founded_cell").select(["is_reserve", "name"]).execute()).toEqual([{ is_reserve: true, name: cell.name }]);
    expect(await stayNow(ministry)).toMatchObject({ state: "RECEIVED_ABROAD", move_kind: "NEW_CELL" });
    const events = await outbox(ministry);
    const registered = { organizationId: entries[0]?.organization_id, name: cell.name, countryCode: "IS", foundedOn: entries[0]?.valid_from };
    expect(events.filter(({ kind }) => kind === "organization.founded")).toMatchObject([{ target: "organization-commission", body: registered }]);
    const told = events.filter(({ kind }) => kind === "directory.changed");
    expect(told).toHaveLength(3);
    expect(told[0]?.body["changed"]).toEqual(["OPENED"]);
    await forget();
  });

  it("happens for all or for none: one who may not come in keeps the others out", async () => {
    await placeGroup(official);
    expect(await found({ isReserve: true })).toMatchObject({ field: "isReserve", code: "RESERVE_NOT_NEEDED" });
    await ministry.db.updateTable("overseas_assignment").set({ state: "RETURN_STARTED" }).where("id", "=", "oa_thirdth").execute();
    expect((await found()).__typename).toBe("MinistryActNotAllowed");
    await ministry.db.updateTable("overseas_assignment").set({ state: "NOTIFIED_MFA", country_code: "FJ" }).where("id", "=", "oa_thirdth").execute();
    expect((await found()).code).toBe("COUNTRIES_DIFFER");
    expect((await found({ members: [three.members[0], three.members[0], three.members[1]] })).code).toBe("MEMBER_TWICE");
    expect((await found({ members: [] })).code).toBe("COUNT_OUT_OF_RANGE");
    expect(await stayNow(ministry)).toMatchObject({ state: "NOTIFIED_MFA", version: 1 });
    expect(await ministry.db.selectFrom("founded_cell").select("name").execute()).toEqual([]);
    await forget();
  });
});

describe("the arrival of a transfer", () => {
  const arrival = arrivalId.slice(0, -3) + stayId.slice(-3);
  const input = { arrival, expectedVersion: 1 };
  const arrivals = {
    presentLetterAbroad: [{ ...input, letterNumber: "12-GT/ĐU" }, ["IN_TRANSIT", "REISSUED", "OVERDUE"], "PRESENTED"],
    checkFileAbroad: [{ ...input, isListCertified: true, isComplete: true }, ["PRESENTED", "RETURNED"], "FILE_CHECKED"],
    returnFileAbroad: [{ ...input, reason: "NO_CERTIFIED_LIST" }, ["PRESENTED"], "RETURNED"],
  } as const;
  const all = ["IN_TRANSIT", "OVERDUE", "LOST", "REISSUED", "PRESENTED", "RETURNED", "FILE_CHECKED", "ACCEPTED", "CLOSED"] as const;

  it.each(Object.entries(arrivals))("%s is taken in its own states and in no other, and its sender is told", async (mutation, [sent, from, to]) => {
    for (const state of all) {
      await clearStays(ministry);
      await clearOutbox(ministry);
      await placeStay(ministry, "NOTIFIED_MFA", { arrival: { state } });
      const isLegal = (from as readonly string[]).includes(state);
      const result = await takeAct(ministry, mutation, sent, offices.committeeInJapan);
      expect([state, result.__typename]).toEqual([state, isLegal ? "ArrivalActTaken" : "MinistryActNotAllowed"]);
      const now = await ministry.db.selectFrom("arrival").select(["state", "version"]).executeTakeFirstOrThrow();
      expect(now).toEqual({ state: isLegal ? to : state, version: isLegal ? 2 : 1 });
      expect((await outbox(ministry)).map(({ kind, target }) => [kind, target])).toEqual(
        isLegal ? [["transfer.stepped", "provincial-committees/south"]] : [],
      );
    }
  });

  it.each(Object.entries(arrivals))("%s is nobody else's", async (mutation, [sent, from]) => {
    await placeStay(ministry, "NOTIFIED_MFA", { arrival: { state: from[0] } });
    for (const name of ["ministry", "commission", "committee", "otherCommittee", "member"] as const)
      expect([name, (await takeAct(ministry, mutation, sent, offices[name])).code]).toEqual([name, "ACT_NOT_BY_CALLER"]);
    expect((await takeAct(ministry, mutation, sent, offices.cellInFrance)).code).toBe("ACT_NOT_BEGUN");
    expect(await ministry.db.selectFrom("arrival").select("version").execute()).toEqual([{ version: 1 }]);
  });

  it.each<[string, keyof typeof arrivals, object, object, object]>([
    ["another letter than the one that holds", "presentLetterAbroad", {}, { letterNumber: "13-GT/ĐU" }, { guard: "LETTER_VALID" }],
    ["a reason that says nothing, also in time", "presentLetterAbroad", {}, { lateReason: " " }, { field: "lateReason", code: "TEXT_EMPTY" }],
    ["a late letter without a reason", "presentLetterAbroad", { present_due_on: "2024-03-01" }, {}, { guard: "LATENESS_DECIDED" }],
    ["a file without a certified list", "checkFileAbroad", { state: "PRESENTED" }, { isListCertified: false }, { guard: "CONTENTS_COMPLETE" }],
    ["a file announced without a certified list", "checkFileAbroad", { state: "PRESENTED", is_file_list_certified: false }, {}, { guard: "CONTENTS_COMPLETE" }],
    ["a file that came back without one", "checkFileAbroad", { state: "RETURNED" }, { isListCertified: false }, { guard: "CONTENTS_COMPLETE" }],
    ["a file that lacks a paper", "checkFileAbroad", { state: "PRESENTED" }, { isComplete: false }, { guard: "CONTENTS_COMPLETE" }],
  ])("refuses %s", async (_, mutation, placed, change, expected) => {
    await placeStay(ministry, "NOTIFIED_MFA", { arrival: { state: "IN_TRANSIT", ...placed } });
    const result = await takeAct(ministry, mutation, { ...arrivals[mutation][0], ...change }, offices.committeeInJapan);
    expect(result).toMatchObject(expected);
    expect(await outbox(ministry)).toEqual([]);
  });

  it("takes a file announced without a certified list once it was sent back and came with one", async () => {
    await placeStay(ministry, "NOTIFIED_MFA", { arrival: { state: "RETURNED", is_file_list_certified: false } });
    const checked = await takeAct(ministry, "checkFileAbroad", arrivals.checkFileAbroad[0], offices.committeeInJapan);
    expect(checked.__typename).toBe("ArrivalActTaken");
  });

  it("takes a late letter, its number as it is read, with the reason that the competent committee accepted", async () => {
    await placeStay(ministry, "NOTIFIED_MFA", { arrival: { state: "OVERDUE", present_due_on: "2024-03-01" } });
    const late = { ...arrivals.presentLetterAbroad[0], letterNumber: " 12-GT/ĐU".normalize("NFD"), lateReason: "Chuyến bay bị hủy (giả lập)" };
    const fields = "... on ArrivalActTaken { arrival { state lateReason assignment { id } } }";
    expect(await takeAct(ministry, "presentLetterAbroad", late, offices.committeeInJapan, fields)).toMatchObject({
      arrival: { state: "PRESENTED", lateReason: late.lateReason, assignment: { id: stayId } },
    });
  });
});
