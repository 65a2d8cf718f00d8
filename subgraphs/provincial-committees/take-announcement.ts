import type { EventBody } from "#contract/event-bodies.ts";
import type { AgencyEvent } from "#contract/events.ts";
import { legalBasisOn } from "#contract/legal-bases.ts";
import { REGISTRAR } from "#contract/reach.ts";
import { EventEarly, EventRefused, requireInserted } from "#kit/inbox.ts";
import type { ActScene, ActTransaction } from "./acts.ts";
import { finalTransferStates } from "./open-transfers.ts";
import { finalAssignmentStates } from "./overseas-applications.ts";
import { committeeOf } from "./receivers.ts";
import { noteTransferStep } from "./transfer-case.ts";

/**
 * Somebody is on the way to an organization here: they are written down with the least that the receiver must know.
 * One who comes home from abroad has a transfer of their own beside it, as every move of a member has.
 */
export async function takeAnnouncement(
  tx: ActTransaction,
  event: AgencyEvent<"transfer.announced">,
  targetOf: ActScene["targetOf"],
): Promise<void> {
  const { body, source } = event;
  const isReturn = source === REGISTRAR;
  if (!isReturn && targetOf(body.person.homeCommittee) !== source) throw new EventRefused("EVENT_MISDIRECTED");
  const to = body.toOrganizationId ?? (isReturn ? await homeCellOf(tx, body.memberId, body.assignmentId) : null);
  const committee = await committeeOf(tx, to);
  if (to === null || committee === null) throw new EventRefused("EVENT_UNEXPECTED");
  if (isReturn) await requireOwnStay(tx, body, committee);
  const { familyName, middleName, givenName, memberClass, admittedOn, officialOn } = body.person;
  const legal_basis_code = legalBasisOn("CHARTER", body.issuedOn) ?? "";
  const expected = await tx
    .insertInto("arrival")
    .values({
      id: body.transferId,
      sender: source,
      committee_code: committee,
      member_id: body.memberId,
      assignment_id: isReturn ? body.assignmentId : null,
      kind: body.kind,
      state: "IN_TRANSIT",
      from_organization_id: body.fromOrganizationId,
      to_organization_id: to,
      letter_number: body.letterNumber,
      issued_on: body.issuedOn,
      present_due_on: body.presentBy,
      contents_certified_on: body.isFileListCertified ? body.issuedOn : null,
      legal_basis_code,
      full_name: [familyName, middleName, givenName].filter((part) => part !== null).join(" "),
      member_class: memberClass,
      admitted_on: admittedOn,
      official_on: officialOn,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  requireInserted(expected);
  if (isReturn) await keepReturn(tx, event, to, legal_basis_code);
}

/** Nobody comes back who did not go: the stay is the member's, and the way leads to the committee of both. */
async function requireOwnStay(
  tx: ActTransaction,
  { memberId, assignmentId }: EventBody<"transfer.announced">,
  committee: string,
): Promise<void> {
  const stay = await tx
    .selectFrom("overseas_application")
    .select("id")
    .where("id", "=", assignmentId)
    .where("member_id", "=", memberId)
    .where("committee_code", "=", committee)
    .where("state", "not in", finalAssignmentStates)
    .executeTakeFirst();
  if (!stay) throw new EventRefused("EVENT_UNEXPECTED");
}

/** The cell that a member left for a stay; null for one that is not known here. */
async function homeCellOf(tx: ActTransaction, memberId: string, assignmentId: string | null): Promise<string | null> {
  const out = await tx
    .selectFrom("activity_transfer")
    .select("from_organization_id")
    .where("member_id", "=", memberId)
    .where("assignment_id", "=", assignmentId)
    .orderBy("requested_on")
    .limit(1)
    .executeTakeFirst();
  return out?.from_organization_id ?? null;
}

async function keepReturn(
  tx: ActTransaction,
  { body }: AgencyEvent<"transfer.announced">,
  to_organization_id: string,
  legal_basis_code: string,
): Promise<void> {
  const { transferId: id, memberId: member_id, kind, fromOrganizationId, issuedOn, assignmentId } = body;
  const way = { from_organization_id: fromOrganizationId, to_organization_id };
  const open = tx
    .selectFrom("activity_transfer")
    .select("id")
    .where("member_id", "=", member_id)
    .where("id", "<>", id)
    .where("state", "not in", finalTransferStates);
  // The transfer out ends with an event of its own, which may still be under way.
  if (await open.executeTakeFirst()) throw new EventEarly();
  await tx
    .insertInto("activity_transfer")
    .values({
      ...{ id, member_id, kind, state: "IN_TRANSIT", ...way, requested_on: issuedOn },
      is_card_in_mfa_custody: false,
      legal_basis_code,
      assignment_id: assignmentId,
      contents_certified_on: body.isFileListCertified ? issuedOn : null,
    })
    .execute();
  await noteTransferStep(tx, id, issuedOn, { state: "IN_TRANSIT", organization: null });
}
