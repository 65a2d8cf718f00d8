import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { step } from "#contract/lifecycles/lifecycle.ts";
import { transferLifecycle, type TransferAct, type TransferState } from "#contract/lifecycles/transfer.ts";
import { dayInVietnam, dayPlus, workingDayAfter } from "#contract/working-days.ts";
import { act, clerkOf, eventsAbout as eventsOf, nameOf, officerOf, type Result } from "./acting.ts";
import { letter, member, transfer } from "./rows.ts";
import { startInstance, type RunningInstance } from "./running-instance.ts";
import { application, loadOrganizations } from "./work-rows.ts";

let instance: RunningInstance;

const today = dayInVietnam(new Date());
const states = Object.keys(transferLifecycle.states) as TransferState[];

/** What each act of the sending side is sent with when nothing is wrong, beside case and version. */
const inputs = {
  REVIEW_TRANSFER_AT_CELL: { feePaidToMonth: "2026-10", numberInBox: "01" },
  CERTIFY_TRANSFER: { files: [{ formCode: "SELF-REVIEW", issuedOn: "2026-10-01" }], numberInBox: "02" },
  ISSUE_TRANSFER_LETTER: { letterNumber: "12-GT" },
  WITHDRAW_TRANSFER: {},
  REJECT_TRANSFER: {},
  REPORT_TRANSFER_LETTER_LOST: { policeConfirmedOn: "2026-11-01" },
  REISSUE_TRANSFER_LETTER: { letterNumber: "13-GT" },
  REPLACE_TRANSFER_LETTER: { letterNumber: "14-GT", isBoxOneWrong: true },
  RECALL_TRANSFER_LETTER: { letterReturnedOn: "2026-11-01" },
} as const satisfies Partial<Record<TransferAct, object>>;

type SendersAct = keyof typeof inputs;
const acts = Object.keys(inputs) as SendersAct[];

let cases = 0;

/** A transfer in a state at version 5, of a member who goes to Japan to study. */
async function keep(state: TransferState, own: Parameters<typeof transfer>[2] = {}) {
  const number = String(++cases).padStart(4, "0");
  const [memberId, transferId, stayId] = [`mb_${number}`, `at_${number}`, `oa_${number}`];
  const { db } = instance;
  await db.insertInto("member").values(member(memberId)).execute();
  const stay = application(stayId, memberId, { state: "TRANSFER_OPEN", move_kind: "OFFICIAL_TRANSFER" });
  await db.insertInto("overseas_application").values(stay).execute();
  const way = { to_organization_id: "po_abroad0000001", assignment_id: stayId, version: 5 };
  await db.insertInto("activity_transfer").values(transfer(transferId, memberId, { state, ...way, ...own })).execute();
  return { memberId, transferId, stayId };
}

const eventsAbout = (subject: string) => eventsOf(instance, subject);

const stored = (id: string) =>
  instance.db.selectFrom("activity_transfer").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

beforeAll(async () => {
  instance = await startInstance(10);
  await loadOrganizations(instance.db);
});
beforeEach(() => void instance.takeStatements());
afterAll(() => instance[Symbol.asyncDispose]());

