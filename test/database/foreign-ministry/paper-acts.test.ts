import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { assignmentLifecycle, type AssignmentState } from "#contract/lifecycles/assignment.ts";
import { clearOutbox, offices, outbox, takeAct } from "./acting.ts";
import { companyCell, osaka, studentCell, verificationRequests } from "./rows.ts";
import { startMinistry, type RunningMinistry } from "./running-ministry.ts";
import { clearStays, placeStay, stayId, stayNow, type PlacedStay } from "./stays.ts";

let ministry: RunningMinistry;
beforeAll(async () => {
  ministry = await startMinistry();
});
beforeEach(async () => {
  await clearStays(ministry);
  await clearOutbox(ministry);
});
afterAll(() => ministry[Symbol.asyncDispose]());

const isDecision = (act: string) => act === "recognizeAbroad" || act === "refuseRecognitionAbroad";

/** A stay that is over is no longer there for the committee abroad, unless it ended lately. */
const isHidden = (act: string, state: AssignmentState) =>
  isDecision(act) && ["REFUSED", "ENDED", "CLOSED", "CANCELLED"].includes(state);
const states = Object.keys(assignmentLifecycle.states) as AssignmentState[];
const seen = { assignment: stayId, expectedVersion: 1 };
const ABROAD = ["RECEIVED_ABROAD", "SINGLE_GUIDED", "EXTENDED", "MOVED_COUNTRY"] as const;
const probation: PlacedStay = { card: false, row: { official_decision_due_on: "2024-05-19" }, traveller: { member_class: "PROBATIONARY", official_on: null } };

/** Of one whom the cell in France has received and a cell in Japan expects. */
const expected = { country_code: "JP", receiving_organization_id: companyCell.organization_id };

/** Acts that change no state: whose each is, what it is sent with, the states that allow it, and what must hold. */
const acts = {
  forwardNotice: ["ministry", { ...seen, organization: studentCell.organization_id }, ["NOTIFIED_MFA", "MOVED_COUNTRY"], {}],
  takeCardIntoCustody: ["ministry", seen, ["NOTIFIED_MFA", ...ABROAD], { card: false }],
  recordMissingCard: ["ministry", { ...seen, reason: "LOST" }, ["NOTIFIED_MFA", ...ABROAD], { card: false }],
  giveCardBack: ["ministry", seen, ["CONFIRMED_ABROAD", "INTRODUCED_HOME", "OVERDUE", "CLOSED", "CANCELLED"], {}],
  recognizeAbroad: ["committeeInJapan", { ...seen, decisionNumber: "5-QĐ/ĐU" }, ABROAD, probation],
  refuseRecognitionAbroad: ["committeeInJapan", { ...seen, decisionNumber: "6-QĐ/ĐU" }, ABROAD, probation],
  reissueReturnLetter: ["ministry", { ...seen, letterNumber: "2-GT", lossConfirmedOn: "2024-10-01" }, ["INTRODUCED_HOME", "OVERDUE"], {}],
} as const satisfies Record<string, readonly [keyof typeof offices, object, readonly AssignmentState[], PlacedStay]>;

async function place(act: keyof typeof acts, state: AssignmentState) {
  await placeStay(ministry, state, acts[act][3]);
  if (isDecision(act))
    await ministry.db.insertInto("official_decision").values({ assignment_id: stayId, home_assessed_on: "2024-05-01", is_recommended: true }).execute();
  if (act === "reissueReturnLetter")
    await ministry.db
      .insertInto("return_transfer")
      .values({ id: "at_back", assignment_id: stayId, kind: "OFFICIAL", state: state === "OVERDUE" ? "OVERDUE" : "IN_TRANSIT", letter_number: "1-GT", issued_on: "2024-09-01", present_by: "2024-10-15" })
      .execute();
}

