import type { Selectable } from "kysely";
import { limitAfter } from "#kit/act-limit.ts";
import type { ActScene, ActTransaction } from "./acts.ts";
import { newOpaqueId } from "#kit/opaque-id.ts";
import type { TransferCase } from "./transfer-case.ts";
import type { ActivityTransferLetterTable } from "./tables.ts";
import type { OverseasApplicationTable } from "./work-tables.ts";

/** A letter in force. */
export type Letter = Selectable<ActivityTransferLetterTable>;

type LetterKind = "OFFICIAL" | "TEMPORARY" | "ABROAD" | "OVERSEAS_WORK_SLIP";

/** Working days within which a letter must be shown. */
const PRESENT_WORKING_DAYS = 30;

/**
 * The letters of a transfer: out of the country go two when it is official, or one slip for labour.
 */
export function letterKinds(
  kind: "OFFICIAL" | "TEMPORARY",
  application: Pick<Selectable<OverseasApplicationTable>, "purpose"> | null,
): readonly [LetterKind, ...LetterKind[]] {
  if (kind === "TEMPORARY") return ["TEMPORARY"];
  if (application === null) return ["OFFICIAL"];
  return application.purpose === "LABOUR" ? ["OVERSEAS_WORK_SLIP"] : ["OFFICIAL", "ABROAD"];
}

/** Writes the letters with the boxes filled so far, and lets the limit for showing them run. Answers its last day. */
export async function writeLetters(
  { tx, today }: ActScene,
  { transfer, organization }: TransferCase,
  kinds: readonly LetterKind[],
  { letterNumber, addressee }: { readonly letterNumber: string; readonly addressee: string | null },
): Promise<string> {
  const before = await tx
    .selectFrom("activity_transfer_step")
    .select(["box_number", "entered_on", "organization_id", "number_in_box"])
    .where("transfer_id", "=", transfer.id)
    .where("box_number", "in", [1, 2])
    .orderBy("box_number")
    .execute();
  const filled = before.map((step) => ({
    box_number: step.box_number ?? 1,
    signed_on: step.entered_on,
    number: step.number_in_box ?? "",
    from_organization_id: step.organization_id ?? organization,
    to_organization_id: null,
    signer_office: step.box_number === 1 ? "T/M chi ủy" : "T/M đảng ủy cơ sở",
  }));
  const own = {
    box_number: 3,
    signed_on: today,
    number: letterNumber,
    from_organization_id: organization,
    to_organization_id: addressee,
    signer_office: "T/M ban thường vụ",
  };
  for (const [index, kind] of kinds.entries()) {
    const id = newOpaqueId("lt");
    const letter_number = index === 0 ? letterNumber : `${letterNumber}/${index + 1}`;
    const letter = { id, transfer_id: transfer.id, issued_on: today, kind, letter_number };
    const issued = { ...letter, issuer_organization_id: organization };
    await tx.insertInto("activity_transfer_letter").values(issued).execute();
    const boxes = [...filled, own].map((box) => ({ ...box, letter_id: id }));
    await tx.insertInto("activity_transfer_letter_box").values(boxes).execute();
  }
  return startPresentLimit(tx, transfer.id, today, transfer.legal_basis_code);
}

/** The limit for showing a letter, which runs anew for a new letter. */
async function startPresentLimit(tx: ActTransaction, transfer_id: string, today: string, legal_basis_code: string) {
  const due_on = limitAfter(today, PRESENT_WORKING_DAYS);
  await tx
    .insertInto("activity_transfer_deadline")
    .values({ transfer_id, subject: "PRESENT_LETTER", working_days: PRESENT_WORKING_DAYS, due_on, legal_basis_code })
    .onConflict((conflict) => conflict.columns(["transfer_id", "subject"]).doUpdateSet({ due_on, met_on: null }))
    .execute();
  return due_on;
}

/** Notes that a limit of a transfer was met, if it runs and was not met before. */
export const meetLimit = (
  tx: ActTransaction,
  transferId: string,
  subject: "START_TRANSFER" | "PRESENT_LETTER",
  met_on: string,
) =>
  tx
    .updateTable("activity_transfer_deadline")
    .set({ met_on })
    .where("transfer_id", "=", transferId)
    .where("subject", "=", subject)
    .where("met_on", "is", null)
    .execute();

/** Voids the letters of a transfer that hold. */
export const voidLetters = (tx: ActTransaction, transferId: string, voided_on: string) =>
  tx
    .updateTable("activity_transfer_letter")
    .set({ voided_on })
    .where("transfer_id", "=", transferId)
    .where("voided_on", "is", null)
    .execute();

/** Day of issue of the newest letter of a transfer, which may hold no more; null before the first. */
export async function lastIssuedOn(tx: ActTransaction, transferId: string): Promise<string | null> {
  const issued = tx.selectFrom("activity_transfer_letter").select("issued_on").where("transfer_id", "=", transferId);
  return (await issued.orderBy("issued_on", "desc").limit(1).executeTakeFirst())?.issued_on ?? null;
}

/** The letter of a transfer that holds and is meant for its receiver; undefined when none does. */
export const letterInForce = (tx: ActTransaction, transferId: string): Promise<Letter | undefined> =>
  tx
    .selectFrom("activity_transfer_letter")
    .selectAll()
    .where("transfer_id", "=", transferId)
    .where("voided_on", "is", null)
    .where("kind", "<>", "ABROAD")
    .executeTakeFirst();
