import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { step } from "#contract/lifecycles/lifecycle.ts";
import { transferLifecycle, type TransferAct, type TransferState } from "#contract/lifecycles/transfer.ts";
import { dayInVietnam, dayPlus } from "#contract/working-days.ts";
import { act, clerkOf, eventsAbout, nameOf, officerOf } from "./acting.ts";
import { member, transfer } from "./rows.ts";
import { startInstance, type RunningInstance } from "./running-instance.ts";
import { application, arrival, loadOrganizations } from "./work-rows.ts";

let instance: RunningInstance;

const today = dayInVietnam(new Date());
const states = Object.keys(transferLifecycle.states) as TransferState[];
/** What an arrival may be: it begins with the letter. */
const arrivalStates = states.filter(
  (state) => !["REQUESTED", "CELL_REVIEWED", "CERTIFIED", "ISSUED", "WITHDRAWN", "REJECTED"].includes(state),
);

const acts = {
  PRESENT_TRANSFER_LETTER: { letterNumber: "7-GT" },
  CHECK_TRANSFER_FILE: { missingFormCodes: [] },
  RETURN_TRANSFER_FILE: { missingFormCodes: ["SELF-REVIEW"] },
  ACCEPT_AT_RECEIVING_CELL: {},
} as const satisfies Partial<Record<TransferAct, object>>;

type ReceiversAct = keyof typeof acts;
const names = Object.keys(acts) as ReceiversAct[];

let cases = 0;

async function keep(state: TransferState, own: Parameters<typeof arrival>[1] = {}) {
  const id = `at_${++cases}`;
  const due = { present_due_on: dayPlus(today, 20) };
  await instance.db.insertInto("arrival").values(arrival(id, { state, version: 2, ...due, ...own })).execute();
  return id;
}

const stored = (id: string) =>
  instance.db.selectFrom("arrival").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const send = (name: ReceiversAct, id: string, own: object = {}, caller = clerkOf("PTC-01")) =>
  act(instance, nameOf(name), { arrival: id, expectedVersion: 2, ...acts[name], ...own }, caller);

beforeAll(async () => {
  instance = await startInstance();
  await loadOrganizations(instance.db);
});
afterAll(() => instance[Symbol.asyncDispose]());

describe.each(names)("%s", (name) => {
  const row = transferLifecycle.rows.find((each) => each.act === name);
  const first = row?.from[0] ?? "IN_TRANSIT";

  it.each(arrivalStates)("from %s goes as the table says, and the sender hears of it", async (state) => {
    const id = await keep(state);
    const found = step(transferLifecycle, state, name);
    const result = await send(name, id);
    if (!found.ok) {
      expect(result).toMatchObject({ __typename: "HomeActNotAllowed", code: found.code });
      expect(await stored(id)).toMatchObject({ state, version: 2 });
      return;
    }
    const taken = { id, state: row?.to, version: 3 };
    expect(result).toMatchObject({ __typename: "HomeArrivalStepTaken", arrival: taken });
    const body = { transferId: id, act: name, state: row?.to, on: today };
    const event = { target: "provincial-committees/south", kind: "transfer.stepped", body };
    expect(await eventsAbout(instance, id)).toMatchObject([event]);
  });

  it("is for its body and no other, and not for another committee or version", async () => {
    const id = await keep(first);
    const isCell = row?.by[0] === "RECEIVING_CELL";
    const [body, other] = isCell ? ["cell", "base"] : ["base", "cell"];
    expect(await send(name, id, {}, officerOf(`po_${other}000000001`))).toMatchObject({ code: "ACT_NOT_BY_CALLER" });
    expect(await send(name, id, {}, clerkOf("PTC-08"))).toMatchObject({ code: "ACT_NOT_BY_CALLER" });
    const elsewhere = await send(name, id, { committee: "PTC-08" }, clerkOf("PTC-08"));
    expect(elsewhere).toMatchObject({ code: "ACT_NOT_BEGUN", message: expect.stringContaining("successor") });
    const conflict = { __typename: "HomeActConflict", currentVersion: 2, currentState: first };
    expect(await send(name, id, { expectedVersion: 1 })).toMatchObject(conflict);
    const able = await send(name, id, {}, officerOf(`po_${body}000000001`));
    expect(able).toMatchObject({ __typename: "HomeArrivalStepTaken" });
  });
});

