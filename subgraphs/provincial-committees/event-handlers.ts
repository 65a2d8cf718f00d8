import type { Selectable, Updateable } from "kysely";
import type { AgencyEvent, AnyEvent } from "#contract/events.ts";
import { assignmentLifecycle } from "#contract/lifecycles/assignment.ts";
import { step } from "#contract/lifecycles/lifecycle.ts";
import { REGISTRAR, type Reach } from "#contract/reach.ts";
import { dayPlus } from "#contract/working-days.ts";
import { EventRefused, type EventHandlers } from "#kit/inbox.ts";
import { rowOf, type ActScene, type ActTransaction } from "./acts.ts";
import { noteApplicationStep } from "./application-case.ts";
import { takeHandOver } from "./hand-over.ts";
import { finalAssignmentStates } from "./overseas-applications.ts";
import { committeeOf } from "./receivers.ts";
import { takeAnnouncement } from "./take-announcement.ts";
import { takeTransferStep } from "./take-transfer-step.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";
import type { OverseasApplicationTable } from "./work-tables.ts";

/** What other agencies tell is written for the committees that the instance serves, and for nobody beyond. */
export const reachOfEvents =
  (committees: readonly string[]) =>
  (): Reach => ({ committees, memberId: null, organization: null, isRegistrar: false });

/**
 * What an instance does with each kind of event that it takes. `targetOf` names the process that speaks for a
 * committee: nobody speaks for another's.
 */
export const eventHandlers = (targetOf: ActScene["targetOf"]): EventHandlers<ProvincialCommitteesTables> => ({
  "transfer.announced": (tx, event) => takeAnnouncement(tx, event, targetOf),
  "transfer.stepped": (tx, event) => takeTransferStep(tx, event, targetOf),
  "member.handed-over": (tx, event) => takeHandOver(tx, event, targetOf),
  "assignment.stepped": takeAssignmentStep,
  "assignment.placed": takePlacement,
  "member.made-official": makeOfficial,
  "member.not-recognized": noteRefusedRecognition,
  "card.moved": moveCard,
  "verification.replied": takeReply,
  "directory.changed": openOrganization,
});

/** Nobody but the ministry keeps stays, cards and replies. */
function requireMinistry({ source }: AnyEvent): void {
  if (source !== REGISTRAR) throw new EventRefused("EVENT_MISDIRECTED");
}

/**
 * A stay has gone on abroad, and nobody is placed at home by it. One that is over here stays so: what crossed on the
 * way changes nothing.
 */
async function takeAssignmentStep(tx: ActTransaction, event: AgencyEvent<"assignment.stepped">): Promise<void> {
  requireMinistry(event);
  const { assignmentId: id, act, state, on, organizationId } = event.body;
  const isOfHome = rowOf(assignmentLifecycle, act).side === "HOME";
  if (isOfHome || (await committeeOf(tx, organizationId)) !== null) throw new EventRefused("EVENT_UNEXPECTED");
  const kept = tx.selectFrom("overseas_application").selectAll().where("id", "=", id);
  const application = await kept.forUpdate().executeTakeFirst();
  if (!application) throw new EventRefused("EVENT_UNEXPECTED");
  if (finalAssignmentStates.includes(application.state)) return;
  const found = step(assignmentLifecycle, application.state, act);
  if (!found.ok || found.row.to !== state) throw new EventRefused("EVENT_UNEXPECTED");
  const changed = { ...changesOf(event.body), state, version: application.version + 1 };
  await tx.updateTable("overseas_application").set(changed).where("id", "=", id).execute();
  await noteApplicationStep(tx, id, state, on, organizationId);
  if (act === "RECEIVE_ABROAD" || act === "GUIDE_SINGLY" || act === "FOUND_CELL_ABROAD") {
    const move_kind = event.body.moveKind ?? application.move_kind;
    await arriveAbroad(tx, { ...application, move_kind }, organizationId);
  }
}

/** What a step says beyond the state. */
function changesOf(body: AgencyEvent<"assignment.stepped">["body"]): Updateable<OverseasApplicationTable> {
  const { act, on, moveKind, organizationId, countryCode, expectedReturnOn, returnedOn } = body;
  const isReceipt = act === "RECEIVE_ABROAD" || act === "FOUND_CELL_ABROAD";
  return {
    ...(isReceipt && organizationId !== null && { receiving_organization_id: organizationId }),
    ...(moveKind !== null && { move_kind: moveKind }),
    ...(countryCode !== null && { country_code: countryCode }),
    ...(expectedReturnOn !== null && { expected_return_on: expectedReturnOn }),
    ...(returnedOn !== null && { returned_on: returnedOn }),
    ...(act === "CONFIRM_ABROAD" && { self_review_received_on: on }),
  };
}

/** Twelve months, counted so that no year is shorter than its days. */
const DAYS_OF_PROBATION = 365;

/**
 * A probationary member's year runs on abroad. Who moves from one country to the next is placed anew; the first place
 * abroad comes with the closing of the transfer.
 */
