import { requireDays } from "#kit/act-days.ts";
import { takeBackRefused } from "#kit/outbox.ts";
import { homeMutation, requireGuard, type ActAnswer, type ActScene, type ActTransaction } from "./acts.ts";
import { lastIssuedOn, meetLimit, voidLetters } from "./letters.ts";
import { tellTransferStep } from "./outgoing.ts";
import { receiverOf, wasAnnounced } from "./receivers.ts";
import { beginTransferStep, changeTransfer, noteTransferStep, type TransferInput } from "./transfer-case.ts";

interface RecallInput extends TransferInput {
  readonly letterReturnedOn?: string | null;
}

/** A letter comes back unused: its transfer ends, which is how a stay can still be cancelled. */
export const recallTransferLetter = homeMutation<RecallInput, ActAnswer>({
  act: "RECALL_TRANSFER_LETTER",
  taken: "HomeTransferStepTaken",
  subject: ({ transfer }) => transfer,
  run: recall,
});

async function recall(scene: ActScene, input: RecallInput): Promise<ActAnswer> {
  const { tx, today } = scene;
  const { row, transfer, organization } = await beginTransferStep(scene, input, "RECALL_TRANSFER_LETTER");
  const { id, state } = transfer;
  const { letterReturnedOn } = input;
  requireDays({ letterReturnedOn }, { notBefore: await lastIssuedOn(tx, id), notAfter: today });
  requireGuard(letterReturnedOn != null || state === "LOST", row, "LETTER_RETURNED", scene);
  const receiver = (await wasAnnounced(tx, id)) ? await receiverOf(scene, transfer) : null;
  // Who has refused to hear of it, since nobody there has such an organization, has nothing to confirm.
  if (receiver === null || (await takeBackRefused(tx, { target: receiver.target, subject: id }))) {
    await endRecalled(tx, id, today, organization);
  } else {
    // The letter may have been shown meanwhile, which would hold: the transfer ends with the receiver's word.
    await changeTransfer(tx, id, { state });
    await voidLetters(tx, id, today);
    await tellTransferStep(scene, receiver.target, id, row, { organizationId: organization });
  }
  return { id, subjects: [id] };
}

/** What follows when a transfer is withdrawn because its letter came back: nothing of it is open any more. */
export async function endRecalled(
  tx: ActTransaction,
  id: string,
  on: string,
  organization: string | null,
): Promise<void> {
  await voidLetters(tx, id, on);
  await meetLimit(tx, id, "PRESENT_LETTER", on);
  await noteTransferStep(tx, id, on, { state: "WITHDRAWN", organization });
}
