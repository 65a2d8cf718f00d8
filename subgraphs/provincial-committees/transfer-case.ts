import type { Selectable, Updateable } from "kysely";
import type { LifecycleRow } from "#contract/lifecycles/lifecycle.ts";
import { transferLifecycle, type TransferAct, type TransferState } from "#contract/lifecycles/transfer.ts";
import { takeStep } from "#kit/take-step.ts";
import { actingBody, caseUnknown, type ActInput, type ActScene, type ActTransaction } from "./acts.ts";
import { bodiesByOrganization, type HomeBodies } from "./home-organizations.ts";
import { newOpaqueId } from "#kit/opaque-id.ts";
import type { ActivityTransferTable } from "./tables.ts";

/** What an act on a transfer is sent with. */
export interface TransferInput extends ActInput {
  readonly transfer: string;
  readonly expectedVersion: number;
}

/** A transfer in the midst of an act: as it was before, and who acts. */
export interface TransferCase {
  readonly row: LifecycleRow<TransferState, TransferAct>;
  readonly transfer: Selectable<ActivityTransferTable>;
  readonly bodies: HomeBodies | null;
  readonly organization: string;
}

/** What a step left behind in the register of steps. */
export interface StepNote {
  readonly state: TransferState;
  readonly organization: string | null;
  readonly box?: number;
  readonly numberInBox?: string;
}

/** A transfer of the scene's committee. @throws ActRefused when there is none */
export async function transferOf({ tx, committee }: ActScene, id: string) {
  const found = tx.selectFrom("activity_transfer").selectAll().where("id", "=", id);
  const transfer = await found.where("committee_code", "=", committee).executeTakeFirst();
  if (!transfer) throw caseUnknown();
  return transfer;
}

/** Moves a transfer on by one act of the sending side, if version, state and who acts allow it. */
export async function beginTransferStep(
  scene: ActScene,
  { transfer: id, expectedVersion }: TransferInput,
  act: TransferAct,
): Promise<TransferCase> {
  const transfer = await transferOf(scene, id);
  const step = { table: "activity_transfer", id, expectedVersion, lifecycle: transferLifecycle, act };
  const { row } = await takeStep(scene.tx, step);
  const bodies = await bodiesByOrganization(scene.tx).load(transfer.from_organization_id);
  return { row, transfer, bodies, organization: actingBody(row, bodies, scene) };
}

/** Takes a step that the system takes by itself; says nothing when it is not possible. */
export async function systemTransferStep(
  tx: ActTransaction,
  id: string,
  act: TransferAct,
  today: string,
): Promise<LifecycleRow<TransferState, TransferAct>> {
  const step = { table: "activity_transfer", id, expectedVersion: null, lifecycle: transferLifecycle, act };
  const { row } = await takeStep(tx, step);
  await noteTransferStep(tx, id, today, { state: row.to, organization: null });
  return row;
}

/** Notes a state that a transfer has entered. */
export async function noteTransferStep(
  tx: ActTransaction,
  transfer_id: string,
  entered_on: string,
  { state, organization, box = undefined, numberInBox = undefined }: StepNote,
): Promise<void> {
  await tx
    .insertInto("activity_transfer_step")
    .columns(["transfer_id", "state", "entered_on", "organization_id", "box_number", "number_in_box", "ordinal"])
    .expression((eb) =>
      eb
        .selectFrom("activity_transfer_step")
        .where("transfer_id", "=", transfer_id)
        .select(({ fn, val, cast, lit }) => [
          val(transfer_id).as("transfer_id"),
          val(state).as("state"),
          cast<string>(val(entered_on), "date").as("entered_on"),
          val(organization).as("organization_id"),
          cast<number | null>(val(box ?? null), "int2").as("box_number"),
          val(numberInBox ?? null).as("number_in_box"),
          eb(fn.coalesce(fn.max("ordinal"), lit(0)), "+", 1).as("ordinal"),
        ]),
    )
    .execute();
}

/** Changes a transfer beyond its state. */
export const changeTransfer = (tx: ActTransaction, id: string, changed: Updateable<ActivityTransferTable>) =>
  tx.updateTable("activity_transfer").set(changed).where("id", "=", id).execute();

/** A paper as it is kept: what it is and never what it says. */
export interface TransferPaper {
  readonly formCode: string;
  readonly issuedOn: string;
  readonly issuer: string | null;
  readonly box: number | null;
}

/** Puts papers to a transfer. */
export async function addTransferPapers(tx: ActTransaction, id: string, papers: readonly TransferPaper[]) {
  const rows = papers.map(({ formCode, issuedOn, issuer, box }) => ({
    id: newOpaqueId("dc"),
    transfer_id: id,
    issued_on: issuedOn,
    box_number: box,
    form_code: formCode,
    issuer_organization_id: issuer,
  }));
  if (rows.length > 0) await tx.insertInto("activity_transfer_document").values(rows).execute();
}

/** States of a transfer whose letter was not issued yet. */
export const BEFORE_LETTER: ReadonlySet<TransferState> = new Set(["REQUESTED", "CELL_REVIEWED", "CERTIFIED"]);

/** Whether a stay's member is known to be accepted abroad, even if the step of the stay itself is still to come. */
export const wasAcceptedAbroad = async ({ tx }: ActScene, assignmentId: string): Promise<boolean> =>
  (await tx
    .selectFrom("activity_transfer")
    .select("id")
    .where("assignment_id", "=", assignmentId)
    .where("state", "=", "CLOSED")
    .executeTakeFirst()) !== undefined;

/**
 * Withdraws the transfer of a stay that does not take place, if one is open. Answers whether that was possible: a
 * transfer whose letter is out must go its way.
 */
export async function withdrawBeforeLetter({ tx, today }: ActScene, assignmentId: string): Promise<boolean> {
  const open = await tx
    .selectFrom("activity_transfer")
    .select(["id", "state"])
    .where("assignment_id", "=", assignmentId)
    .where("ended_on", "is", null)
    .executeTakeFirst();
  if (!open) return true;
  if (!BEFORE_LETTER.has(open.state)) return false;
  await systemTransferStep(tx, open.id, "WITHDRAW_TRANSFER", today);
  return true;
}