describe("a letter", () => {
  it("is the one that holds, or nothing is shown", async () => {
    const id = await keep("IN_TRANSIT");
    const result = await send("PRESENT_TRANSFER_LETTER", id, { letterNumber: "6-GT" });
    expect(result).toMatchObject({ __typename: "HomeGuardFailed", guard: "LETTER_VALID" });
    expect(await stored(id)).toMatchObject({ state: "IN_TRANSIT", presented_on: null });
  });

  it("is known by its number as it is written, not by one that only looks like it", async () => {
    const id = await keep("IN_TRANSIT", { letter_number: "7-GT/TỈNH ỦY" });
    const show = (letterNumber: string) => send("PRESENT_TRANSFER_LETTER", id, { letterNumber });
    const unseen = { __typename: "HomeActInputRefused", field: "letterNumber", code: "TEXT_UNSEEN" };
    expect(await show("7-GT\u200b/TỈNH ỦY")).toMatchObject(unseen);
    expect(await show("\u202e7-GT/TỈNH ỦY")).toMatchObject(unseen);
    expect(await show("7-GT/TINH UY")).toMatchObject({ guard: "LETTER_VALID" });
    expect(await show(" 7-GT/TỈNH\u00a0\nỦY".normalize("NFD"))).toMatchObject({ arrival: { state: "PRESENTED" } });
  });

  it("of the ministry has a number as long as the ministry writes them", async () => {
    const letterNumber = "9".repeat(60);
    const show = async (shown: string) =>
      send("PRESENT_TRANSFER_LETTER", await keep("IN_TRANSIT", { letter_number: letterNumber }), { letterNumber: shown });
    expect(await show(letterNumber)).toMatchObject({ arrival: { state: "PRESENTED" } });
    expect(await show(`${letterNumber}9`)).toMatchObject({ field: "letterNumber", code: "TEXT_TOO_LONG" });
  });

  it("counts on the last day of the limit without a word", async () => {
    const id = await keep("IN_TRANSIT", { present_due_on: today });
    expect(await send("PRESENT_TRANSFER_LETTER", id)).toMatchObject({ arrival: { state: "PRESENTED", version: 3 } });
  });

  it("counts late with a reason that the committee accepts, is overdue first, and the sender hears both", async () => {
    const id = await keep("IN_TRANSIT", { present_due_on: dayPlus(today, -1) });
    const late = (own: object) => send("PRESENT_TRANSFER_LETTER", id, own);
    const guard = { __typename: "HomeGuardFailed", guard: "LATENESS_DECIDED" };
    expect(await late({})).toMatchObject(guard);
    expect(await late({ lateReason: "Ốm" })).toMatchObject(guard);
    expect(await late({ isLatenessAccepted: true })).toMatchObject(guard);
    const result = await late({ lateReason: "Ốm", isLatenessAccepted: true });
    expect(result).toMatchObject({ arrival: { state: "PRESENTED", version: 4 } });
    expect(await stored(id)).toMatchObject({ late_reason: "Ốm", late_decided_by: "PTC-01", presented_on: today });
    const told = (await eventsAbout(instance, id)).map(({ body }) => [body["act"], body["reason"]]);
    expect(told).toEqual([["MARK_TRANSFER_OVERDUE", null], ["PRESENT_TRANSFER_LETTER", "Ốm"]]);
  });
});

describe("a file", () => {
  it.each([
    ["CHECK_TRANSFER_FILE", "CONTENTS_COMPLETE", { contents_certified_on: null }, []],
    ["CHECK_TRANSFER_FILE", "CONTENTS_COMPLETE", {}, ["SELF-REVIEW"]],
    ["RETURN_TRANSFER_FILE", "CONTENTS_INCOMPLETE", {}, []],
  ] as const)("decides by its certified list: %s needs %s", async (name, guard, own, missingFormCodes) => {
    const id = await keep("PRESENTED", own);
    expect(await send(name, id, { missingFormCodes })).toMatchObject({ __typename: "HomeGuardFailed", guard });
  });

  it("lacks papers of the Commission's list of forms, each once, and nothing else is written about it", async () => {
    const id = await keep("PRESENTED");
    const lacks = (...missingFormCodes: string[]) => send("RETURN_TRANSFER_FILE", id, { missingFormCodes });
    const unknown = { __typename: "HomeActInputRefused", field: "missingFormCodes", code: "FORM_UNKNOWN" };
    expect(await lacks("SELF-REVIEW", "anything at all")).toMatchObject(unknown);
    expect(await lacks("SELF-REVIEW", "2-SHD", "SELF-REVIEW")).toMatchObject({ arrival: { state: "RETURNED" } });
    expect(await eventsAbout(instance, id)).toMatchObject([{ body: { reason: "SELF-REVIEW, 2-SHD" } }]);
  });

  it("without a certified list goes back whatever it holds", async () => {
    const id = await keep("PRESENTED", { contents_certified_on: null });
    const result = await send("RETURN_TRANSFER_FILE", id, { missingFormCodes: [] });
    expect(result).toMatchObject({ arrival: { state: "RETURNED" } });
  });
});