describe.each(Object.keys(acts) as (keyof typeof acts)[])("%s", (act) => {
  const [by, input, allowed] = acts[act];

  it("is taken in its own states and in no other, and leaves the state as it was", async () => {
    for (const state of states) {
      await clearStays(ministry);
      await place(act, state);
      const isLegal = (allowed as readonly string[]).includes(state);
      const result = await takeAct(ministry, act, input, offices[by]);
      expect([state, result.__typename, result.code]).toEqual([
        state,
        isLegal ? "AssignmentActTaken" : "MinistryActNotAllowed",
        isLegal ? undefined : isHidden(act, state) ? "ACT_NOT_BEGUN" : "ACT_OUT_OF_STATE",
      ]);
      expect(await stayNow(ministry)).toMatchObject({ state, version: isLegal ? 2 : 1 });
    }
  });

  it("is nobody else's, and on another version is told where the stay is", async () => {
    const [state] = allowed;
    await place(act, state);
    for (const [name, office] of Object.entries(offices)) {
      if (name === by || (isDecision(act) && name === "cellInFrance")) continue;
      expect([name, (await takeAct(ministry, act, input, office)).code]).toEqual([name, "ACT_NOT_BY_CALLER"]);
    }
    if (isDecision(act))
      expect((await takeAct(ministry, act, input, offices.cellInFrance)).code).toBe("ACT_NOT_BEGUN");
    const stale = await takeAct(ministry, act, { ...input, expectedVersion: 3 }, offices[by]);
    expect(stale).toEqual({ __typename: "MinistryActConflict", currentVersion: 1, currentState: state });
    expect(await stayNow(ministry)).toMatchObject({ version: 1 });
  });
});

describe("the ministry", () => {
  it.each<[string, AssignmentState, object]>([
    ["extendStay", "EXTENDED", { expectedReturnOn: "2030-01-31" }],
    ["moveCountry", "RECEIVED_ABROAD", { country: "DE" }],
    ["startReturn", "EXTENDED", {}],
    ["confirmAbroad", "RETURN_STARTED", { selfReviewOn: "2024-09-01" }],
    ["recognizeAbroad", "RECEIVED_ABROAD", { decisionNumber: "5-QĐ/ĐU" }],
    ["refuseRecognitionAbroad", "RECEIVED_ABROAD", { decisionNumber: "6-QĐ/ĐU" }],
  ])("takes %s for one in no cell, and in a cell that no committee stands above, and for nobody else", async (act, state, input) => {
    const cells = [[null, undefined], [companyCell.organization_id, undefined], [studentCell.organization_id, "ACT_NOT_BY_CALLER"]] as const;
    for (const [cell, code] of cells) {
      await clearStays(ministry);
      const place = { receiving_organization_id: cell, received_on: cell && "2024-03-10" };
      await placeStay(ministry, state, { ...probation, row: { ...probation.row, ...place } });
      const assessed = { assignment_id: stayId, home_assessed_on: "2024-05-01", is_recommended: true };
      await ministry.db.insertInto("official_decision").values(assessed).execute();
      expect([cell, (await takeAct(ministry, act, { ...seen, ...input }, offices.ministry)).code]).toEqual([cell, code]);
      expect(await stayNow(ministry)).toMatchObject({ version: code === undefined ? 2 : 1 });
    }
  });
});

