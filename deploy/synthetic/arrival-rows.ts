import type { Insertable } from "kysely";
import type { ArrivalTable, HomeOrganizationTable } from "../../subgraphs/provincial-committees/work-tables.ts";
import { dayText, type DayNumber } from "./days.ts";
import { foreignMinistryOrganizationId, homeLevels, organizationId, type HomeTree } from "./home-trees.ts";
import { opaqueId } from "./identifiers.ts";
import type { Member } from "./members.ts";
import { letterNumber, type Movement } from "./movements.ts";
import { fullName } from "./names.ts";
import type { Reference } from "./reference.ts";
import { assignmentId, dayOfState } from "./stays.ts";
import { dayOf } from "./transfer-paths.ts";

/** Organizations of some committees with what is above each. */
export function* homeOrganizationRows(trees: readonly HomeTree[]): Generator<Insertable<HomeOrganizationTable>> {
  for (const tree of trees) {
    for (let number = 0; number < tree.superiors.length; number++) {
      const superior = tree.superiors[number] ?? -1;
      yield {
        id: organizationId(tree, number),
        committee_code: tree.committee.code,
        level: homeLevels[tree.levels[number] ?? 0] ?? "CELL",
        superior_id: superior < 0 ? null : organizationId(tree, superior),
      };
    }
  }
}

/** Who is on the way home from a temporary stay, which left the official place alone: a letter and no transfer. */
export function* temporaryReturnRows(reference: Reference, member: Member): Generator<Insertable<ArrivalTable>> {
  const index = member.stays.length - 1;
  const stay = member.stays[index];
  const state = stay?.steps.at(-1)?.state;
  const introducedOn = stay ? dayOfState(stay, "INTRODUCED_HOME") : null;
  if (!stay || introducedOn === null || stay.plan.moveKind !== "TEMPORARY_TRANSFER" || state === "CLOSED") return;
  const { tree, number } = member;
  yield {
    id: opaqueId("at", tree.ordinal, number * 16 + index * 4 + RETURN),
    sender: "foreign-ministry",
    committee_code: tree.committee.code,
    member_id: member.id,
    assignment_id: assignmentId(member, index),
    kind: "TEMPORARY",
    state: state === "OVERDUE" ? "OVERDUE" : "IN_TRANSIT",
    version: 1,
    from_organization_id: (stay.onwardReceiver ?? stay.receiver)?.id ?? foreignMinistryOrganizationId,
    to_organization_id: organizationId(tree, member.cell),
    letter_number: letterNumber(member, index * 4 + RETURN),
    issued_on: dayText(introducedOn),
    present_due_on: dayText(reference.workingDayAfter(introducedOn, PRESENT_WORKING_DAYS)),
    contents_certified_on: dayText(introducedOn),
    legal_basis_code: reference.charterRuleOn(introducedOn),
    presented_on: null,
    late_reason: null,
    late_decided_by: null,
    accepted_on: null,
    ...leastOf(member),
  };
}

/** The number of the way home among those of a stay. */
const RETURN = 3;

/** A transfer on the receiving side, once its letter is out: within the committee, or back from abroad. */
export function* arrivalRows(
  reference: Reference,
  instance: string,
  member: Member,
  movement: Movement,
): Generator<Insertable<ArrivalTable>> {
  const { steps, direction, stay, sending, to } = movement;
  const last = steps.at(-1)?.state;
  const issuedOn = dayOf(steps, "REISSUED") ?? dayOf(steps, "ISSUED");
  const isHome = direction === "HOME" || direction === "BACK";
  if (!isHome || issuedOn === null || last === undefined || dayOf(steps, "IN_TRANSIT") === null) return;
  const isReissued = dayOf(steps, "REISSUED") !== null;
  const presentedOn = dayOf(steps, "PRESENTED");
  const isLate = presentedOn !== null && dayOf(steps, "OVERDUE") !== null;
  const code = member.tree.committee.code;
  yield {
    id: movement.id,
    sender: direction === "BACK" ? "foreign-ministry" : `provincial-committees/${instance}`,
    committee_code: code,
    member_id: member.id,
    assignment_id: stay === null ? null : assignmentId(member, member.stays.indexOf(stay)),
    kind: movement.kind,
    state: last,
    version: steps.length,
    from_organization_id: sending.cell,
    to_organization_id: to,
    letter_number: `${letterNumber(member, movement.number)}${isReissued ? "/2" : ""}`,
    issued_on: dayText(issuedOn),
    present_due_on: dayText(reference.workingDayAfter(issuedOn, PRESENT_WORKING_DAYS)),
    // What was sent back for its missing list waits for it.
    contents_certified_on: last === "RETURNED" ? null : dayOrNull(dayOf(steps, "CERTIFIED")),
    legal_basis_code: reference.charterRuleOn(steps[0]?.on ?? 0),
    presented_on: dayOrNull(presentedOn),
    late_reason: isLate ? "Phương tiện đi lại bị gián đoạn (số liệu giả lập)" : null,
    late_decided_by: isLate ? code : null,
    accepted_on: dayOrNull(dayOf(steps, "ACCEPTED")),
    ...leastOf(member),
  };
}

/** The least that a receiver must know of a member. */
const leastOf = ({ name, career }: Member) => ({
  full_name: fullName(name),
  member_class: career.officialOn === null ? ("PROBATIONARY" as const) : ("OFFICIAL" as const),
  admitted_on: dayText(career.admittedOn),
  official_on: dayOrNull(career.officialOn),
  is_synthetic: true,
});

const PRESENT_WORKING_DAYS = 30;

const dayOrNull = (day: DayNumber | null) => (day === null ? null : dayText(day));
