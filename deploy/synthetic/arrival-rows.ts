import type { Insertable } from "kysely";
import type { ArrivalTable, HomeOrganizationTable } from "../../subgraphs/provincial-committees/work-tables.ts";
import { dayText, type DayNumber } from "./days.ts";
import { homeLevels, organizationId, type HomeTree } from "./home-trees.ts";
import type { Member } from "./members.ts";
import { letterNumber, type Movement } from "./movements.ts";
import { fullName } from "./names.ts";
import type { Reference } from "./reference.ts";
import { assignmentId } from "./stays.ts";
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