describe.each(acts)("%s", (name) => {
  const row = transferLifecycle.rows.find((each) => each.act === name);

  it.each(states)("from %s goes as the table says", async (state) => {
    const { transferId } = await keep(state);
    const found = step(transferLifecycle, state, name);
    const input = { transfer: transferId, expectedVersion: 5, ...inputs[name] };
    const result = await act(instance, nameOf(name), input);
    if (found.ok) {
      // A letter abroad is on its way at once.
      const expected = name === "ISSUE_TRANSFER_LETTER" ? { state: "IN_TRANSIT", version: 7 } : { state: row?.to, version: 6 };
      expect(result).toMatchObject({ __typename: "HomeTransferStepTaken", transfer: { id: transferId, ...expected } });
      return;
    }
    expect(result).toMatchObject({ __typename: "HomeActNotAllowed", code: found.code });
    expect(await stored(transferId)).toMatchObject({ state, version: 5 });
  });

  it("is refused under another version, which it names, and leaves nothing behind", async () => {
    const state = row?.from[0] ?? "REQUESTED";
    const { transferId } = await keep(state);
    const input = { transfer: transferId, expectedVersion: 4, ...inputs[name] };
    expect(await act(instance, nameOf(name), input)).toEqual(
      expect.objectContaining({ __typename: "HomeActConflict", currentVersion: 5, currentState: state }),
    );
    expect(await eventsAbout(transferId)).toEqual([]);
  });

  it("is not for a clerk of another committee, an organization that is none of the bodies, or a member", async () => {
    const { transferId, memberId } = await keep(row?.from[0] ?? "REQUESTED");
    const input = { transfer: transferId, expectedVersion: 5, ...inputs[name] };
    const others = [
      [{ ...input, committee: "PTC-08" }, clerkOf("PTC-08"), "ACT_NOT_BEGUN"],
      [input, clerkOf("PTC-08"), "ACT_NOT_BY_CALLER"],
      [input, officerOf("po_cell000000003"), "ACT_NOT_BY_CALLER"],
      [input, { ...clerkOf("PTC-01"), purpose: "OWN_RECORD", memberId }, "ACT_NOT_BY_CALLER"],
      [input, { ...clerkOf("PTC-01"), scopes: [] }, "ACT_NOT_BY_CALLER"],
    ] as const;
    for (const [sent, caller, code] of others) {
      expect(await act(instance, nameOf(name), sent, caller)).toMatchObject({ __typename: "HomeActNotAllowed", code });
    }
    expect(await stored(transferId)).toMatchObject({ version: 5 });
  });

  it("is for each body of the table, and for no other of the committee's", async () => {
    const bodies = {
      HOME_CELL: "po_cell000000001",
      HOME_GRASSROOTS_COMMITTEE: "po_base000000001",
      ISSUING_BODY: "po_ward000000001",
      HOME_COMMITTEE: "po_head000000001",
    } as const;
    for (const [actor, organization] of Object.entries(bodies)) {
      const { transferId } = await keep(row?.from[0] ?? "REQUESTED");
      const input = { transfer: transferId, expectedVersion: 5, ...inputs[name] };
      const result = await act(instance, nameOf(name), input, officerOf(organization));
      const isAble = row?.by.some((able) => able === actor);
      expect([actor, result.__typename]).toEqual([actor, isAble ? "HomeTransferStepTaken" : "HomeActNotAllowed"]);
    }
  });
});