describe("two acceptances at once", () => {
  it("are one", async () => {
    const id = await keep("FILE_CHECKED");
    const results = await Promise.all(Array.from({ length: 8 }, () => send("ACCEPT_AT_RECEIVING_CELL", id)));
    const names = results.map(({ __typename }) => __typename);
    expect(names.filter((name) => name === "HomeArrivalStepTaken")).toHaveLength(1);
    expect(names.filter((name) => name === "HomeActConflict")).toHaveLength(7);
    expect(await eventsAbout(instance, id)).toHaveLength(1);
  });
});

describe("a limit that passed", () => {
  const due = { present_due_on: "2020-01-10" };
  const at = (day: string) => instance.markOverdue(new Date(`${day}T03:00:00Z`));

  it("marks a letter by itself on the day after, and its sender hears of it once", async () => {
    const ids = [await keep("IN_TRANSIT", due), await keep("REISSUED", due)];
    expect(await at("2020-01-10")).toBe(0);
    const counts = await Promise.all([at("2020-01-11"), at("2020-01-11")]);
    expect(counts[0] + counts[1]).toBe(2);
    const body = { act: "MARK_TRANSFER_OVERDUE", state: "OVERDUE", by: "SYSTEM", on: "2020-01-11" };
    for (const id of ids) {
      expect(await stored(id)).toMatchObject({ state: "OVERDUE", version: 3 });
      expect(await eventsAbout(instance, id)).toMatchObject([{ target: "provincial-committees/south", body }]);
    }
    expect(await at("2020-01-12")).toBe(0);
    const late = { lateReason: "Ốm", isLatenessAccepted: true, expectedVersion: 3 };
    expect(await send("PRESENT_TRANSFER_LETTER", ids[0] ?? "", late)).toMatchObject({ arrival: { state: "PRESENTED" } });
  });

  it("marks the others when one cannot be marked, which stays as it was and is told to the operator", async () => {
    const failed = vi.spyOn(console, "error").mockReturnValue();
    const bad = await keep("IN_TRANSIT", { present_due_on: "2020-01-09", sender: "no process at all" });
    const good = await keep("IN_TRANSIT", due);
    expect(await at("2020-01-11")).toBe(1);
    expect(await stored(good)).toMatchObject({ state: "OVERDUE" });
    expect(await stored(bad)).toMatchObject({ state: "IN_TRANSIT", version: 2 });
    expect(failed).toHaveBeenCalledWith(expect.stringContaining(bad), expect.any(Error));
    failed.mockRestore();
    await instance.db.deleteFrom("arrival").where("id", "=", bad).execute();
  });

  it("leaves alone what was shown, what is lost, and who comes from abroad, of whom the ministry tells", async () => {
    const fromAbroad = await keep("IN_TRANSIT", { ...due, sender: "foreign-ministry" });
    const kept = [await keep("PRESENTED", due), await keep("LOST", due), fromAbroad];
    expect(await at("2020-01-11")).toBe(0);
    for (const id of kept) expect(await eventsAbout(instance, id)).toEqual([]);
  });
});

describe("an arrival whose letter came back unused", () => {
  it.each([
    ["IN_TRANSIT", "WITHDRAWN"],
    ["LOST", "WITHDRAWN"],
    ["PRESENTED", "PRESENTED"],
  ] as const)("and that was %s here ends as %s, of which the sender has the word", async (state, ended) => {
    const id = await keep(state);
    const nothing = { organizationId: null, letterNumber: null, presentBy: null, reason: null };
    const recall = { transferId: id, act: "RECALL_TRANSFER_LETTER", state: "WITHDRAWN", on: today, ...nothing } as const;
    const source = "provincial-committees/south";
    const outcome = await instance.hear(source, "transfer.stepped", id, { ...recall, by: "ISSUING_BODY" });
    expect(outcome).toMatchObject({ outcome: "accepted" });
    expect(await stored(id)).toMatchObject({ state: ended });
    const word = { target: source, body: { act: "RECALL_TRANSFER_LETTER", state: "WITHDRAWN", by: "SYSTEM" } };
    expect(await eventsAbout(instance, id)).toMatchObject(ended === "WITHDRAWN" ? [word] : []);
  });
});