describe("one who is abroad for a time", () => {
  const away = { move_kind: "TEMPORARY_TRANSFER", country_code: "IS", receiving_organization_id: null, received_on: null } as const;
  const arrival = { kind: "TEMPORARY" } as const;

  it("stays so when the ministry guides them", async () => {
    await placeStay(ministry, "NOTIFIED_MFA", { card: false, row: away, arrival });
    expect((await takeAct(ministry, "guideSingly", seen, offices.ministry)).__typename).toBe("AssignmentActTaken");
    expect(await stayNow(ministry)).toMatchObject({ state: "SINGLE_GUIDED", move_kind: "TEMPORARY_TRANSFER" });
  });

  it("is no member of the cell that is founded, so does not count for it", async () => {
    const members = [stayId, "oa_seconds", "oa_thirdth"].map((assignment) => ({ assignment, expectedVersion: 1 }));
    for (const { assignment: id } of members)
      await placeStay(ministry, "NOTIFIED_MFA", { id, card: false, row: away, arrival: { ...arrival, id: `at_${id}` } });
    const cell = { name: "Chi bộ (giả lập)", cellKind: "COMPANY", mission: osaka.id, decisionNumber: "7-QĐ" };
    const papers = { paperOffice: "Văn phòng (giả lập)", paperAddress: "Phố Giả Lập 9" };
    for (const isReserve of [false, true]) {
      const founded = await takeAct(ministry, "foundCellAbroad", { ...cell, ...papers, members, isReserve }, offices.ministry);
      expect(founded).toMatchObject({ guard: "GROUP_OF_THREE" });
    }
  });
});