describe("a guard", () => {
  const held = { transfer_held_on: "2026-10-01", transfer_held_by: "po_head000000001" };
  it.each([
    ["REVIEW_TRANSFER_AT_CELL", "FEE_MONTH_STATED", { feePaidToMonth: null }],
    ["CERTIFY_TRANSFER", "FILE_LIST_CERTIFIED", { files: [] }],
    ["REPORT_TRANSFER_LETTER_LOST", "LOSS_CONFIRMED", { policeConfirmedOn: null }],
    ["REPLACE_TRANSFER_LETTER", "BOX_ONE_WRONG", { isBoxOneWrong: false }],
    ["RECALL_TRANSFER_LETTER", "LETTER_RETURNED", { letterReturnedOn: null }],
  ] as const)("stops %s: %s", async (name, guard, wrong) => {
    const row = transferLifecycle.rows.find((each) => each.act === name);
    const { transferId } = await keep(row?.from[0] ?? "REQUESTED");
    const input = { transfer: transferId, expectedVersion: 5, ...inputs[name], ...wrong };
    const expected = { __typename: "HomeGuardFailed", guard, legalBasisCode: "QD-294" };
    expect(await act(instance, nameOf(name), input)).toMatchObject(expected);
    expect(await stored(transferId)).toMatchObject({ state: row?.from[0], version: 5 });
  });

  it("stops a letter while transfers are held, and one of a kind that does not fit the stay", async () => {
    const { transferId, memberId, stayId } = await keep("CERTIFIED");
    const issue = () =>
      act(instance, "issueTransferLetter", { transfer: transferId, expectedVersion: 5, letterNumber: "1" });
    await instance.db.updateTable("member").set(held).where("id", "=", memberId).execute();
    expect(await issue()).toMatchObject({ __typename: "HomeGuardFailed", guard: "NO_TRANSFER_HOLD" });
    const free = { transfer_held_on: null, transfer_held_by: null };
    await instance.db.updateTable("member").set(free).where("id", "=", memberId).execute();
    const short = instance.db.updateTable("overseas_application").set({ move_kind: "TEMPORARY_TRANSFER" });
    await short.where("id", "=", stayId).execute();
    expect(await issue()).toMatchObject({ __typename: "HomeGuardFailed", guard: "KIND_FITS_LENGTH" });
  });

  it.each([
    ["numberInBox", "TEXT_EMPTY", "REVIEW_TRANSFER_AT_CELL", { numberInBox: "  " }],
    ["numberInBox", "TEXT_TOO_LONG", "REVIEW_TRANSFER_AT_CELL", { numberInBox: "1".repeat(21) }],
    ["feePaidToMonth", "MONTH_MALFORMED", "REVIEW_TRANSFER_AT_CELL", { feePaidToMonth: "2026-13" }],
    ["files", "FORM_UNKNOWN", "CERTIFY_TRANSFER", { files: [{ formCode: "PTC-79", issuedOn: "2026-10-01" }] }],
    ["files", "DAY_AHEAD", "CERTIFY_TRANSFER", { files: [{ formCode: "SELF-REVIEW", issuedOn: "2099-01-01" }] }],
    ["letterNumber", "TEXT_EMPTY", "ISSUE_TRANSFER_LETTER", { letterNumber: "" }],
    ["toOrganization", "WAY_IN_A_CIRCLE", "ISSUE_TRANSFER_LETTER", { toOrganization: "po_cell000000001" }],
    ["toOrganization", "ID_MALFORMED", "ISSUE_TRANSFER_LETTER", { toOrganization: "chi bộ 1" }],
    ["letterReturnedOn", "DAY_AHEAD", "RECALL_TRANSFER_LETTER", { letterReturnedOn: "2099-01-01" }],
    ["letterReturnedOn", "DAY_TOO_EARLY", "RECALL_TRANSFER_LETTER", { letterReturnedOn: "2025-08-19" }],
    ["policeConfirmedOn", "DAY_AHEAD", "REPORT_TRANSFER_LETTER_LOST", { policeConfirmedOn: "2099-01-01" }],
    ["policeConfirmedOn", "DAY_TOO_EARLY", "REPORT_TRANSFER_LETTER_LOST", { policeConfirmedOn: "2025-08-19" }],
  ] as const)("of the input stops %s: %s", async (field, code, name, wrong) => {
    const row = transferLifecycle.rows.find((each) => each.act === name);
    const { transferId } = await keep(row?.from[0] ?? "REQUESTED");
    await instance.db.insertInto("activity_transfer_letter").values(letter(`lt_${transferId}`, transferId)).execute();
    const input = { transfer: transferId, expectedVersion: 5, ...inputs[name], ...wrong };
    expect(await act(instance, nameOf(name), input)).toMatchObject({ __typename: "HomeActInputRefused", field, code });
  });
});

