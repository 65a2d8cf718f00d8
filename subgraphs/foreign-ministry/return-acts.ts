import { transferLifecycle } from "#contract/lifecycles/transfer.ts";
import type { TransferAct } from "#contract/lifecycles/transfer.ts";
import { requireDays } from "#kit/act-days.ts";
import { limitAfter } from "#kit/act-limit.ts";
import { emit, type OutgoingEvent } from "#kit/outbox.ts";
import { takeStep } from "#kit/take-step.ts";
import { guardFailed, notAllowed, requireActor, type ActScene } from "./acts.ts";
import { newOpaqueId } from "#kit/opaque-id.ts";
import { holdsCard } from "./card-acts.ts";
import { isRecognitionRefused } from "./recognition-acts.ts";
import {
  changeStay,
  noteStayStep,
  stayRow,
  stepStay,
  tellHome,
  touchStay,
  type Stay,
  type StayAnswer,
  type StayInput,
} from "./stay-case.ts";
import { requireLine } from "#kit/act-texts.ts";

/** An act that may come with the self-review: the day on which it was handed in. */
type SelfReviewInput = StayInput & { readonly selfReviewOn?: string | null };

/** The return begins; the self-review may follow. */
export async function startReturn(scene: ActScene, input: SelfReviewInput): Promise<StayAnswer> {
  const found = await stepStay(scene, input, "START_RETURN");
  requireSelfReviewDay(scene, found.stay, input);
  await changeStay(scene, found.stay.id, { self_review_on: input.selfReviewOn ?? null });
  return goOn(scene, found);
}

/** The organization abroad, or the ministry for whom it guides, confirms the self-review. */
export async function confirmAbroad(scene: ActScene, input: SelfReviewInput): Promise<StayAnswer> {
  const found = await stepStay(scene, input, "CONFIRM_ABROAD");
  requireSelfReviewDay(scene, found.stay, input);
  const selfReviewOn = input.selfReviewOn ?? found.stay.self_review_on;
  if (selfReviewOn === null) throw guardFailed(found.row, "SELF_REVIEW_PRESENT", scene.today);
  await changeStay(scene, found.stay.id, { self_review_on: selfReviewOn });
  return goOn(scene, found);
}

async function goOn(scene: ActScene, found: Awaited<ReturnType<typeof stepStay>>): Promise<StayAnswer> {
  await noteStayStep(scene, found.stay.id, found);
  await tellHome(scene, found.stay, found);
  return { assignmentId: found.stay.id, subjects: [found.stay.id] };
}

/** A stay begins when the member is received, or else on the day of departure. */
const begunOn = ({ started_on, departs_on }: Stay): string => started_on ?? departs_on;

/** The self-review is about the time abroad. */
const requireSelfReviewDay = ({ today }: ActScene, stay: Stay, { selfReviewOn }: SelfReviewInput): void =>
  requireDays({ selfReviewOn }, { notBefore: begunOn(stay), notAfter: today });

/** Working days in which a letter is to be shown. */
const PRESENT_WORKING_DAYS = 30;

/** The ministry introduces the member home: a letter, and a transfer that home's cell is to accept. */
export async function introduceHome(
  scene: ActScene,
  input: StayInput & { readonly letterNumber: string; readonly returnedOn: string },
): Promise<StayAnswer> {
  const found = await stepStay(scene, input, "INTRODUCE_HOME");
  const { stay, row } = found;
  const { tx, today } = scene;
  if (holdsCard(stay)) throw guardFailed(row, "CARD_GIVEN_BACK", today);
  if (await isRecognitionRefused(scene, stay.id)) throw guardFailed(row, "RECOGNITION_NOT_REFUSED", today);
  const letterNumber = requireLine("letterNumber", input.letterNumber, 60);
  const presentBy = limitAfter(today, PRESENT_WORKING_DAYS);
  // The day may be near and not there yet, but whoever is to show the letter at home is back by its last day.
  requireDays({ returnedOn: input.returnedOn }, { notBefore: begunOn(stay), notAfter: presentBy });
  const transfer = {
    id: newOpaqueId("at"),
    assignment_id: stay.id,
    kind: stay.move_kind === "TEMPORARY_TRANSFER" ? ("TEMPORARY" as const) : ("OFFICIAL" as const),
    letter_number: letterNumber,
    issued_on: today,
    present_by: presentBy,
  };
  await tx.insertInto("return_transfer").values({ ...transfer, state: "IN_TRANSIT" }).execute();
  await changeStay(scene, stay.id, { return_due_on: presentBy, returned_on: input.returnedOn });
  await noteStayStep(scene, stay.id, found);
  const target = scene.targetOf(stay.home_committee);
  if (target !== null) await emit(tx, [await announcement(scene, stay, transfer, target)], scene.now);
  const told = { transferId: transfer.id, letterNumber, dueOn: presentBy, returnedOn: input.returnedOn };
  await tellHome(scene, stay, found, told);
  return { assignmentId: stay.id, subjects: [stay.id, transfer.id] };
}

