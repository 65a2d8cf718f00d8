import type { EventBody } from "#contract/event-bodies.ts";
import type { AssignmentAct, AssignmentState } from "#contract/lifecycles/assignment.ts";
import type { LifecycleRow } from "#contract/lifecycles/lifecycle.ts";
import type { TransferAct, TransferState } from "#contract/lifecycles/transfer.ts";
import { COMMISSION, REGISTRAR } from "#contract/reach.ts";
import { emit } from "#kit/outbox.ts";
import type { ActScene } from "./acts.ts";
import type { MemberRow } from "./members.ts";

type Person = EventBody<"assignment.declared">["person"];

/** What the other side must know of a person before they come, and nothing else. */
export const personOf = (member: MemberRow, homeOrganizationId: string): Person => ({
  familyName: member.family_name,
  middleName: member.middle_name,
  givenName: member.given_name,
  memberClass: member.member_class,
  admittedOn: member.admitted_on,
  officialOn: member.official_on,
  homeCommittee: member.committee_code,
  homeOrganizationId,
});

type TransferBody = EventBody<"transfer.stepped">;

/** Tells the other side of a transfer of a step; nulls are filled in for what the step did not change. */
export function tellTransferStep(
  { tx, today, now }: Pick<ActScene, "tx" | "today" | "now">,
  target: string,
  transferId: string,
  { act, to, by }: LifecycleRow<TransferState, TransferAct>,
  own: Partial<Pick<TransferBody, "organizationId" | "letterNumber" | "presentBy" | "reason">> = {},
): Promise<void> {
  const nothing = { organizationId: null, letterNumber: null, presentBy: null, reason: null };
  const body = { transferId, act, state: to, by: by[0] ?? "SYSTEM", on: today, ...nothing, ...own };
  return emit(tx, [{ target, subject: transferId, kind: "transfer.stepped", body }], now);
}

type AssignmentBody = EventBody<"assignment.stepped">;

/** Tells the Foreign Ministry of a step of a stay; nulls are filled in for what the step did not change. */
export function tellAssignmentStep(
  { tx, today, now }: Pick<ActScene, "tx" | "today" | "now">,
  assignmentId: string,
  { act, to, by }: LifecycleRow<AssignmentState, AssignmentAct>,
  own: Partial<Pick<AssignmentBody, "moveKind" | "transferId" | "organizationId" | "returnedOn" | "dueOn">> = {},
): Promise<void> {
  const nothing = {
    moveKind: null,
    transferId: null,
    organizationId: null,
    countryCode: null,
    expectedReturnOn: null,
    returnedOn: null,
    letterNumber: null,
    dueOn: null,
    reason: null,
  };
  const step = { assignmentId, act, state: to, by: by[0] ?? "SYSTEM", on: today } as const;
  const body = { ...step, ...nothing, ...own };
  return emit(tx, [{ target: REGISTRAR, subject: assignmentId, kind: "assignment.stepped", body }], now);
}

/** Tells the Commission, which keeps the index of all members, to which cell at home one belongs now. */
export const tellPlace = (
  { tx, today, now }: Pick<ActScene, "tx" | "today" | "now">,
  { id, committee_code }: Pick<MemberRow, "id" | "committee_code">,
  homeOrganizationId: string,
): Promise<void> => {
  const body = { memberId: id, homeCommittee: committee_code, homeOrganizationId, on: today };
  return emit(tx, [{ target: COMMISSION, subject: id, kind: "member.placed", body }], now);
};