describe("one who comes home from abroad", () => {
  const away = async (kind: "OFFICIAL" | "TEMPORARY", state: "INTRODUCED_HOME" | "OVERDUE" | "CONFIRMED_ABROAD") => {
    const number = ++cases;
    const [memberId, stayId, id] = [`mb_${number}`, `oa_${number}`, `at_back${number}`];
    const { db } = instance;
    const official = { official_organization_id: "po_abroad0000001", activity_status: "TRANSFERRED" } as const;
    const temporary = { temporary_organization_id: "po_abroad0000001", activity_status: "TEMPORARILY_AWAY" } as const;
    await db.insertInto("member").values(member(memberId, kind === "OFFICIAL" ? official : temporary)).execute();
    await db.insertInto("overseas_application").values(application(stayId, memberId, { state })).execute();
    const way = { from_organization_id: "po_abroad0000001", to_organization_id: "po_cell000000001" };
    const back = transfer(id, memberId, { kind, state: "FILE_CHECKED", assignment_id: stayId, ...way });
    await db.insertInto("activity_transfer").values(back).execute();
    const coming = { sender: "foreign-ministry", member_id: memberId, assignment_id: stayId, state: "FILE_CHECKED" } as const;
    await db.insertInto("arrival").values(arrival(id, { ...coming, ...way, kind, version: 2 })).execute();
    return { memberId, stayId, id };
  };
  const row = (table: "member" | "overseas_application" | "activity_transfer", id: string) =>
    instance.db.selectFrom(table).selectAll().where("id", "=", id).executeTakeFirstOrThrow();

  it.each(["INTRODUCED_HOME", "OVERDUE"] as const)("from %s is placed, and stay and transfer are closed", async (state) => {
    const { id, memberId, stayId } = await away("OFFICIAL", state);
    const result = await send("ACCEPT_AT_RECEIVING_CELL", id);
    // Two cases of which one side hears, which is one delivery that waits.
    const pendingDeliveries = [{ target: "foreign-ministry", eventCount: 2 }];
    const taken = { __typename: "HomeArrivalStepTaken", arrival: { state: "CLOSED" }, pendingDeliveries };
    expect(result).toMatchObject(taken);
    const place = { official_organization_id: "po_cell000000001", activity_status: "ACTIVE" };
    expect(await row("member", memberId)).toMatchObject({ ...place, activity_status_on: today });
    expect(await row("overseas_application", stayId)).toMatchObject({ state: "CLOSED", returned_on: today });
    expect(await row("activity_transfer", id)).toMatchObject({ state: "CLOSED", ended_on: today });
    const told = [...(await eventsAbout(instance, id)), ...(await eventsAbout(instance, stayId))];
    expect(told.map(({ target, body }) => [target, body["act"]])).toEqual([
      ["foreign-ministry", "ACCEPT_AT_RECEIVING_CELL"],
      ["foreign-ministry", "ACCEPT_AT_HOME"],
    ]);
  });

  it("after a temporary stay has never left the official place", async () => {
    const { id, memberId } = await away("TEMPORARY", "INTRODUCED_HOME");
    await send("ACCEPT_AT_RECEIVING_CELL", id);
    const place = { official_organization_id: "po_cell000000001", temporary_organization_id: null };
    expect(await row("member", memberId)).toMatchObject({ ...place, activity_status: "ACTIVE" });
  });

  it("is not accepted before the ministry has introduced them", async () => {
    const { id, memberId } = await away("OFFICIAL", "CONFIRMED_ABROAD");
    expect(await send("ACCEPT_AT_RECEIVING_CELL", id)).toMatchObject({ __typename: "HomeActNotAllowed" });
    expect(await row("member", memberId)).toMatchObject({ official_organization_id: "po_abroad0000001" });
    expect(await stored(id)).toMatchObject({ state: "FILE_CHECKED", version: 2 });
    expect(await eventsAbout(instance, id)).toEqual([]);
  });
});