describe("what must hold", () => {
  it.each<[string, keyof typeof acts, AssignmentState, PlacedStay, object, object]>([
    ["an addressee in another country", "forwardNotice", "NOTIFIED_MFA", {}, { organization: companyCell.organization_id }, { guard: "ORGANIZATION_THERE" }],
    ["an addressee that is none", "forwardNotice", "NOTIFIED_MFA", {}, { organization: "po_none" }, { guard: "ORGANIZATION_THERE" }],
    ["a card that is held already", "takeCardIntoCustody", "RECEIVED_ABROAD", { card: true }, {}, { code: "CARD_HELD_ALREADY" }],
    ["a card of a probationary member", "takeCardIntoCustody", "NOTIFIED_MFA", { traveller: { member_class: "PROBATIONARY", official_on: null } }, {}, { code: "CARD_OF_NOBODY" }],
    ["a missing card that is held", "recordMissingCard", "RECEIVED_ABROAD", { card: true }, {}, { code: "CARD_HELD_ALREADY" }],
    ["a missing card of a probationary member", "recordMissingCard", "NOTIFIED_MFA", { traveller: { member_class: "PROBATIONARY", official_on: null } }, {}, { code: "CARD_OF_NOBODY" }],
    ["a card that is not held", "giveCardBack", "CLOSED", { card: false }, {}, { code: "CARD_NOT_HELD" }],
    ["a card that was given back", "giveCardBack", "CLOSED", { card: "returned" }, {}, { code: "CARD_NOT_HELD" }],
    ["a decision before the year is over", "recognizeAbroad", "EXTENDED", { row: { official_decision_due_on: "2099-01-01" } }, {}, { guard: "PROBATION_OVER" }],
    ["a decision on an official member", "recognizeAbroad", "EXTENDED", { row: {} }, {}, { code: "NO_DECISION_DUE" }],
    ["a decision without a word of home", "recognizeAbroad", "EXTENDED", {}, {}, { guard: "HOME_ASSESSMENT_THERE" }],
    ["a refusal before the year is over", "refuseRecognitionAbroad", "EXTENDED", { row: { official_decision_due_on: "2099-01-01" } }, {}, { guard: "PROBATION_OVER" }],
    ["a refusal of an official member", "refuseRecognitionAbroad", "EXTENDED", { row: {} }, {}, { code: "NO_DECISION_DUE" }],
    ["a refusal without a word of home", "refuseRecognitionAbroad", "EXTENDED", {}, {}, { guard: "HOME_ASSESSMENT_THERE" }],
    ["a mission that is none", "takeCardIntoCustody", "NOTIFIED_MFA", {}, { mission: "ms_none" }, { code: "MISSION_UNKNOWN" }],
    ["a decision by who only expects the member", "recognizeAbroad", "MOVED_COUNTRY", { row: { ...probation.row, ...expected } }, {}, { code: "ACT_NOT_BY_CALLER" }],
    ["a loss confirmed tomorrow", "reissueReturnLetter", "OVERDUE", {}, { lossConfirmedOn: "2099-01-01" }, { field: "lossConfirmedOn", code: "DAY_AHEAD" }],
  ])("keeps out %s, and nothing changes", async (_, act, state, placed, change, answer) => {
    const [by, input, , usual] = acts[act];
    await placeStay(ministry, state, { ...usual, ...placed });
    expect(await takeAct(ministry, act, { ...input, ...change }, offices[by])).toMatchObject(answer);
    expect(await stayNow(ministry)).toMatchObject({ state, version: 1 });
    expect(await outbox(ministry)).toEqual([]);
  });

  describe.each<[string, object, string | null]>([
    ["has ended", { valid_to: "2025-12-31" }, null],
    ["has ended by a change of its entry", {}, "2025-12-31"],
    ["has yet to begin", { valid_from: "2099-01-01" }, null],
  ])("an organization that %s", (_, entry, changedTo) => {
    const organization_id = "po_endedendedend";
    beforeAll(async () => {
      const { db } = ministry;
      await db.insertInto("overseas_directory_entry").values({ ...studentCell, organization_id, ...entry }).execute();
      if (changedTo === null) return;
      const papers = { paper_office: "Văn phòng (giả lập)", paper_address: "Phố Giả Lập 9", valid_to: changedTo, is_synthetic: true };
      const days = { effective_from: "2025-06-01", announced_on: "2025-06-01" };
      await db.insertInto("directory_change").values({ id: "ch_ended", organization_id, number: 2, ...days, ...papers }).execute();
    });
    afterAll(async () => {
      await clearStays(ministry);
      for (const table of ["directory_change", "overseas_directory_entry"] as const)
        await ministry.db.deleteFrom(table).where("organization_id", "=", organization_id).execute();
    });

    it.each([
      ["receives nobody's notice", "forwardNotice", "NOTIFIED_MFA", {}, { organization: organization_id }, { guard: "ORGANIZATION_THERE" }],
      ["is moved to by nobody", "moveCountry", "RECEIVED_ABROAD", { row: { country_code: "FR" } }, { country: "JP", organization: organization_id }, { field: "organization", code: "ORGANIZATION_ELSEWHERE" }],
      ["places nobody in its cell", "receiveAbroad", "NOTIFIED_MFA", {}, { cell: organization_id }, { guard: "ORGANIZATION_THERE" }],
    ] as const)("%s", async (_name, act, state, placed, input, answer) => {
      await placeStay(ministry, state, placed);
      const by = act === "forwardNotice" ? offices.ministry : offices.committeeInJapan;
      expect(await takeAct(ministry, act, { ...seen, ...input }, by)).toMatchObject(answer);
      expect(await stayNow(ministry)).toMatchObject({ state, version: 1 });
    });
  });

  it("keeps out a loss confirmed before the letter was issued", async () => {
    await place("reissueReturnLetter", "OVERDUE");
    const [by, input] = acts.reissueReturnLetter;
    const result = await takeAct(ministry, "reissueReturnLetter", { ...input, lossConfirmedOn: "2024-08-31" }, offices[by]);
    expect(result).toMatchObject({ field: "lossConfirmedOn", code: "DAY_TOO_EARLY" });
    expect(await stayNow(ministry)).toMatchObject({ state: "OVERDUE", version: 1 });
  });
});