describe("a request for a transfer", () => {
  const request = async (own: object, row: Parameters<typeof member>[1] = {}, open = false) => {
    const number = String(++cases).padStart(4, "0");
    const memberId = `mb_${number}`;
    await instance.db.insertInto("member").values(member(memberId, row)).execute();
    const stay = application(`oa_${number}`, memberId, { state: "TRANSFER_OPEN", move_kind: "OFFICIAL_TRANSFER" });
    await instance.db.insertInto("overseas_application").values(stay).execute();
    if (open) await instance.db.insertInto("activity_transfer").values(transfer(`at_${number}`, memberId)).execute();
    const input = { application: stay.id, kind: "OFFICIAL", decidedOn: "2026-11-02", selfReviewOn: "2026-11-03", ...own };
    return act(instance, "requestTransfer", { member: memberId, ...input });
  };

  it("begins one under the rule in force, with its papers and the limit for starting", async () => {
    const result = await request({ toOrganization: "po_abroad0000001" });
    expect(result).toMatchObject({ __typename: "HomeTransferStepTaken", transfer: { state: "REQUESTED", version: 1 } });
    const id = result.transfer?.id ?? "";
    expect(id).toMatch(/^at_[0-9a-z]{13}$/);
    expect(await stored(id)).toMatchObject({
      from_organization_id: "po_cell000000001",
      to_organization_id: "po_abroad0000001",
      requested_on: today,
      decided_on: "2026-11-02",
      legal_basis_code: "QD-294",
      committee_code: "PTC-01",
      is_abroad: true,
    });
    const limits = instance.db.selectFrom("activity_transfer_deadline").selectAll().where("transfer_id", "=", id);
    const dueOn = workingDayAfter("2026-11-02", 60);
    expect(await limits.execute()).toMatchObject([{ subject: "START_TRANSFER", due_on: dueOn, met_on: null }]);
    const papers = instance.db.selectFrom("activity_transfer_document").where("transfer_id", "=", id);
    const codes = (await papers.select("form_code").execute()).map(({ form_code }) => form_code);
    expect(codes.toSorted()).toEqual(["SELF-REVIEW", "STATE-DECISION"]);
  });

  it.each([
    ["CLASS_KNOWN", {}, { activity_status: "EXPELLED" } as const, false],
    ["NO_TRANSFER_HOLD", {}, { transfer_held_on: "2026-10-01", transfer_held_by: "po_head000000001" }, false],
    ["NO_OPEN_TRANSFER", {}, {}, true],
    ["DECISION_PRESENT", { decidedOn: null }, {}, false],
    ["SELF_REVIEW_PRESENT", { selfReviewOn: null }, {}, false],
  ])("needs %s", async (guard, own, row, open) => {
    expect(await request(own, row, open)).toMatchObject({ __typename: "HomeGuardFailed", guard });
  });

  it.each([
    ["member", "MEMBER_UNKNOWN", { member: "mb_nobody" }],
    ["application", "APPLICATION_NOT_OPEN", { application: "oa_nothing" }],
    ["decidedOn", "DAY_AHEAD", { decidedOn: dayPlus(today, 1) }],
    ["toCommittee", "COMMITTEE_ENDED", { application: null, toCommittee: "PTC63-02" }],
    ["selfReviewOn", "DAY_AHEAD", { selfReviewOn: dayPlus(today, 1) }],
    ["selfReviewOn", "DAY_TOO_EARLY", { selfReviewOn: `${Number(today.slice(0, 4)) - 2}-12-31` }],
    ["toOrganization", "WAY_IN_A_CIRCLE", { toOrganization: "po_cell000000001" }],
    ["toOrganization", "ID_MALFORMED", { toOrganization: "x".repeat(81) }],
    ["toOrganization", "ORGANIZATION_UNKNOWN", { toOrganization: "po_abroad0000002" }],
  ])("names the input at fault: %s, %s", async (field, code, own) => {
    expect(await request(own)).toMatchObject({ __typename: "HomeActInputRefused", field, code });
  });
});

describe("a limit beyond the calendar of working days", () => {
  afterEach(() => void vi.useRealTimers());

  it.each([
    ["CERTIFIED", "ISSUE_TRANSFER_LETTER"],
    ["LOST", "REISSUE_TRANSFER_LETTER"],
    ["IN_TRANSIT", "REPLACE_TRANSFER_LETTER"],
  ] as const)("of one who is %s is not promised: %s is refused and leaves nothing behind", async (state, name) => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2027-11-22T01:00:00Z") });
    const { transferId } = await keep(state);
    const input = { transfer: transferId, expectedVersion: 5, ...inputs[name] };
    const refused = { __typename: "HomeActNotAllowed", code: "CALENDAR_ENDS", nextAct: null };
    expect(await act(instance, nameOf(name), input)).toMatchObject(refused);
    expect(await stored(transferId)).toMatchObject({ state, version: 5 });
    vi.setSystemTime(Date.parse("2027-11-18T01:00:00Z"));
    expect(await act(instance, nameOf(name), input)).toMatchObject({ __typename: "HomeTransferStepTaken" });
  });
});

