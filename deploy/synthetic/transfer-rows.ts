import type { Insertable } from "kysely";
import type {
  ActivityTransferDeadlineTable,
  ActivityTransferStepTable,
  ActivityTransferTable,
} from "../../subgraphs/provincial-committees/tables.ts";
import { dayText, type DayNumber } from "./days.ts";
import type { Member } from "./members.ts";
import type { Movement } from "./movements.ts";
import type { Reference } from "./reference.ts";
import { assignmentId } from "./stays.ts";
import { dayOf } from "./transfer-paths.ts";
import type { TransferState } from "./vocabulary.ts";

/** A transfer without what hangs on it. */
export function transferRow(
  reference: Reference,
  member: Member,
  movement: Movement,
): Insertable<ActivityTransferTable> {
  const { steps } = movement;
  const requestedOn = steps[0]?.on ?? 0;
  const reviewedOn = dayOf(steps, "CELL_REVIEWED");
  const isShownLate = dayOf(steps, "OVERDUE") !== null && dayOf(steps, "PRESENTED") !== null;
  const isHome = movement.direction === "HOME" || movement.direction === "BACK";
  return {
    id: movement.id,
    member_id: member.id,
    kind: movement.kind,
    state: steps.at(-1)?.state ?? "REQUESTED",
    from_organization_id: movement.sending.cell,
    to_organization_id: movement.to,
    requested_on: dayText(requestedOn),
    decided_on: dayOrNull(movement.decidedOn),
    is_card_in_mfa_custody: movement.isCardInCustody,
    legal_basis_code: reference.charterRuleOn(requestedOn),
    fee_paid_to_month: reviewedOn === null ? null : dayText(reviewedOn).slice(0, 7),
    late_reason: isShownLate ? "Phương tiện đi lại bị gián đoạn (số liệu giả lập)" : null,
    version: steps.length,
    assignment_id: movement.stay === null ? null : assignmentId(member, member.stays.indexOf(movement.stay)),
    to_committee_code: isHome ? member.tree.committee.code : null,
    contents_certified_on: dayOrNull(dayOf(steps, "CERTIFIED")),
  };
}

/** The states that a transfer has passed. */
export function* transferStepRows({
  id,
  steps,
  sending,
  to,
}: Movement): Generator<Insertable<ActivityTransferStepTable>> {
  const actors: Partial<Record<TransferState, string>> = {
    REQUESTED: sending.cell,
    CELL_REVIEWED: sending.cell,
    WITHDRAWN: sending.cell,
    CERTIFIED: sending.grassroots,
    REJECTED: sending.grassroots,
    ISSUED: sending.issuer,
    LOST: sending.cell,
    REISSUED: sending.issuer,
    PRESENTED: to,
    FILE_CHECKED: to,
    RETURNED: to,
    ACCEPTED: to,
  };
  for (const [index, { state, on }] of steps.entries()) {
    yield {
      transfer_id: id,
      ordinal: index + 1,
      box_number: BOXES[state] ?? null,
      entered_on: dayText(on),
      state,
      organization_id: actors[state] ?? null,
    };
  }
}

/** The box of the letter that is filled with a step. */
const BOXES: Partial<Readonly<Record<TransferState, number>>> = {
  CELL_REVIEWED: 1,
  CERTIFIED: 2,
  ISSUED: 3,
  ACCEPTED: 4,
};

const START_WORKING_DAYS = 60;
const PRESENT_WORKING_DAYS = 30;

/** The limits of the Charter's regulation: 60 working days to start, 30 to show the letter; a new letter has new 30. */
export function* transferDeadlineRows(
  reference: Reference,
  { id, kind, steps, decidedOn }: Movement,
): Generator<Insertable<ActivityTransferDeadlineTable>> {
  const legalBasis = { transfer_id: id, legal_basis_code: reference.charterRuleOn(steps[0]?.on ?? 0) };
  const issuedOn = dayOf(steps, "ISSUED");
  if (kind === "OFFICIAL" && decidedOn !== null) {
    yield {
      ...legalBasis,
      due_on: dayText(reference.workingDayAfter(decidedOn, START_WORKING_DAYS)),
      met_on: dayOrNull(issuedOn),
      working_days: START_WORKING_DAYS,
      subject: "START_TRANSFER",
    };
  }
  if (issuedOn === null) return;
  yield {
    ...legalBasis,
    due_on: dayText(reference.workingDayAfter(dayOf(steps, "REISSUED") ?? issuedOn, PRESENT_WORKING_DAYS)),
    met_on: dayOrNull(dayOf(steps, "PRESENTED")),
    working_days: PRESENT_WORKING_DAYS,
    subject: "PRESENT_LETTER",
  };
}

const dayOrNull = (day: DayNumber | null) => (day === null ? null : dayText(day));
