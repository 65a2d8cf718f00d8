import type { Selectable } from "kysely";
import type { TransferAct } from "#contract/lifecycles/transfer.ts";
import { requireLine } from "#kit/act-texts.ts";
import { requireId, requireMonth } from "./act-inputs.ts";
import { homeMutation, inputRefused, requireGuard, type ActAnswer, type ActScene } from "./acts.ts";
import { announce } from "./announcements.ts";
import { memberOf } from "./application-case.ts";
import { hasOpenApplication } from "./declare-assignment.ts";
import { letterKinds, meetLimit, voidLetters, writeLetters } from "./letters.ts";
import { tellTransferStep } from "./outgoing.ts";
import { transferKindOf } from "./procedure-rules.ts";
import {
  committeeOf,
  committeeUnknown,
  receiverOf,
  requireAbroad,
  requireServed,
  wasAnnounced,
  type Receiver,
} from "./receivers.ts";
import type { ActivityTransferTable } from "./tables.ts";
import {
  beginTransferStep,
  changeTransfer,
  noteTransferStep,
  systemTransferStep,
  type TransferCase,
  type TransferInput,
} from "./transfer-case.ts";

type Transfer = Selectable<ActivityTransferTable>;

interface LetterInput extends TransferInput {
  readonly letterNumber: string;
}

interface IssueInput extends LetterInput {
  readonly toOrganization?: string | null;
  readonly toCommittee?: string | null;
}

const numberOf = ({ letterNumber }: LetterInput) => requireLine("letterNumber", letterNumber, 40);

/** The competent body issues the letter or slip; of a slip the receiver hears by the list. */
async function issue(scene: ActScene, input: IssueInput): Promise<ActAnswer> {
  const { tx, today } = scene;
  const found = await beginTransferStep(scene, input, "ISSUE_TRANSFER_LETTER");
  const letterNumber = numberOf(input);
  const application = await applicationOf(scene, found.transfer);
  const member = await checkGuards(scene, found, application);
  const addressed = await addressee(scene, found.transfer, input);
  const receiver = await requireReceiver(scene, addressed);
  // The file goes to the other committee, and a stay that is under way could not follow it there; nor has anybody two
  // temporary places, of which the one abroad would be lost.
  const isLeaving = receiver.committee !== scene.committee || member.activity_status === "TEMPORARILY_AWAY";
  const isAtStake = application === null && (isLeaving || addressed.kind === "TEMPORARY");
  const mayLeave = !isAtStake || !(await hasOpenApplication(tx, member.id));
  requireGuard(mayLeave, found.row, "NO_OPEN_ASSIGNMENT", scene);
  const handsInCard = application !== null && addressed.kind === "OFFICIAL" && member.card_issued_on !== null;
  const transfer = { ...addressed, is_card_in_mfa_custody: handsInCard };
  await changeTransfer(tx, transfer.id, {
    to_organization_id: transfer.to_organization_id,
    to_committee_code: receiver.committee,
    is_card_in_mfa_custody: handsInCard,
  });
  const kinds = letterKinds(transfer.kind, application);
  await writeLetters(scene, { ...found, transfer }, kinds, { letterNumber, addressee: transfer.to_organization_id });
  await meetLimit(tx, transfer.id, "START_TRANSFER", today);
  const { row, organization } = found;
  await noteTransferStep(tx, transfer.id, today, { state: row.to, organization, box: 3, numberInBox: letterNumber });
  if (kinds[0] !== "OVERSEAS_WORK_SLIP") await dispatch(scene, receiver, transfer);
  return { id: transfer.id, subjects: [transfer.id] };
}

/** Sends a transfer on its way: the receiver is told, and the limit for showing the letter runs. */
export async function dispatch(scene: ActScene, { target }: Receiver, transfer: Transfer): Promise<void> {
  await systemTransferStep(scene.tx, transfer.id, "DISPATCH_TRANSFER", scene.today);
  await announce(scene, target, transfer);
}

async function checkGuards(
  scene: ActScene,
  { row, transfer }: TransferCase,
  application: Awaited<ReturnType<typeof applicationOf>>,
) {
  const member = await memberOf(scene.tx, transfer.member_id);
  requireGuard(member.transfer_held_on === null, row, "NO_TRANSFER_HOLD", scene);
  const isFitting = application === null || transferKindOf(application.move_kind) === transfer.kind;
  requireGuard(isFitting, row, "KIND_FITS_LENGTH", scene);
  return member;
}

/** The stay abroad of a transfer; null for a move at home. */
async function applicationOf({ tx }: ActScene, { assignment_id }: Transfer) {
  if (assignment_id === null) return null;
  const found = tx.selectFrom("overseas_application").select(["purpose", "move_kind"]);
  return (await found.where("id", "=", assignment_id).executeTakeFirst()) ?? null;
}