describe("the same act again", () => {
  it("under its key is answered as before and done once; another act under the key is refused", async () => {
    const { transferId } = await keep("REQUESTED");
    const input = { transfer: transferId, expectedVersion: 5, idempotencyKey: "one-and-the-same" };
    const first = await act(instance, "withdrawTransfer", input);
    expect(await act(instance, "withdrawTransfer", input)).toEqual(first);
    const steps = instance.db.selectFrom("activity_transfer_step").selectAll().where("transfer_id", "=", transferId);
    expect(await steps.execute()).toMatchObject([{ state: "WITHDRAWN", organization_id: "po_cell000000001" }]);
    const reused = { __typename: "HomeActInputRefused", field: "idempotencyKey", code: "ACT_KEY_REUSED" };
    expect(await act(instance, "rejectTransfer", input)).toMatchObject(reused);
  });

  it("of 200 clerks at 50 transfers at once is taken once of each; the others learn version and state now", async () => {
    const ids: string[] = [];
    while (ids.length < 50) ids.push((await keep("REQUESTED")).transferId);
    const seats = ["REVIEW_TRANSFER_AT_CELL", "WITHDRAW_TRANSFER", "REJECT_TRANSFER", "REVIEW_TRANSFER_AT_CELL"] as const;
    const clerks = ids.flatMap((id) => seats.map((name, seat) => ({ id, name, subject: `clerk-${seat}-${id}` })));
    const results = await Promise.all(
      clerks.map(async ({ id, name, subject }) => {
        const input = { transfer: id, expectedVersion: 5, idempotencyKey: subject, ...inputs[name] };
        // There are ten connections and one row: whoever gets none in time, or hears that somebody is at it, asks again.
        const send = (): Promise<Result> =>
          act(instance, nameOf(name), input, { ...clerkOf("PTC-01"), subject }).then(
            (result) => (result.currentVersion === null ? delay(100).then(send) : result),
            (error: Error) => (error.message.includes("AGENCY_BUSY") ? delay(100).then(send) : Promise.reject(error)),
          );
        return { id, name, result: await send() };
      }),
    );
    const taken = results.filter(({ result }) => result.__typename === "HomeTransferStepTaken");
    expect(taken.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    const stateNow = new Map(taken.map(({ id, result }) => [id, result.transfer?.state]));
    const conflict = { __typename: "HomeActConflict", currentVersion: 6 };
    for (const { id, result } of results.filter((each) => !taken.includes(each)))
      expect(result).toMatchObject({ ...conflict, currentState: stateNow.get(id) });
    for (const id of ids) expect(await stored(id)).toMatchObject({ version: 6, state: stateNow.get(id) });
    const steps = instance.db.selectFrom("activity_transfer_step").select("ordinal").where("transfer_id", "in", ids);
    expect(await steps.execute()).toHaveLength(50);
  }, 60_000);
});

describe("a letter abroad", () => {
  it("is written in two, box by box, tells the ministry no more than it must, and starts the limit", async () => {
    const { transferId, memberId, stayId } = await keep("REQUESTED");
    const next = (name: string, version: number, input: object) =>
      act(instance, name, { transfer: transferId, expectedVersion: version, ...input });
    await next("reviewTransferAtCell", 5, inputs.REVIEW_TRANSFER_AT_CELL);
    await next("certifyTransfer", 6, inputs.CERTIFY_TRANSFER);
    const issued = await next("issueTransferLetter", 7, inputs.ISSUE_TRANSFER_LETTER);
    expect(issued).toMatchObject({
      transfer: { state: "IN_TRANSIT", version: 9 },
      pendingDeliveries: [{ target: "foreign-ministry", eventCount: 1 }],
    });
    const letters = instance.db.selectFrom("activity_transfer_letter").where("transfer_id", "=", transferId);
    expect(await letters.select(["kind", "letter_number"]).orderBy("kind").execute()).toEqual([
      { kind: "ABROAD", letter_number: "12-GT/2" },
      { kind: "OFFICIAL", letter_number: "12-GT" },
    ]);
    const boxes = instance.db
      .selectFrom("activity_transfer_letter_box as box")
      .innerJoin("activity_transfer_letter as letter", "letter.id", "box.letter_id")
      .where("transfer_id", "=", transferId)
      .where("kind", "=", "OFFICIAL");
    expect(await boxes.select(["box_number", "number", "from_organization_id"]).orderBy("box_number").execute()).toEqual([
      { box_number: 1, number: "01", from_organization_id: "po_cell000000001" },
      { box_number: 2, number: "02", from_organization_id: "po_base000000001" },
      { box_number: 3, number: "12-GT", from_organization_id: "po_ward000000001" },
    ]);
    const [event, ...rest] = await eventsAbout(transferId);
    expect(rest).toEqual([]);
    expect(event).toEqual({
      target: "foreign-ministry",
      kind: "transfer.announced",
      body: {
        transferId,
        assignmentId: stayId,
        memberId,
        person: {
          familyName: "Nguyễn",
          middleName: "Văn",
          givenName: "An",
          memberClass: "OFFICIAL",
          admittedOn: "2010-05-19",
          officialOn: "2011-05-19",
          homeCommittee: "PTC-01",
          homeOrganizationId: "po_cell000000001",
        },
        kind: "OFFICIAL",
        fromOrganizationId: "po_cell000000001",
        toOrganizationId: "po_abroad0000001",
        letterKind: "OFFICIAL",
        letterNumber: "12-GT",
        issuedOn: today,
        presentBy: workingDayAfter(today, 30),
        isCardInCustody: false,
        documents: ["SELF-REVIEW"],
        isFileListCertified: true,
      },
    });
  });
});
