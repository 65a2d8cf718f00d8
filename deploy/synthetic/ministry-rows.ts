import type { Insertable } from "kysely";
import type { ForeignMinistryTables } from "../../subgraphs/foreign-ministry/tables.ts";
import { addYears, dayText, type DayNumber } from "./days.ts";
import { changedEntries } from "./directory-rows.ts";
import { committeeOn, type Member } from "./members.ts";
import { letterNumber } from "./movements.ts";
import { returnDueAfter } from "./ministry-work-rows.ts";
import { missions, overseasOrganizations } from "./overseas-organizations.ts";
import { movesOfficialPlace } from "./stay-paths.ts";
import { assignmentId, dayOfState, isWorkSlip, type Stay } from "./stays.ts";
import { today } from "./today.ts";
import { dayOf } from "./transfer-paths.ts";

type Row<Table extends keyof ForeignMinistryTables> = Insertable<ForeignMinistryTables[Table]>;

/** The missions, each in its country. */
export function* missionRows(): Generator<Row<"mission">> {
  for (const { id, kind, name, countryCode, city } of missions) {
    yield { id, kind, name, country_code: countryCode, city, is_synthetic: true };
  }
}

/** Where the papers of each overseas organization go: an office, never a person. */
export function* directoryRows(): Generator<Row<"overseas_directory_entry">> {
  for (const { id, cellKind, countryCode, mission, validFrom } of [...overseasOrganizations.values()].flat()) {
    yield {
      organization_id: id,
      cell_kind: cellKind,
      country_code: countryCode,
      mission_id: mission.id,
      paper_office: `Bộ phận công tác Đảng, ${mission.name}`,
      paper_address: `Hòm thư công vụ (số liệu giả lập), ${mission.city}`,
      valid_from: validFrom,
      valid_to: null,
      version: changedEntries.has(id) ? 2 : 1,
      is_synthetic: true,
    };
  }
}

/** The assignments of a member, in the order of time. */
export function* assignmentRows(member: Member): Generator<Row<"overseas_assignment">> {
  for (const [index, stay] of member.stays.entries()) {
    yield {
      id: assignmentId(member, index),
      member_id: member.id,
      purpose: stay.plan.purpose,
      state: stay.steps.at(-1)?.state ?? "DECLARED",
      move_kind: dayOfState(stay, "HOME_APPROVED") === null ? null : stay.plan.moveKind,
      declared_by: committeeOn(member, stay.declaredOn),
      home_committee: member.tree.committee.code,
      declared_on: dayText(stay.declaredOn),
      departs_on: dayText(stay.departsOn),
      started_on: dayOrNull(stay.startedOn),
      expected_return_on: dayText(stay.expectedReturnOn),
      returned_on: dayOrNull(stay.returnedOn),
      ...noticeOf(member, stay, index),
      ...receiptOf(stay),
      ...returnOf(stay, member.number),
      ...papersOf(member, stay),
      is_synthetic: true,
    };
  }
}

/** The states that each assignment of a member has been through. */
export function* assignmentStepRows(member: Member): Generator<Row<"overseas_assignment_step">> {
  for (const [index, stay] of member.stays.entries()) {
    for (const [position, step] of stay.steps.entries()) {
      yield {
        assignment_id: assignmentId(member, index),
        number: position + 1,
        state: step.state,
        reached_on: dayText(step.on),
        reached_by: step.by,
        country_code: step.countryCode ?? null,
        expected_return_on: dayOrNull(step.expectedReturnOn ?? null),
      };
    }
  }
}

function noticeOf(member: Member, stay: Stay, index: number) {
  const receivedOn = dayOfState(stay, "NOTIFIED_MFA");
  const issuedOn = dayOf(stay.transfers[0]?.steps ?? [], "ISSUED");
  if (receivedOn === null || issuedOn === null) {
    return { notice_kind: null, notice_number: null, notice_issued_on: null, notice_received_on: null };
  }
  return {
    notice_kind: isWorkSlip(stay, issuedOn) ? ("LIST_ENTRY" as const) : ("LETTER" as const),
    notice_number: letterNumber(member, index * 4),
    notice_issued_on: dayText(issuedOn),
    notice_received_on: dayText(receivedOn),
  };
}

/** The country and the organization where the member is now or was last. */
function receiptOf(stay: Stay) {
  const movedOn = dayOfState(stay, "MOVED_COUNTRY");
  const receivedOn = dayOfState(stay, "RECEIVED_ABROAD");
  const receiver = movedOn === null ? stay.receiver : stay.onwardReceiver;
  return {
    country_code: movedOn === null ? stay.plan.country.code : stay.plan.onwardCountry.code,
    receiving_organization_id: receivedOn === null ? null : (receiver?.id ?? null),
    received_on: dayOrNull(movedOn ?? receivedOn),
    addressed_organization_id: addresseeOf(stay),
  };
}

/** A letter names its addressee; of lists, the ministry has passed on those that are older than a week. */
function addresseeOf(stay: Stay): string | null {
  const notifiedOn = dayOfState(stay, "NOTIFIED_MFA");
  const issuedOn = dayOf(stay.transfers[0]?.steps ?? [], "ISSUED");
  if (notifiedOn === null || issuedOn === null) return null;
  return isWorkSlip(stay, issuedOn) && today - notifiedOn < 7 ? null : (stay.receiver?.id ?? null);
}

/** Every second member hands in the self-review with the first step home. */
function returnOf(stay: Stay, number: number) {
  const introducedOn = dayOfState(stay, "INTRODUCED_HOME");
  const handsInOn = dayOfState(stay, number % 2 === 0 ? "RETURN_STARTED" : "CONFIRMED_ABROAD");
  return {
    version: stay.steps.length,
    self_review_on: dayOrNull(handsInOn),
    return_due_on: introducedOn === null ? null : returnDueAfter(introducedOn),
  };
}

/** A probationary member waits for a decision; an official one hands in the card for the time abroad. */
function papersOf({ career, cards, number }: Member, stay: Stay) {
  const arrivedOn = dayOfState(stay, "RECEIVED_ABROAD") ?? dayOfState(stay, "SINGLE_GUIDED");
  const isAway = arrivedOn !== null && dayOfState(stay, "CLOSED") === null;
  const notifiedOn = dayOfState(stay, "NOTIFIED_MFA");
  const handsIn = movesOfficialPlace(stay.plan.moveKind) && notifiedOn !== null && cards.firstIssuedOn !== null;
  const cardReceivedOn = handsIn && cards.firstIssuedOn <= notifiedOn ? notifiedOn : null;
  // About a third of the cards go on to the mission.
  const missionId = cardReceivedOn !== null && number % 3 === 0 ? (stay.receiver?.mission.id ?? null) : null;
  return {
    official_decision_due_on: career.officialOn === null && isAway ? dayText(addYears(career.admittedOn, 1)) : null,
    card_received_on: dayOrNull(cardReceivedOn),
    card_returned_on: cardReceivedOn === null ? null : dayOrNull(dayOfState(stay, "INTRODUCED_HOME")),
    card_mission_id: missionId,
  };
}

const dayOrNull = (day: DayNumber | null) => (day === null ? null : dayText(day));