async function addressee({ tx }: ActScene, transfer: Transfer, input: IssueInput): Promise<Transfer> {
  const { toOrganization = null, toCommittee = null } = input;
  const to_organization_id = toOrganization ?? transfer.to_organization_id;
  requireId({ toOrganization: to_organization_id });
  if (to_organization_id === null && transfer.assignment_id === null) {
    throw inputRefused("toOrganization", "ADDRESSEE_MISSING", "A letter at home names who is to receive.");
  }
  if (to_organization_id === transfer.from_organization_id) {
    throw inputRefused("toOrganization", "WAY_IN_A_CIRCLE", "toOrganization is where the member is already.");
  }
  if (transfer.assignment_id !== null) await requireAbroad(tx, { toOrganization: to_organization_id, toCommittee });
  return { ...transfer, to_organization_id, to_committee_code: toCommittee ?? transfer.to_committee_code };
}

async function requireReceiver(scene: ActScene, transfer: Transfer): Promise<Receiver> {
  if (transfer.assignment_id === null) requireServed(scene, transfer.to_committee_code);
  const receiver = await receiverOf(scene, transfer);
  const known = transfer.assignment_id === null ? await committeeOf(scene.tx, transfer.to_organization_id) : null;
  // The file goes to the committee, and the member to the organization: it must be one and the same.
  if (known !== null && known !== receiver?.committee) {
    throw inputRefused("toCommittee", "COMMITTEE_DIFFERS", "toOrganization belongs to another committee.");
  }
  if (!receiver) throw committeeUnknown();
  // Elsewhere the receiver alone knows; an organization that this process would have to know and does not is none.
  if (receiver.committee !== null && known === null && receiver.target === scene.targetOf(scene.committee)) {
    throw inputRefused("toOrganization", "ORGANIZATION_UNKNOWN", "The committee that is to receive has none such.");
  }
  return receiver;
}

/** Writes the letters anew and tells whoever expects the old ones. */
async function writeAnew(scene: ActScene, input: LetterInput, found: TransferCase): Promise<ActAnswer> {
  const { tx, today } = scene;
  const { row, transfer, organization } = found;
  const letterNumber = numberOf(input);
  const kinds = letterKinds(transfer.kind, await applicationOf(scene, transfer));
  const receiver = await requireReceiver(scene, transfer);
  await voidLetters(tx, transfer.id, today);
  const presentBy = await writeLetters(scene, found, kinds, { letterNumber, addressee: transfer.to_organization_id });
  const isAnnounced = await wasAnnounced(tx, transfer.id);
  await noteTransferStep(tx, transfer.id, today, { state: row.to, organization, box: 3, numberInBox: letterNumber });
  if (isAnnounced) {
    const own = { organizationId: organization, letterNumber, presentBy };
    await tellTransferStep(scene, receiver.target, transfer.id, row, own);
  } else if (kinds[0] !== "OVERSEAS_WORK_SLIP") {
    await announce(scene, receiver.target, transfer);
  }
  return { id: transfer.id, subjects: [transfer.id] };
}

const reissue = async (scene: ActScene, input: LetterInput) =>
  writeAnew(scene, input, await beginTransferStep(scene, input, "REISSUE_TRANSFER_LETTER"));

interface ReplaceInput extends LetterInput {
  readonly isBoxOneWrong: boolean;
  readonly feePaidToMonth?: string | null;
}

/** An error in box 1 asks for a new letter; small errors elsewhere are struck out and stamped. */
async function replace(scene: ActScene, input: ReplaceInput): Promise<ActAnswer> {
  const found = await beginTransferStep(scene, input, "REPLACE_TRANSFER_LETTER");
  const { feePaidToMonth } = input;
  requireGuard(input.isBoxOneWrong, found.row, "BOX_ONE_WRONG", scene);
  if (feePaidToMonth != null) {
    await changeTransfer(scene.tx, found.transfer.id, { fee_paid_to_month: requireMonth({ feePaidToMonth }) });
  }
  return writeAnew(scene, input, found);
}

const letterMutation = <Input extends LetterInput>(
  act: TransferAct,
  run: (scene: ActScene, input: Input) => Promise<ActAnswer>,
) => homeMutation<Input, ActAnswer>({ act, taken: "HomeTransferStepTaken", subject: ({ transfer }) => transfer, run });

/** Issues the letter or slip of a transfer. */
export const issueTransferLetter = letterMutation("ISSUE_TRANSFER_LETTER", issue);

/** Issues a letter in place of one that was lost. */
export const reissueTransferLetter = letterMutation("REISSUE_TRANSFER_LETTER", reissue);

/** Issues a letter in place of one with an error in box 1. */
export const replaceTransferLetter = letterMutation("REPLACE_TRANSFER_LETTER", replace);
