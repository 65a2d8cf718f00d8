import type { Insertable } from "kysely";
import { workingDayAfter } from "#contract/working-days.ts";
import type { ForeignMinistryTables } from "../../subgraphs/foreign-ministry/tables.ts";
import committees from "../committees.json" with { type: "json" };
import { addYears, dayText, type DayNumber } from "./days.ts";
import { organizationId } from "./home-trees.ts";
import type { Member } from "./members.ts";
import { letterNumber, movementsOf, type Movement } from "./movements.ts";
import { assignmentId, dayOfState, type Stay } from "./stays.ts";
import { today } from "./today.ts";
import { dayOf } from "./transfer-paths.ts";
import type { StayState, TransferState } from "./vocabulary.ts";

type Row<Table extends keyof ForeignMinistryTables> = Insertable<ForeignMinistryTables[Table]>;

const FINAL: ReadonlySet<StayState> = new Set(["REFUSED", "ENDED", "CLOSED", "CANCELLED"]);

/** The stay under way of a member with its number among the member's; null when all are over. */
function openStay({ stays }: Member): { readonly stay: Stay; readonly index: number } | null {
  const index = stays.length - 1;
  const stay = stays[index];
  return stay && !FINAL.has(stay.steps.at(-1)?.state ?? "DECLARED") ? { stay, index } : null;
}

/** The least that the ministry knows of whoever is under way. */
export function* travellerRows(member: Member): Generator<Row<"traveller">> {
  const open = openStay(member);
  if (!open) return;
  const { name, career } = member;
  yield {
    assignment_id: assignmentId(member, open.index),
    family_name: name.familyName,
    middle_name: name.middleName,
    given_name: name.givenName,
    member_class: career.officialOn === null ? "PROBATIONARY" : "OFFICIAL",
    admitted_on: dayText(career.admittedOn),
    official_on: career.officialOn === null ? null : dayText(career.officialOn),
    home_organization_id: organizationId(member.tree, member.cell),
  };
}

/** The process that answers for a committee, and so tells of its members' transfers. */
const instances = new Map(
  Object.entries(committees).flatMap(([instance, codes]) =>
    codes.map((code) => [code, `provincial-committees/${instance}`] as const),
  ),
);

/** The outward transfer of a stay under way, as its arrival abroad stands. */
export const arrivalAbroadRows = (nationMembers: number) =>
  function* (member: Member): Generator<Row<"arrival">> {
    const open = openStay(member);
    const isNotified = open && dayOfState(open.stay, "NOTIFIED_MFA") !== null;
    const movement = isNotified ? movementOf(member, nationMembers, "OUT") : null;
    const issuedOn = movement && dayOf(movement.steps, "ISSUED");
    if (!open || !movement || issuedOn === null) return;
    const on = (state: TransferState) => dayOrNull(dayOf(movement.steps, state));
    const letterOn = dayText(dayOf(movement.steps, "REISSUED") ?? issuedOn);
    const isShownLate = on("OVERDUE") !== null && on("PRESENTED") !== null;
    yield {
      id: movement.id,
      assignment_id: assignmentId(member, open.index),
      sender: instances.get(member.tree.committee.code) ?? "",
      version: movement.steps.length,
      kind: movement.kind,
      state: receivedState(movement),
      letter_number: letterNumber(member, movement.number),
      letter_issued_on: letterOn,
      present_due_on: workingDayAfter(letterOn, PRESENT_WORKING_DAYS),
      is_file_list_certified: on("RETURNED") === null || on("FILE_CHECKED") !== null,
      presented_on: on("PRESENTED"),
      late_reason: isShownLate ? "Phương tiện đi lại bị gián đoạn (số liệu giả lập)" : null,
      checked_on: on("FILE_CHECKED"),
      return_reason: on("RETURNED") === null ? null : "NO_CERTIFIED_LIST",
      returned_on: on("RETURNED"),
      accepted_on: on("ACCEPTED"),
      is_synthetic: true,
    };
  };

const PRESENT_WORKING_DAYS = 30;

/** The receiver hears of a letter when it is on its way. */
function receivedState({ steps }: Movement): TransferState {
  const state = steps.at(-1)?.state ?? "IN_TRANSIT";
  return state === "ISSUED" ? "IN_TRANSIT" : state;
}

/** The transfer of the stay under way in a direction. */
function movementOf(member: Member, nationMembers: number, direction: Movement["direction"]): Movement | null {
  const stay = openStay(member)?.stay;
  return movementsOf(member, nationMembers).find((each) => each.stay === stay && each.direction === direction) ?? null;
}

/** Days before the year is over in which home sends its assessment. */
const ASSESSED_BEFORE_DAYS = 60;

/** What home says of probationary members abroad whose year is nearly over; of every third nothing yet. */
export function* officialDecisionRows(member: Member): Generator<Row<"official_decision">> {
  const open = openStay(member);
  const { career, number } = member;
  if (!open || career.officialOn !== null || dayOfState(open.stay, "RECEIVED_ABROAD") === null) return;
  const dueOn = addYears(career.admittedOn, 1);
  if (number % 3 === 2 || dueOn - ASSESSED_BEFORE_DAYS > today) return;
  yield {
    assignment_id: assignmentId(member, open.index),
    home_assessed_on: dayText(Math.min(today, dueOn - ASSESSED_BEFORE_DAYS)),
    is_recommended: true,
  };
}

/** The letters by which members under way have been introduced home. */
export const returnTransferRows = (nationMembers: number) =>
  function* (member: Member): Generator<Row<"return_transfer">> {
    const open = openStay(member);
    const introducedOn = open && dayOfState(open.stay, "INTRODUCED_HOME");
    const movement = introducedOn === null ? null : movementOf(member, nationMembers, "BACK");
    if (!open || introducedOn === null || !movement) return;
    yield {
      id: movement.id,
      assignment_id: assignmentId(member, open.index),
      version: movement.steps.length,
      kind: movement.kind,
      state: receivedState(movement),
      letter_number: letterNumber(member, movement.number),
      issued_on: dayText(introducedOn),
      present_by: returnDueAfter(introducedOn),
    };
  };

/** The last day for showing a letter at home. */
export const returnDueAfter = (introducedOn: DayNumber): string =>
  workingDayAfter(dayText(introducedOn), PRESENT_WORKING_DAYS) ?? dayText(introducedOn + 2 * PRESENT_WORKING_DAYS);

const dayOrNull = (day: DayNumber | null) => (day === null ? null : dayText(day));