interface IssuedTransfer {
  readonly id: string;
  readonly kind: "OFFICIAL" | "TEMPORARY";
  readonly letter_number: string;
  readonly issued_on: string;
  readonly present_by: string;
}

/** What the cell at home must know of whom it is to take back, and no more. */
async function announcement(
  { tx }: ActScene,
  stay: Stay,
  { id, kind, letter_number: letterNumber, issued_on: issuedOn, present_by: presentBy }: IssuedTransfer,
  target: string,
): Promise<OutgoingEvent> {
  const traveller = await tx
    .selectFrom("traveller")
    .selectAll()
    .where("assignment_id", "=", stay.id)
    .executeTakeFirst();
  if (!traveller) throw notAllowed("PERSON_UNTOLD", "The home committee has not told whom the stay is about.");
  const { home_organization_id: homeOrganizationId } = traveller;
  return {
    target,
    subject: id,
    kind: "transfer.announced",
    body: {
      transferId: id,
      assignmentId: stay.id,
      memberId: stay.member_id,
      person: {
        familyName: traveller.family_name,
        middleName: traveller.middle_name,
        givenName: traveller.given_name,
        memberClass: traveller.member_class,
        admittedOn: traveller.admitted_on,
        officialOn: traveller.official_on,
        homeCommittee: stay.home_committee,
        homeOrganizationId,
      },
      kind,
      // Of the organization abroad; for whom the ministry guided, its own name stands there.
      fromOrganizationId: stay.receiving_organization_id ?? "foreign-ministry",
      toOrganizationId: homeOrganizationId,
      letterKind: kind,
      letterNumber,
      issuedOn,
      presentBy,
      isCardInCustody: false,
      documents: ["SELF-REVIEW", kind === "TEMPORARY" ? "2-SHD" : "LETTER-10"],
      isFileListCertified: true,
    },
  };
}

/** A letter that was lost on the way home is void; another takes its place and its limit runs anew. */
export async function reissueReturnLetter(
  scene: ActScene,
  input: StayInput & { readonly letterNumber: string; readonly lossConfirmedOn: string },
): Promise<StayAnswer> {
  const { tx, today, now, targetOf } = scene;
  const { lossConfirmedOn } = input;
  await requireActor(scene, stayRow("INTRODUCE_HOME"));
  requireDays({ lossConfirmedOn }, { notAfter: today });
  const letterNumber = requireLine("letterNumber", input.letterNumber, 60);
  const presentBy = limitAfter(today, PRESENT_WORKING_DAYS);
  const stay = await touchStay(scene, input, ["INTRODUCED_HOME", "OVERDUE"], { return_due_on: presentBy });
  const transfer = await tx
    .selectFrom("return_transfer")
    .select(["id", "issued_on"])
    .where("assignment_id", "=", stay.id)
    .executeTakeFirst();
  if (!transfer) throw notAllowed("ACT_NOT_BEGUN", "The stay has no letter to be issued again.");
  requireDays({ lossConfirmedOn }, { notBefore: transfer.issued_on });
  const target = targetOf(stay.home_committee);
  for (const act of ["REPORT_TRANSFER_LETTER_LOST", "REISSUE_TRANSFER_LETTER"] as const satisfies TransferAct[]) {
    const own = { table: "return_transfer", id: transfer.id, expectedVersion: null, lifecycle: transferLifecycle };
    const { row } = await takeStep(tx, { ...own, act });
    if (target === null) continue;
    const isNew = act === "REISSUE_TRANSFER_LETTER";
    const step = { transferId: transfer.id, act, state: row.to, by: row.by[0] ?? "SYSTEM", on: today } as const;
    const letter = isNew ? { letterNumber, presentBy } : { letterNumber: null, presentBy: null };
    const body = { ...step, ...letter, organizationId: null, reason: null };
    await emit(tx, [{ target, subject: transfer.id, kind: "transfer.stepped", body }], now);
  }
  await tx
    .updateTable("return_transfer")
    .set({
      letter_number: letterNumber,
      issued_on: today,
      present_by: presentBy,
      loss_confirmed_on: lossConfirmedOn,
    })
    .where("id", "=", transfer.id)
    .execute();
  return { assignmentId: stay.id, subjects: [stay.id, transfer.id] };
}
