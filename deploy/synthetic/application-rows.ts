import type { Insertable } from "kysely";
import { legalBasisOn } from "../../schema/contract/legal-bases.ts";
import type {
  OverseasApplicationDocumentTable,
  OverseasApplicationStepTable,
  OverseasApplicationTable,
} from "../../subgraphs/provincial-committees/work-tables.ts";
import { addYears, dayText, type DayNumber } from "./days.ts";
import { atLevel, organizationId } from "./home-trees.ts";
import { opaqueId } from "./identifiers.ts";
import type { Member } from "./members.ts";
import type { Reference } from "./reference.ts";
import { returnReportPolicy } from "./return-report-policies.ts";
import type { StayStep } from "./stay-paths.ts";
import { assignmentId, dayOfState, type Stay } from "./stays.ts";
import { today } from "./today.ts";

/** The applications of a member as the home committee keeps them: one for each stay, with the stay's id. */
export function* applicationRows(
  reference: Reference,
  member: Member,
): Generator<Insertable<OverseasApplicationTable>> {
  for (const [index, stay] of member.stays.entries()) {
    const { plan, steps, declaredOn } = stay;
    const movedOn = dayOfState(stay, "MOVED_COUNTRY");
    const receivedOn = dayOfState(stay, "RECEIVED_ABROAD");
    yield {
      id: assignmentId(member, index),
      member_id: member.id,
      state: steps.at(-1)?.state ?? "DECLARED",
      version: steps.length,
      purpose: plan.purpose,
      country_code: movedOn === null ? plan.country.code : plan.onwardCountry.code,
      group_size: plan.moveKind === "GROUP_CELL" || plan.moveKind === "NEW_CELL" ? 3 : 1,
      move_kind: dayOfState(stay, "HOME_APPROVED") === null ? null : plan.moveKind,
      legal_basis_code: legalBasisOn("MEMBERS_ABROAD", dayText(declaredOn)) ?? "",
      declared_on: dayText(declaredOn),
      decided_on: dayText(declaredOn - DAYS_SINCE_PERMIT),
      departs_on: dayText(stay.departsOn),
      expected_return_on: dayText(stay.expectedReturnOn),
      returned_on: dayOrNull(stay.returnedOn),
      receiving_organization_id:
        receivedOn === null ? null : ((movedOn === null ? stay.receiver : stay.onwardReceiver)?.id ?? null),
      ...probationOf(member, stay),
      self_review_received_on: dayOrNull(dayOfState(stay, "CONFIRMED_ABROAD")),
      ...returnReportOf(reference, member, stay),
      is_synthetic: true,
    };
  }
}

/** The State's decision comes before the declaration. */
const DAYS_SINCE_PERMIT = 7;

/** The states that each application of a member has been through. */
export function* applicationStepRows(member: Member): Generator<Insertable<OverseasApplicationStepTable>> {
  for (const [index, { steps }] of member.stays.entries()) {
    for (const [position, step] of steps.entries()) {
      yield {
        application_id: assignmentId(member, index),
        ordinal: position + 1,
        entered_on: dayText(step.on),
        state: step.state,
        organization_id: actorOf(member, step),
      };
    }
  }
}

/** The decision or permit that each application rests on. */
export function* applicationDocumentRows(member: Member): Generator<Insertable<OverseasApplicationDocumentTable>> {
  for (const [index, { declaredOn }] of member.stays.entries()) {
    yield {
      id: opaqueId("dc", APPLICATION_SPACE + member.tree.ordinal, member.number * 4 + index),
      application_id: assignmentId(member, index),
      issued_on: dayText(declaredOn - DAYS_SINCE_PERMIT),
      form_code: "STATE-DECISION",
      issuer_organization_id: null,
    };
  }
}

/** Papers of transfers are not numbered here. */
const APPLICATION_SPACE = 1_000;

function actorOf({ tree, cell }: Member, { by, state }: StayStep): string | null {
  if (state === "DECLARED" || by === "HOME_CELL") return organizationId(tree, cell);
  if (by === "HOME_GRASSROOTS_COMMITTEE") return organizationId(tree, atLevel(tree, cell, "GRASSROOTS"));
  return by === "HOME_COMMITTEE" ? organizationId(tree, 0) : null;
}

/** Days before the year is over in which home sends its assessment. */
const ASSESSED_BEFORE_DAYS = 60;

/** A probationary member's year ends while abroad; of every third member nothing was sent yet. */
function probationOf({ career, number }: Member, stay: Stay) {
  const arrivedOn = dayOfState(stay, "RECEIVED_ABROAD") ?? dayOfState(stay, "SINGLE_GUIDED");
  const isAway = arrivedOn !== null && dayOfState(stay, "CLOSED") === null;
  const dueOn = career.officialOn === null && isAway ? addYears(career.admittedOn, 1) : null;
  const isAssessed = dueOn !== null && number % 3 !== 2 && dueOn - ASSESSED_BEFORE_DAYS <= today;
  return {
    official_decision_due_on: dayOrNull(dueOn),
    assessment_sent_on: isAssessed ? dayText(Math.min(today, dueOn - ASSESSED_BEFORE_DAYS)) : null,
  };
}

/** The report after the return, on its last day or a few days before. */
function returnReportOf({ workingDayAfter }: Reference, { tree, number }: Member, { returnedOn }: Stay) {
  const policy = returnReportPolicy(tree.ordinal);
  if (returnedOn === null) {
    return { return_report_due_on: null, return_reported_on: null, return_report_basis_code: null };
  }
  const dueOn =
    policy.unit === "WORKING_DAY" ? workingDayAfter(returnedOn, policy.amount) : returnedOn + policy.amount;
  const reportedOn = Math.max(returnedOn, dueOn - (number % 6));
  return {
    return_report_due_on: dayText(dueOn),
    return_reported_on: reportedOn > today ? null : dayText(reportedOn),
    return_report_basis_code: policy.legalBasisCode,
  };
}

const dayOrNull = (day: DayNumber | null) => (day === null ? null : dayText(day));
