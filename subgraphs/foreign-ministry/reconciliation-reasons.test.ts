import { describe, expect, it } from "vitest";
import { assignmentLifecycle, type AssignmentState } from "#contract/lifecycles/assignment.ts";
import { transferLifecycle, type TransferState } from "#contract/lifecycles/transfer.ts";
import {
  reasonOf,
  reconciliationReasons,
  type HomeStay,
  type ReconciliationReason,
  type RegisterStay,
} from "./reconciliation-reasons.ts";

/** A letter for good is out and on its way; both sides know it, and nobody has received the member. */
const home = (own: Partial<HomeStay> = {}): HomeStay => ({
  assignmentId: "oa_1",
  state: "NOTIFIED_MFA",
  stateOn: "2026-06-01",
  rosterKind: null,
  transferLogKind: "OFFICIAL",
  transferState: "IN_TRANSIT",
  waitingEventCount: 0,
  isParked: false,
  ...own,
});
const register = (own: Partial<RegisterStay> = {}): RegisterStay => ({
  id: "oa_1",
  state: "NOTIFIED_MFA",
  stateOn: "2026-06-01",
  kind: null,
  isAddressed: true,
  waitingEventCount: 0,
  isParked: false,
  ...own,
});

const away = { rosterKind: "OFFICIAL", state: "RECEIVED_ABROAD", transferState: "CLOSED" } as const;
const received = { kind: "OFFICIAL", state: "RECEIVED_ABROAD" } as const;
const atHome = { transferLogKind: null, transferState: null } as const;
const waiting = { waitingEventCount: 1 } as const;

const cases: readonly (readonly [ReconciliationReason | null, HomeStay | null, RegisterStay | null])[] = [
  [null, home(away), register(received)],
  [null, home({ ...atHome, state: "DECLARED" }), register({ state: "DECLARED" })],
  ["NOTICE_NOT_SENT", home({ state: "TRANSFER_OPEN", transferState: "ISSUED" }), register({ state: "TRANSFER_OPEN" })],
  ["NOTICE_NOT_FORWARDED", home(), register({ isAddressed: false })],
  ["LETTER_NOT_SHOWN", home(), register()],
  ["LETTER_NOT_SHOWN", home({ transferState: "REISSUED" }), register()],
  ["LETTER_OVERDUE", home({ transferState: "OVERDUE" }), register()],
  ["LETTER_LOST", home({ transferState: "LOST" }), register()],
  ["FILE_RETURNED", home({ transferState: "RETURNED" }), register()],
  ["NOT_YET_RECEIVED", home({ transferState: "PRESENTED" }), register()],
  ["NOT_YET_RECEIVED", home({ transferState: "FILE_CHECKED" }), register()],
  ...(["REPORT_ONLY", "GROUP_CELL", "EXEMPT"] as const).map(
    (state) => [state, home({ ...atHome, state }), register({ state, kind: "WITHOUT_TRANSFER" })] as const,
  ),
  ["EVENT_WAITING", home(), register({ ...received, ...waiting })],
  ["EVENT_WAITING", home({ state: "RECEIVED_ABROAD" }), register({ ...received, ...waiting })],
  [
    "EVENT_WAITING",
    home({ ...atHome, state: "CLOSED", ...waiting }),
    register({ ...received, state: "INTRODUCED_HOME" }),
  ],
  ["EVENT_WAITING", home({ state: "CANCELLED", ...waiting }), register()],
  ["EVENT_PARKED", home({ ...waiting, isParked: true }), register(received)],
  ["LETTER_NOT_SHOWN", home(waiting), register()],
  ["UNEXPLAINED", home(), register(received)],
  ["UNEXPLAINED", home({ state: "CANCELLED" }), register({ state: "CANCELLED" })],
  ["UNEXPLAINED", home(away), register({ ...received, kind: "TEMPORARY" })],
  ["UNEXPLAINED", home(away), register({ state: "CLOSED" })],
  ["UNEXPLAINED", home({ ...away, transferLogKind: null }), register(received)],
  ["UNEXPLAINED", home({ ...away, rosterKind: null }), register(received)],
  ["UNEXPLAINED", home({ assignmentId: null, state: null, rosterKind: "OFFICIAL", transferLogKind: null }), null],
  ["UNEXPLAINED", home({ state: "RECEIVED_ABROAD" }), null],
  ["UNEXPLAINED", home({ state: "TRANSFER_OPEN" }), register()],
  ["UNEXPLAINED", home({ ...atHome, state: "CLOSED" }), register({ state: "EXEMPT", kind: "WITHOUT_TRANSFER" })],
  ["UNEXPLAINED", null, register(received)],
];

describe("the reason why the columns differ on a stay", () => {
  it.each(cases)("is %s", (reason, atHomeSide, atMinistry) => {
    expect(reasonOf(atHomeSide, atMinistry)).toBe(reason);
  });

  it("is each one of the list for some stay", () => {
    const found = new Set(cases.map(([reason]) => reason));
    for (const reason of Object.keys(reconciliationReasons)) expect(found).toContain(reason);
  });

  it("is found on the way out for every state of stay and transfer that both sides can be in, and for no other", () => {
    const explained = new Set<string>();
    for (const state of Object.keys(assignmentLifecycle.states) as AssignmentState[]) {
      for (const transferState of Object.keys(transferLifecycle.states) as TransferState[]) {
        const reason = reasonOf(home({ state, transferState }), register({ state }));
        if (reason !== "UNEXPLAINED") explained.add(state);
      }
    }
    expect([...explained].toSorted()).toEqual(["NOTIFIED_MFA", "TRANSFER_OPEN"]);
  });
});