describe("an official member without a card", () => {
  const [, record] = acts.recordMissingCard;
  const fields = "... on AssignmentActTaken { assignment { state missingCardReason cardCustody { receivedOn } } }";
  const receive = (expectedVersion: number) =>
    takeAct(ministry, "receiveAbroad", { ...seen, expectedVersion, cell: studentCell.organization_id }, offices.committeeInJapan, fields);

  it("is received once the reason is recorded, and no card is expected afterwards", async () => {
    await place("recordMissingCard", "NOTIFIED_MFA");
    expect(await receive(1)).toMatchObject({ guard: "CARD_IN_CUSTODY" });
    await takeAct(ministry, "recordMissingCard", record, offices.ministry);
    expect(await outbox(ministry)).toEqual([]);
    const received = { state: "RECEIVED_ABROAD", missingCardReason: "LOST", cardCustody: null };
    expect(await receive(2)).toMatchObject({ assignment: received });
    await ministry.db.updateTable("overseas_assignment").set({ state: "CLOSED" }).execute();
    const { data } = await ministry.ask("{ cardsHeldAfterEnd { totalCount } }", {}, offices.ministry);
    expect(data).toEqual({ cardsHeldAfterEnd: { totalCount: 0 } });
  });

  it("whose letter says that the card was handed in has none all the same, and home is told", async () => {
    await placeStay(ministry, "NOTIFIED_MFA", { card: true });
    const missing = { ...record, reason: "BEING_EXCHANGED" };
    expect(await takeAct(ministry, "recordMissingCard", missing, offices.ministry, fields)).toMatchObject({
      assignment: { missingCardReason: "BEING_EXCHANGED", cardCustody: null },
    });
    expect(await outbox(ministry)).toMatchObject([{ kind: "card.moved", body: { receivedOn: null, returnedOn: null } }]);
  });

  it("has one in custody as soon as it came", async () => {
    await place("recordMissingCard", "RECEIVED_ABROAD");
    await takeAct(ministry, "recordMissingCard", record, offices.ministry);
    expect(await takeAct(ministry, "takeCardIntoCustody", { ...seen, expectedVersion: 2 }, offices.ministry, fields)).toMatchObject({
      assignment: { missingCardReason: null, cardCustody: { receivedOn: expect.any(String) } },
    });
  });
});

describe("a probationary member abroad", () => {
  it("is made official with home's assessment beside the decision, and home is told", async () => {
    await place("recognizeAbroad", "RECEIVED_ABROAD");
    const fields = `... on AssignmentActTaken { assignment { officialDecisionDueOn
      officialDecision { homeAssessedOn isRecommended decisionNumber isRecognized } } }`;
    expect(await takeAct(ministry, "recognizeAbroad", acts.recognizeAbroad[1], offices.committeeInJapan, fields)).toMatchObject({
      assignment: {
        officialDecisionDueOn: null,
        officialDecision: { homeAssessedOn: "2024-05-01", isRecommended: true, decisionNumber: "5-QĐ/ĐU", isRecognized: true },
      },
    });
    expect(await ministry.db.selectFrom("traveller").select("member_class").execute()).toEqual([{ member_class: "OFFICIAL" }]);
    expect(await outbox(ministry)).toMatchObject([{ kind: "member.made-official", subject: stayId }]);
  });
});

