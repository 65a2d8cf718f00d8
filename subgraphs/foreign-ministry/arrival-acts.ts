import type { Selectable } from "kysely";
import type { LifecycleRow } from "#contract/lifecycles/lifecycle.ts";
import { transferLifecycle, type TransferAct, type TransferState } from "#contract/lifecycles/transfer.ts";
import { emit } from "#kit/outbox.ts";
import { takeStep } from "#kit/take-step.ts";
import { guardFailed, requireReceiver, type ActInput, type ActScene } from "./acts.ts";
import { findStay, requireNoCommittee } from "./stay-case.ts";
import type { ForeignMinistryTables } from "./tables.ts";
import { requireLine, requireText } from "#kit/act-texts.ts";

/** An act on an arrival as the caller saw it. */
export interface ArrivalInput extends ActInput {
  /** Id of the transfer that was announced. */
  readonly arrival: string;
  readonly expectedVersion: number;
}

/** An arrival as the register holds it. */
export type Arrival = Selectable<ForeignMinistryTables["arrival"]>;

/** What an act answers: which arrival it was, and about which subjects others were told. */
export interface ArrivalAnswer {
  readonly arrivalId: string;
  readonly subjects: readonly string[];
}

/** The letter is shown at the new place. */
export async function presentLetterAbroad(
  scene: ActScene,
  input: ArrivalInput & { readonly letterNumber: string; readonly lateReason?: string | null },
): Promise<ArrivalAnswer> {
  const { arrival, row } = await stepArrival(scene, input, "PRESENT_TRANSFER_LETTER");
  const { today } = scene;
  const letterNumber = requireLine("letterNumber", input.letterNumber, 60);
  if (letterNumber !== arrival.letter_number) throw guardFailed(row, "LETTER_VALID", today);
  const isLate = arrival.present_due_on !== null && today > arrival.present_due_on;
  const reason = input.lateReason == null ? null : requireText("lateReason", input.lateReason, 500);
  if (isLate && reason === null) throw guardFailed(row, "LATENESS_DECIDED", today);
  const late_reason = isLate ? reason : null;
  await changeArrival(scene, arrival.id, { presented_on: today, late_reason });
  return told(scene, arrival, row, { reason: late_reason });
}

/**
 * The file is complete by its certified list; without one, nobody is accepted. Where the sender announced none, a list
 * can have come with a file that was sent back to be completed and with no other: of that one only the caller knows.
 */
export async function checkFileAbroad(
  scene: ActScene,
  input: ArrivalInput & { readonly isListCertified: boolean; readonly isComplete: boolean },
): Promise<ArrivalAnswer> {
  const { arrival, row } = await stepArrival(scene, input, "CHECK_TRANSFER_FILE");
  const mayBeCertified = arrival.is_file_list_certified || arrival.state === "RETURNED";
  const isComplete = mayBeCertified && input.isListCertified && input.isComplete;
  if (!isComplete) throw guardFailed(row, "CONTENTS_COMPLETE", scene.today);
  await changeArrival(scene, arrival.id, { checked_on: scene.today, is_file_list_certified: true });
  return told(scene, arrival, row);
}

/** The file goes back to be completed. */
export async function returnFileAbroad(
  scene: ActScene,
  input: ArrivalInput & { readonly reason: NonNullable<Arrival["return_reason"]> },
): Promise<ArrivalAnswer> {
  const { arrival, row } = await stepArrival(scene, input, "RETURN_TRANSFER_FILE");
  await changeArrival(scene, arrival.id, { return_reason: input.reason, returned_on: scene.today });
  return told(scene, arrival, row, { reason: input.reason });
}

/**
 * Accepts the arrival of a stay with the receiving act on the stay itself; from here the move holds. Answers the
 * subject of which the sender hears, or null where the stay has no arrival under way.
 */
export async function acceptArrival(
  scene: ActScene,
  assignmentId: string,
  stayRow: LifecycleRow,
  organizationId: string | null,
): Promise<string | null> {
  const { tx, today } = scene;
  const arrival = await tx
    .selectFrom("arrival")
    .selectAll()
    .where("assignment_id", "=", assignmentId)
    .where("state", "not in", ["ACCEPTED", "CLOSED"])
    .orderBy("letter_issued_on", "desc")
    .executeTakeFirst();
  if (!arrival) return null;
  if (arrival.state !== "FILE_CHECKED") throw guardFailed(stayRow, "CONTENTS_COMPLETE", today);
  const step = { table: "arrival", id: arrival.id, expectedVersion: null, lifecycle: transferLifecycle } as const;
  const { row } = await takeStep(tx, { ...step, act: "ACCEPT_AT_RECEIVING_CELL" });
  await changeArrival(scene, arrival.id, { accepted_on: today });
  await tellSender(scene, arrival, row, { organizationId });
  return arrival.id;
}

async function stepArrival(scene: ActScene, { arrival: id, expectedVersion }: ArrivalInput, act: TransferAct) {
  const actor = await requireReceiver(scene);
  const arrival = await scene.tx.selectFrom("arrival").selectAll().where("id", "=", id).executeTakeFirst();
  const { row } = await takeStep(scene.tx, {
    table: "arrival",
    id,
    expectedVersion,
    lifecycle: transferLifecycle,
    act,
  });
  const stay = arrival && (await findStay(scene, arrival.assignment_id));
  if (!stay) throw new Error("An arrival took a step and was not there.");
  if (actor === "FOREIGN_MINISTRY") await requireNoCommittee(scene, stay.country_code);
  return { arrival, row };
}

const changeArrival = ({ tx }: ActScene, id: string, changes: Partial<Arrival>) =>
  tx.updateTable("arrival").set(changes).where("id", "=", id).execute();

interface Told {
  readonly organizationId?: string | null;
  readonly reason?: string | null;
}

async function told(
  scene: ActScene,
  arrival: Arrival,
  row: LifecycleRow<TransferState, TransferAct>,
  own: Told = {},
): Promise<ArrivalAnswer> {
  await tellSender(scene, arrival, row, own);
  return { arrivalId: arrival.id, subjects: [arrival.id] };
}

async function tellSender(
  { tx, today, now }: ActScene,
  { id: transferId, sender: target }: Arrival,
  { act, to, by }: LifecycleRow<TransferState, TransferAct>,
  { organizationId = null, reason = null }: Told,
): Promise<void> {
  const step = { transferId, act, state: to, by: by[0] ?? "SYSTEM", on: today, letterNumber: null, presentBy: null };
  const body = { ...step, organizationId, reason };
  await emit(tx, [{ target, subject: transferId, kind: "transfer.stepped", body }], now);
}
