import { readFileSync } from "node:fs";
import { Kind, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { assignmentLifecycle } from "./assignment.ts";
import { expectedRows, finalStatesOf, rowsFrom, step, type Lifecycle } from "./lifecycle.ts";
import { reviewLifecycle } from "./review.ts";
import { transferLifecycle } from "./transfer.ts";

/** The legal steps, written down from the rules and not from the tables: `state: act > state, …`. */
const LEGAL: Readonly<Record<string, string>> = {
  ActivityTransfer: `
    (nothing): REQUEST_TRANSFER > REQUESTED
    REQUESTED: REVIEW_TRANSFER_AT_CELL > CELL_REVIEWED, WITHDRAW_TRANSFER > WITHDRAWN, REJECT_TRANSFER > REJECTED
    CELL_REVIEWED: CERTIFY_TRANSFER > CERTIFIED, WITHDRAW_TRANSFER > WITHDRAWN, REJECT_TRANSFER > REJECTED
    CERTIFIED: ISSUE_TRANSFER_LETTER > ISSUED, WITHDRAW_TRANSFER > WITHDRAWN, REJECT_TRANSFER > REJECTED
    ISSUED: DISPATCH_TRANSFER > IN_TRANSIT, REPORT_TRANSFER_LETTER_LOST > LOST, REPLACE_TRANSFER_LETTER > REISSUED, RECALL_TRANSFER_LETTER > WITHDRAWN
    IN_TRANSIT: PRESENT_TRANSFER_LETTER > PRESENTED, MARK_TRANSFER_OVERDUE > OVERDUE, REPORT_TRANSFER_LETTER_LOST > LOST, REPLACE_TRANSFER_LETTER > REISSUED, RECALL_TRANSFER_LETTER > WITHDRAWN
    PRESENTED: CHECK_TRANSFER_FILE > FILE_CHECKED, RETURN_TRANSFER_FILE > RETURNED
    OVERDUE: PRESENT_TRANSFER_LETTER > PRESENTED, REPORT_TRANSFER_LETTER_LOST > LOST, REPLACE_TRANSFER_LETTER > REISSUED, RECALL_TRANSFER_LETTER > WITHDRAWN
    FILE_CHECKED: ACCEPT_AT_RECEIVING_CELL > ACCEPTED
    RETURNED: CHECK_TRANSFER_FILE > FILE_CHECKED
    ACCEPTED: CLOSE_TRANSFER > CLOSED
    LOST: REISSUE_TRANSFER_LETTER > REISSUED, RECALL_TRANSFER_LETTER > WITHDRAWN
    REISSUED: PRESENT_TRANSFER_LETTER > PRESENTED, MARK_TRANSFER_OVERDUE > OVERDUE, REPORT_TRANSFER_LETTER_LOST > LOST, RECALL_TRANSFER_LETTER > WITHDRAWN
    CLOSED, WITHDRAWN, REJECTED:`,
  OverseasAssignment: `
    (nothing): DECLARE_ASSIGNMENT > DECLARED
    DECLARED: APPROVE_ASSIGNMENT > HOME_APPROVED, REFUSE_ASSIGNMENT > REFUSED, CANCEL_ASSIGNMENT > CANCELLED
    HOME_APPROVED: OPEN_ASSIGNMENT_TRANSFER > TRANSFER_OPEN, ALLOW_REPORT_ONLY > REPORT_ONLY, FORM_GROUP_CELL > GROUP_CELL, REQUEST_EXEMPTION > EXEMPT_REQUESTED, CANCEL_ASSIGNMENT > CANCELLED
    REPORT_ONLY, GROUP_CELL: END_ASSIGNMENT > ENDED, CANCEL_ASSIGNMENT > CANCELLED
    TRANSFER_OPEN: RECORD_NOTICE > NOTIFIED_MFA, CANCEL_ASSIGNMENT > CANCELLED
    EXEMPT_REQUESTED: GRANT_EXEMPTION > EXEMPT, DECLINE_EXEMPTION > HOME_APPROVED, CANCEL_ASSIGNMENT > CANCELLED
    EXEMPT: END_ASSIGNMENT > ENDED
    NOTIFIED_MFA: RECEIVE_ABROAD > RECEIVED_ABROAD, GUIDE_SINGLY > SINGLE_GUIDED, FOUND_CELL_ABROAD > RECEIVED_ABROAD, CANCEL_ASSIGNMENT > CANCELLED
    RECEIVED_ABROAD, EXTENDED: EXTEND_STAY > EXTENDED, MOVE_COUNTRY > MOVED_COUNTRY, START_RETURN > RETURN_STARTED, REMOVE_NAME > ENDED
    SINGLE_GUIDED: FOUND_CELL_ABROAD > RECEIVED_ABROAD, EXTEND_STAY > EXTENDED, MOVE_COUNTRY > MOVED_COUNTRY, START_RETURN > RETURN_STARTED, REMOVE_NAME > ENDED
    MOVED_COUNTRY: RECEIVE_ABROAD > RECEIVED_ABROAD, GUIDE_SINGLY > SINGLE_GUIDED, FOUND_CELL_ABROAD > RECEIVED_ABROAD, EXTEND_STAY > EXTENDED, MOVE_COUNTRY > MOVED_COUNTRY, START_RETURN > RETURN_STARTED, REMOVE_NAME > ENDED
    RETURN_STARTED: CONFIRM_ABROAD > CONFIRMED_ABROAD, REMOVE_NAME > ENDED
    CONFIRMED_ABROAD: INTRODUCE_HOME > INTRODUCED_HOME, REMOVE_NAME > ENDED
    INTRODUCED_HOME: ACCEPT_AT_HOME > CLOSED, MARK_RETURN_OVERDUE > OVERDUE
    OVERDUE: ACCEPT_AT_HOME > CLOSED
    REFUSED, ENDED, CLOSED, CANCELLED:`,
  Review: `
    (nothing): DRAFT_REVIEW > DRAFTED
    DRAFTED: OPEN_REVIEW > OPEN, WITHDRAW_REVIEW > WITHDRAWN
    OPEN: CLOSE_REVIEW > CLOSED
    CLOSED: PUBLISH_REVIEW_OUTCOME > PUBLISHED
    PUBLISHED, WITHDRAWN:`,
};

const legalSteps = (name: string): ReadonlyMap<string, string> =>
  new Map(
    (LEGAL[name] ?? "").trim().split("\n").flatMap((line) => {
      const [states = "", acts = ""] = line.trim().split(":");
      return states.split(", ").flatMap((state) =>
        acts.split(", ").filter((act) => act.trim() !== "").map((act): [string, string] => {
          const [name = "", to = ""] = act.trim().split(" > ");
          return [`${state} ${name}`, to];
        }),
      );
    }),
  );

/** What the enum of this name in an agency's SDL lists. */
const valuesInSdl = (file: string, name: string) =>
  parse(readFileSync(new URL(`../../subgraphs/${file}.graphql`, import.meta.url), "utf8")).definitions.flatMap((each) =>
    each.kind === Kind.ENUM_TYPE_DEFINITION && each.name.value === name
      ? (each.values ?? []).map(({ name }) => name.value)
      : [],
  );

describe.each<[string, Lifecycle, string]>([
  ["activity transfer", transferLifecycle, "provincial-committees"],
  ["overseas assignment", assignmentLifecycle, "foreign-ministry"],
  ["review", reviewLifecycle, "foreign-ministry"],
])("the lifecycle: %s", (_, lifecycle, sdl) => {
  const states = Object.keys(lifecycle.states);
  const acts = lifecycle.rows.map(({ act }) => act);
  const legal = legalSteps(lifecycle.name);

  it("allows every legal step, leads it where it belongs, and refuses every other one with the reason", () => {
    let [allowed, refused] = [0, 0];
    for (const state of [null, ...states]) {
      for (const act of acts) {
        const taken = step(lifecycle, state, act);
        const to = legal.get(`${state ?? "(nothing)"} ${act}`);
        expect([state, act, taken.ok ? taken.row.to : undefined]).toEqual([state, act, to]);
        if (taken.ok) allowed += 1;
        else {
          refused += 1;
          const begins = rowsFrom(lifecycle, null).some((row) => row.act === act);
          const isFinal = state !== null && finalStatesOf(lifecycle).includes(state);
          const code =
            state === null ? "ACT_NOT_BEGUN" : begins ? "ACT_BEGUN_ALREADY" : isFinal ? "ACT_AFTER_END" : "ACT_OUT_OF_STATE";
          expect([state, act, taken.code]).toEqual([state, act, code]);
        }
      }
    }
    expect(allowed).toBe(legal.size);
    expect(refused).toBe((states.length + 1) * acts.length - legal.size);
  });

  it("names each act once and has the states of the SDL", () => {
    expect(new Set(acts).size).toBe(acts.length);
    const enumName = `${lifecycle.name}State`;
    expect(valuesInSdl(sdl, enumName).toSorted()).toEqual(states.toSorted());
  });

  it("reaches every state from the beginning, and an end from every state by what is expected", () => {
    const reached = new Set(rowsFrom(lifecycle, null).map(({ to }) => to));
    for (const state of reached) for (const { to } of rowsFrom(lifecycle, state)) reached.add(to);
    expect([...reached].toSorted()).toEqual(states.toSorted());

    const ends = new Set(finalStatesOf(lifecycle));
    for (const state of states) {
      const ahead = new Set([state]);
      for (const each of ahead) for (const { to } of expectedRows(lifecycle, each)) ahead.add(to);
      expect([state, [...ahead].some((each) => ends.has(each))]).toEqual([state, true]);
    }
  });

  it("has each limit begin before it is kept", () => {
    const started = new Set(lifecycle.rows.flatMap(({ starts }) => starts ?? []));
    for (const { deadline } of lifecycle.rows) if (deadline !== null) expect([...started]).toContain(deadline);
  });
});

describe("a step", () => {
  it("says which acts are possible instead", () => {
    expect(step(transferLifecycle, "FILE_CHECKED", "CLOSE_TRANSFER")).toEqual({
      ok: false,
      code: "ACT_OUT_OF_STATE",
      nextActs: ["ACCEPT_AT_RECEIVING_CELL"],
    });
  });
});
