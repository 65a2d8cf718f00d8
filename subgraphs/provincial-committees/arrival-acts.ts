import { REGISTRAR } from "#contract/reach.ts";
import type { TransferAct } from "#contract/lifecycles/transfer.ts";
import { requireLine, requireText } from "#kit/act-texts.ts";
import { requireForms } from "./act-inputs.ts";
import { homeMutation, requireGuard, type ActAnswer, type ActScene } from "./acts.ts";
import { arrivalOf, beginArrivalStep, endArrivalStep, type ArrivalCase, type ArrivalInput } from "./arrival-case.ts";
import { comeHome } from "./come-home.ts";

const answerOf = ({ id, assignment_id }: ArrivalCase["arrival"]): ActAnswer => ({
  id,
  subjects: [id, ...(assignment_id === null ? [] : [assignment_id])],
});

/** The ministry's letters have longer numbers than those of home committees. */
const LETTER_NUMBER_MAX = 60;

interface PresentInput extends ArrivalInput {
  readonly letterNumber: string;
  readonly lateReason?: string | null;
  readonly isLatenessAccepted?: boolean | null;
}

/** The letter is shown. Past the limit it is overdue first, and counts with a reason that the committee accepts. */
async function present(scene: ActScene, input: PresentInput): Promise<ActAnswer> {
  const { today, committee } = scene;
  const letterNumber = requireLine("letterNumber", input.letterNumber, LETTER_NUMBER_MAX);
  const before = await arrivalOf(scene, input.arrival);
  const isLate = today > before.present_due_on;
  const wasMarked = isLate && (before.state === "IN_TRANSIT" || before.state === "REISSUED");
  if (wasMarked) await endArrivalStep(scene, await beginArrivalStep(scene, input, "MARK_TRANSFER_OVERDUE"), {});
  const expectedVersion = wasMarked ? input.expectedVersion + 1 : input.expectedVersion;
  const found = await beginArrivalStep(scene, { ...input, expectedVersion }, "PRESENT_TRANSFER_LETTER");
  requireGuard(letterNumber === found.arrival.letter_number, found.row, "LETTER_VALID", scene);
  const reason = input.lateReason == null ? null : requireText("lateReason", input.lateReason, 500);
  const isDecided = reason !== null && input.isLatenessAccepted === true;
  requireGuard(!isLate || isDecided, found.row, "LATENESS_DECIDED", scene);
  const lateness = isLate ? { late_reason: reason, late_decided_by: committee } : {};
  await endArrivalStep(scene, found, { presented_on: today, ...lateness }, isLate ? reason : null);
  return answerOf(found.arrival);
}

interface CheckInput extends ArrivalInput {
  readonly missingFormCodes: readonly string[];
}

type CheckAct = "CHECK_TRANSFER_FILE" | "RETURN_TRANSFER_FILE";

/** The file is held against its certified list: no list, no acceptance. */
const checking = (act: CheckAct) => async (scene: ActScene, input: CheckInput) => {
  const { missingFormCodes } = input;
  requireForms({ missingFormCodes });
  const found = await beginArrivalStep(scene, input, act);
  const isComplete = found.arrival.contents_certified_on !== null && missingFormCodes.length === 0;
  if (act === "CHECK_TRANSFER_FILE") requireGuard(isComplete, found.row, "CONTENTS_COMPLETE", scene);
  else requireGuard(!isComplete, found.row, "CONTENTS_INCOMPLETE", scene);
  await endArrivalStep(scene, found, {}, [...new Set(missingFormCodes)].join(", ") || null);
  return answerOf(found.arrival);
};

/** The receiving cell accepts, and from here the move holds. Who comes home from abroad is placed at once. */
async function accept(scene: ActScene, input: ArrivalInput): Promise<ActAnswer> {
  const found = await beginArrivalStep(scene, input, "ACCEPT_AT_RECEIVING_CELL");
  await endArrivalStep(scene, found, { accepted_on: scene.today });
  if (found.arrival.sender === REGISTRAR) await comeHome(scene, found);
  return answerOf(found.arrival);
}

const arrivalMutation = <Input extends ArrivalInput>(
  act: TransferAct,
  run: (scene: ActScene, input: Input) => Promise<ActAnswer>,
) => homeMutation<Input, ActAnswer>({ act, taken: "HomeArrivalStepTaken", subject: ({ arrival }) => arrival, run });

/** The acts of the receiving side, as fields of `Mutation`. */
export const arrivalActs = {
  presentTransferLetter: arrivalMutation("PRESENT_TRANSFER_LETTER", present),
  checkTransferFile: arrivalMutation("CHECK_TRANSFER_FILE", checking("CHECK_TRANSFER_FILE")),
  returnTransferFile: arrivalMutation("RETURN_TRANSFER_FILE", checking("RETURN_TRANSFER_FILE")),
  acceptAtReceivingCell: arrivalMutation("ACCEPT_AT_RECEIVING_CELL", accept),
};
