import type { Selectable } from "kysely";
import { formCodes, type FormCode } from "#contract/lifecycles/vocabulary.ts";
import { emit } from "#kit/outbox.ts";
import type { ActScene } from "./acts.ts";
import { memberOf } from "./application-case.ts";
import { letterInForce } from "./letters.ts";
import { personOf } from "./outgoing.ts";
import type { ActivityTransferTable } from "./tables.ts";

/** Tells the receiver of a transfer whom to expect, with which letter and until when. */
export async function announce(
  { tx, now }: ActScene,
  target: string,
  transfer: Selectable<ActivityTransferTable>,
): Promise<void> {
  const member = await memberOf(tx, transfer.member_id);
  const letter = await letterInForce(tx, transfer.id);
  const limit = await tx
    .selectFrom("activity_transfer_deadline")
    .select("due_on")
    .where("transfer_id", "=", transfer.id)
    .where("subject", "=", "PRESENT_LETTER")
    .executeTakeFirstOrThrow();
  if (!letter) throw new Error("A transfer is announced without a letter that holds.");
  const body = {
    transferId: transfer.id,
    assignmentId: transfer.assignment_id,
    memberId: member.id,
    person: personOf(member, transfer.from_organization_id),
    kind: transfer.kind,
    fromOrganizationId: transfer.from_organization_id,
    toOrganizationId: transfer.to_organization_id,
    letterKind: letter.kind as "OFFICIAL" | "TEMPORARY" | "OVERSEAS_WORK_SLIP",
    letterNumber: letter.letter_number,
    issuedOn: letter.issued_on,
    presentBy: limit.due_on,
    isCardInCustody: transfer.is_card_in_mfa_custody,
    documents: await papersOf(tx, transfer.id),
    isFileListCertified: transfer.contents_certified_on !== null,
  };
  await emit(tx, [{ target, subject: transfer.id, kind: "transfer.announced", body }], now);
}

const PAPERS_MAX = 20;

/** The kinds of paper that go with a transfer, each once, as far as the contract knows them. */
async function papersOf(tx: ActScene["tx"], transferId: string): Promise<FormCode[]> {
  const papers = tx.selectFrom("activity_transfer_document").select("form_code").distinct();
  const rows = await papers.where("transfer_id", "=", transferId).execute();
  return formCodes.filter((code) => rows.some(({ form_code }) => form_code === code)).slice(0, PAPERS_MAX);
}