describe("a probationary member abroad who does not become official", () => {
  const refuse = async (state: AssignmentState = "RECEIVED_ABROAD", fields = "") => {
    await place("refuseRecognitionAbroad", state);
    return takeAct(ministry, "refuseRecognitionAbroad", acts.refuseRecognitionAbroad[1], offices.committeeInJapan, fields);
  };

  it("stays probationary, home is told, and the stay waits for home to remove the name", async () => {
    const fields = `... on AssignmentActTaken { assignment { state officialDecisionDueOn nextStep { act officeEnglish dueOn }
      officialDecision { isRecommended decisionNumber isRecognized } } }`;
    expect(await refuse("RECEIVED_ABROAD", fields)).toMatchObject({
      assignment: {
        ...{ state: "RECEIVED_ABROAD", officialDecisionDueOn: null },
        nextStep: { act: "REMOVE_NAME", officeEnglish: "home committee", dueOn: null },
        officialDecision: { isRecommended: true, decisionNumber: "6-QĐ/ĐU", isRecognized: false },
      },
    });
    expect(await ministry.db.selectFrom("traveller").select("member_class").execute()).toEqual([{ member_class: "PROBATIONARY" }]);
    expect(await outbox(ministry)).toMatchObject([
      { target: "provincial-committees/south", kind: "member.not-recognized", subject: stayId, body: { assignmentId: stayId } },
    ]);
    const again = { ...acts.recognizeAbroad[1], expectedVersion: 2 };
    expect(await takeAct(ministry, "recognizeAbroad", again, offices.committeeInJapan)).toMatchObject({ code: "NO_DECISION_DUE" });
  });

  it("is not introduced home as a member", async () => {
    await refuse();
    await ministry.db.updateTable("overseas_assignment").set({ state: "CONFIRMED_ABROAD" }).execute();
    const letter = { ...seen, expectedVersion: 2, letterNumber: "1-GT", returnedOn: "2024-09-29" };
    expect(await takeAct(ministry, "introduceHome", letter, offices.ministry)).toMatchObject({ guard: "RECOGNITION_NOT_REFUSED" });
    expect(await stayNow(ministry)).toMatchObject({ state: "CONFIRMED_ABROAD", version: 2 });
  });

  it("is not decided upon again by a committee of another country", async () => {
    await refuse("MOVED_COUNTRY");
    const input = { ...seen, expectedVersion: 2, cell: studentCell.organization_id };
    expect((await takeAct(ministry, "receiveAbroad", input, offices.committeeInJapan)).__typename).toBe("AssignmentActTaken");
    expect(await stayNow(ministry)).toMatchObject({ state: "RECEIVED_ABROAD", official_decision_due_on: null });
  });
});

describe("a letter home that was lost", () => {
  it("is void: another number holds, its limit runs anew and home hears of both steps", async () => {
    await place("reissueReturnLetter", "INTRODUCED_HOME");
    const fields = "... on AssignmentActTaken { assignment { returnDueOn returnTransfer { state letterNumber lossConfirmedOn presentDueOn } } }";
    const { assignment } = await takeAct<{ assignment: { returnDueOn: string; returnTransfer: object } }>(
      ministry, "reissueReturnLetter", acts.reissueReturnLetter[1], offices.ministry, fields,
    );
    expect(assignment.returnTransfer).toEqual({ state: "REISSUED", letterNumber: "2-GT", lossConfirmedOn: "2024-10-01", presentDueOn: assignment.returnDueOn });
    expect((await outbox(ministry)).map(({ body }) => [body["act"], body["letterNumber"]])).toEqual([
      ["REPORT_TRANSFER_LETTER_LOST", null],
      ["REISSUE_TRANSFER_LETTER", "2-GT"],
    ]);
  });
});

describe("a letter that asks for a verification", () => {
  const [waiting] = verificationRequests;
  const reply = { request: waiting?.id, expectedVersion: 1, outcome: "CONFIRMED" };

  it("is answered once, by the ministry, and its committee is told", async () => {
    for (const name of ["commission", "committee", "committeeInJapan", "member"] as const)
      expect((await takeAct(ministry, "replyToVerification", reply, offices[name])).code).toBe("ACT_NOT_BY_CALLER");
    const stale = { ...reply, expectedVersion: 9 };
    expect(await takeAct(ministry, "replyToVerification", stale, offices.ministry)).toMatchObject({ currentVersion: 1 });
    const fields = "... on VerificationReplied { request { outcome version } }";
    expect(await takeAct(ministry, "replyToVerification", reply, offices.ministry, fields)).toMatchObject({
      request: { outcome: "CONFIRMED", version: 2 },
    });
    expect(await outbox(ministry)).toMatchObject([
      { target: "provincial-committees/south", kind: "verification.replied", body: { outcome: "CONFIRMED" } },
    ]);
    const again = { ...reply, expectedVersion: 2 };
    expect((await takeAct(ministry, "replyToVerification", again, offices.ministry)).code).toBe("ACT_AFTER_END");
    expect((await takeAct(ministry, "replyToVerification", { ...reply, request: "vr_none" }, offices.ministry)).code).toBe("ACT_NOT_BEGUN");
  });
});