async function arriveAbroad(
  tx: ActTransaction,
  { id, member_id: memberId, move_kind, recognition_refused_on }: Selectable<OverseasApplicationTable>,
  organizationId: string | null,
): Promise<void> {
  const member = await tx.selectFrom("member").selectAll().where("id", "=", memberId).executeTakeFirstOrThrow();
  // Whoever is away for a time is decided upon at home.
  const isDecidedAbroad = move_kind !== "TEMPORARY_TRANSFER" && recognition_refused_on === null;
  if (member.member_class === "PROBATIONARY" && isDecidedAbroad) {
    const official_decision_due_on = dayPlus(member.admitted_on, DAYS_OF_PROBATION);
    const application = tx.updateTable("overseas_application").set({ official_decision_due_on });
    await application.where("id", "=", id).execute();
  }
  if (organizationId !== null) await placeAbroad(tx, memberId, organizationId);
}

/** The roster follows whoever is placed abroad, once the closing of the transfer has placed them there. */
async function placeAbroad(tx: ActTransaction, memberId: string, place: string): Promise<void> {
  const member = tx.updateTable("member").where("id", "=", memberId);
  const official = member.where("activity_status", "=", "TRANSFERRED");
  await official.set({ official_organization_id: place }).execute();
  const temporary = member.where("activity_status", "=", "TEMPORARILY_AWAY");
  await temporary.set({ temporary_organization_id: place }).execute();
}

/** The committee abroad has placed somebody whom it received in another cell. */
async function takePlacement(tx: ActTransaction, event: AgencyEvent<"assignment.placed">): Promise<void> {
  requireMinistry(event);
  const { assignmentId: id, organizationId } = event.body;
  const kept = tx.selectFrom("overseas_application").selectAll().where("id", "=", id);
  const application = await kept.forUpdate().executeTakeFirst();
  if (!application || (await committeeOf(tx, organizationId)) !== null) throw new EventRefused("EVENT_UNEXPECTED");
  if (finalAssignmentStates.includes(application.state)) return;
  const placed = { receiving_organization_id: organizationId };
  await tx.updateTable("overseas_application").set(placed).where("id", "=", id).execute();
  await placeAbroad(tx, application.member_id, organizationId);
}

/** The committee abroad has made a probationary member official, the one whose stay it is and nobody else. */
async function makeOfficial(tx: ActTransaction, event: AgencyEvent<"member.made-official">): Promise<void> {
  requireMinistry(event);
  const { memberId, assignmentId, decidedOn } = event.body;
  const application = await tx
    .updateTable("overseas_application")
    .set({ official_decision_due_on: null })
    .where("id", "=", assignmentId)
    .where("member_id", "=", memberId)
    .executeTakeFirstOrThrow();
  if (application.numUpdatedRows === 0n) throw new EventRefused("EVENT_UNEXPECTED");
  const { numUpdatedRows } = await tx
    .updateTable("member")
    .set({ member_class: "OFFICIAL", official_on: decidedOn })
    .where("id", "=", memberId)
    .where("member_class", "=", "PROBATIONARY")
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new EventRefused("EVENT_UNEXPECTED");
}

/** The committee abroad has decided not to make a probationary member official; the home committee acts on it. */
async function noteRefusedRecognition(tx: ActTransaction, event: AgencyEvent<"member.not-recognized">): Promise<void> {
  requireMinistry(event);
  const { memberId, assignmentId, decidedOn } = event.body;
  const { numUpdatedRows } = await tx
    .updateTable("overseas_application")
    .set((eb) => ({
      recognition_refused_on: decidedOn,
      official_decision_due_on: null,
      version: eb("version", "+", 1),
    }))
    .where("id", "=", assignmentId)
    .where("member_id", "=", memberId)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new EventRefused("EVENT_UNEXPECTED");
}

/** The ministry has taken a card into custody, given it back, or found that it never came. */
async function moveCard(tx: ActTransaction, event: AgencyEvent<"card.moved">): Promise<void> {
  requireMinistry(event);
  const { assignmentId, receivedOn, returnedOn } = event.body;
  await tx
    .updateTable("activity_transfer")
    .set({ is_card_in_mfa_custody: receivedOn !== null && returnedOn === null })
    .where("assignment_id", "=", assignmentId)
    .where("is_abroad", "=", true)
    .execute();
}

/**
 * An organization abroad has opened, and letters may go there. What else changes in the directory, committees read and
 * confirm at the ministry.
 */
async function openOrganization(tx: ActTransaction, event: AgencyEvent<"directory.changed">): Promise<void> {
  requireMinistry(event);
  const { organizationId: id, changed } = event.body;
  if (!changed.includes("OPENED")) return;
  await tx
    .insertInto("overseas_organization")
    .values({ id, superior_id: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The ministry has answered a letter that asked for a verification: the first reply stands. */
async function takeReply(tx: ActTransaction, event: AgencyEvent<"verification.replied">): Promise<void> {
  requireMinistry(event);
  const { requestId, repliedOn, outcome } = event.body;
  const { numUpdatedRows } = await tx
    .updateTable("verification_letter")
    .set({ replied_on: repliedOn, outcome })
    .where("id", "=", requestId)
    .where("replied_on", "is", null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new EventRefused("EVENT_UNEXPECTED");
}
