import { requireDays } from "#kit/act-days.ts";
import { requireLine } from "#kit/act-texts.ts";
import { requireForms, requireMonth } from "./act-inputs.ts";
import { homeMutation, inputRefused, requireGuard, type ActAnswer, type ActScene } from "./acts.ts";
import { issueTransferLetter, reissueTransferLetter, replaceTransferLetter } from "./letter-acts.ts";
import { lastIssuedOn, voidLetters } from "./letters.ts";
import { recallTransferLetter } from "./recall-letter.ts";
import { tellTransferStep } from "./outgoing.ts";
import { requestTransfer } from "./request-transfer.ts";
import { receiverOf, wasAnnounced } from "./receivers.ts";
import {
  addTransferPapers,
  beginTransferStep,
  changeTransfer,
  noteTransferStep,
  type TransferInput,
} from "./transfer-case.ts";

const TAKEN = "HomeTransferStepTaken";
const subject = ({ transfer }: TransferInput) => transfer;

interface ReviewInput extends TransferInput {
  readonly feePaidToMonth?: string | null;
  readonly numberInBox: string;
}

/** The cell reviews the request and fills box 1. */
async function review(scene: ActScene, input: ReviewInput): Promise<ActAnswer> {
  const { tx, today } = scene;
  const { row, transfer, organization } = await beginTransferStep(scene, input, "REVIEW_TRANSFER_AT_CELL");
  const numberInBox = requireLine("numberInBox", input.numberInBox, 20);
  const { feePaidToMonth } = input;
  requireGuard(feePaidToMonth != null, row, "FEE_MONTH_STATED", scene);
  await changeTransfer(tx, transfer.id, { fee_paid_to_month: requireMonth({ feePaidToMonth: feePaidToMonth ?? "" }) });
  await noteTransferStep(tx, transfer.id, today, { state: row.to, organization, box: 1, numberInBox });
  return { id: transfer.id, subjects: [transfer.id] };
}

interface CertifyInput extends TransferInput {
  readonly files: readonly { readonly formCode: string; readonly issuedOn: string }[];
  readonly numberInBox: string;
}

const FILES_MAX = 20;

/** The grassroots committee certifies the list of the file's contents and fills box 2. */
async function certify(scene: ActScene, input: CertifyInput): Promise<ActAnswer> {
  const { tx, today } = scene;
  const { row, transfer, organization } = await beginTransferStep(scene, input, "CERTIFY_TRANSFER");
  const { files } = input;
  const numberInBox = requireLine("numberInBox", input.numberInBox, 20);
  if (files.length > FILES_MAX) throw inputRefused("files", "LIST_TOO_LONG", `A list has at most ${FILES_MAX} papers.`);
  for (const { formCode, issuedOn } of files) checkFile(formCode, issuedOn, transfer.assignment_id !== null, today);
  requireGuard(files.length > 0, row, "FILE_LIST_CERTIFIED", scene);
  const papers = files.map((file) => ({ ...file, issuer: null, box: 2 }));
  await addTransferPapers(tx, transfer.id, papers);
  await changeTransfer(tx, transfer.id, { contents_certified_on: today });
  await noteTransferStep(tx, transfer.id, today, { state: row.to, organization, box: 2, numberInBox });
  return { id: transfer.id, subjects: [transfer.id] };
}

function checkFile(formCode: string, issuedOn: string, isAbroad: boolean, today: string): void {
  requireForms({ files: [formCode] });
  // The decision on a stay abroad is what tells such a transfer from a move at home.
  if (formCode === "STATE-DECISION" && !isAbroad) {
    throw inputRefused("files", "FORM_NOT_FITTING", "A State's decision goes with a stay abroad alone.");
  }
  requireDays({ files: issuedOn }, { notAfter: today });
}

interface LossInput extends TransferInput {
  readonly policeConfirmedOn?: string | null;
}

/** The member has lost letter or file: the letter is void, and whoever expects it is told. */
async function reportLoss(scene: ActScene, input: LossInput): Promise<ActAnswer> {
  const { tx, today } = scene;
  const { row, transfer, organization } = await beginTransferStep(scene, input, "REPORT_TRANSFER_LETTER_LOST");
  const { policeConfirmedOn } = input;
  requireDays({ policeConfirmedOn }, { notBefore: await lastIssuedOn(tx, transfer.id), notAfter: today });
  requireGuard(policeConfirmedOn != null, row, "LOSS_CONFIRMED", scene);
  const isAnnounced = await wasAnnounced(tx, transfer.id);
  await voidLetters(tx, transfer.id, today);
  await noteTransferStep(tx, transfer.id, today, { state: row.to, organization });
  const receiver = await receiverOf(scene, transfer);
  if (isAnnounced && receiver !== null) {
    await tellTransferStep(scene, receiver.target, transfer.id, row, { organizationId: organization });
  }
  return { id: transfer.id, subjects: [transfer.id] };
}

/** An act before the letter that needs nothing more and ends the transfer. */
const ending = (act: "WITHDRAW_TRANSFER" | "REJECT_TRANSFER") =>
  homeMutation<TransferInput, ActAnswer>({
    act,
    taken: TAKEN,
    subject,
    run: async (scene, input) => {
      const { row, transfer, organization } = await beginTransferStep(scene, input, act);
      await noteTransferStep(scene.tx, transfer.id, scene.today, { state: row.to, organization });
      return { id: transfer.id, subjects: [transfer.id] };
    },
  });

/** The acts of the sending side on transfers, as fields of `Mutation`. */
export const transferActs = {
  requestTransfer,
  reviewTransferAtCell: homeMutation({ act: "REVIEW_TRANSFER_AT_CELL", taken: TAKEN, subject, run: review }),
  certifyTransfer: homeMutation({ act: "CERTIFY_TRANSFER", taken: TAKEN, subject, run: certify }),
  issueTransferLetter,
  withdrawTransfer: ending("WITHDRAW_TRANSFER"),
  rejectTransfer: ending("REJECT_TRANSFER"),
  reportTransferLetterLost: homeMutation({
    act: "REPORT_TRANSFER_LETTER_LOST",
    taken: TAKEN,
    subject,
    run: reportLoss,
  }),
  reissueTransferLetter,
  replaceTransferLetter,
  recallTransferLetter,
};
