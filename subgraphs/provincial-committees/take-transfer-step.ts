import type { Selectable } from "kysely";
import type { AgencyEvent } from "#contract/events.ts";
import { step } from "#contract/lifecycles/lifecycle.ts";
import { transferLifecycle } from "#contract/lifecycles/transfer.ts";
import { REGISTRAR } from "#contract/reach.ts";
import { EventRefused } from "#kit/inbox.ts";
import { rowOf, type ActScene, type ActTransaction } from "./acts.ts";
import { handOver } from "./hand-over.ts";
import { mirrorReturn } from "./arrival-case.ts";
import { meetLimit } from "./letters.ts";
import { tellPlace, tellTransferStep } from "./outgoing.ts";
import { finalTransferStates } from "./open-transfers.ts";
import { endRecalled } from "./recall-letter.ts";
import { committeeOf, receiverOf } from "./receivers.ts";
import type { ActivityTransferTable } from "./tables.ts";
import { BEFORE_LETTER, noteTransferStep, systemTransferStep } from "./transfer-case.ts";

type Stepped = AgencyEvent<"transfer.stepped">;

/** A transfer has gone on at the other side: at the receiver of one that was sent, or at the sender of an arrival. */
export async function takeTransferStep(
  tx: ActTransaction,
  event: Stepped,
  targetOf: ActScene["targetOf"],
): Promise<void> {
  const { act, state, transferId, by } = event.body;
  if (rowOf(transferLifecycle, act).to !== state) throw new EventRefused("EVENT_UNEXPECTED");
  // That a letter is recalled the sender tells, and that it was not shown until then the receiver's system confirms.
  const isConfirmed = act === "RECALL_TRANSFER_LETTER" && by === "SYSTEM";
  const isOfSender = (rowOf(transferLifecycle, act).side === "SENDER" && !isConfirmed) || act === "CLOSE_TRANSFER";
  // That a letter was not shown in time the ministry finds for returns, and the receiver for every other transfer.
  const isOfReturn = event.source === REGISTRAR && act === "MARK_TRANSFER_OVERDUE" && (await isArrival(tx, transferId));
  await (isOfSender || isOfReturn ? takeSendersStep(tx, event) : takeReceiversStep(tx, event, targetOf));
}

const isArrival = async (tx: ActTransaction, id: string): Promise<boolean> =>
  (await tx.selectFrom("arrival").select("id").where("id", "=", id).executeTakeFirst()) !== undefined;

/** Before the letter was shown, what the sender does with it holds; afterwards it changes nothing here. */
async function takeSendersStep(tx: ActTransaction, { body, source, occurredAt }: Stepped): Promise<void> {
  const { transferId: id, act, state, letterNumber, presentBy } = body;
  const found = tx.selectFrom("arrival").selectAll().where("id", "=", id);
  const arrival = await found.forUpdate().executeTakeFirst();
  if (!arrival) throw new EventRefused("EVENT_UNEXPECTED");
  if (arrival.sender !== source) throw new EventRefused("EVENT_MISDIRECTED");
  if (!step(transferLifecycle, arrival.state, act).ok) return;
  await tx
    .updateTable("arrival")
    .set({
      ...{ state, version: arrival.version + 1 },
      ...(letterNumber !== null && { letter_number: letterNumber, issued_on: body.on }),
      ...(presentBy !== null && { present_due_on: presentBy }),
    })
    .where("id", "=", id)
    .execute();
  if (source === REGISTRAR) await mirrorReturn(tx, id, state, null, body.on);
  if (act !== "RECALL_TRANSFER_LETTER") return;
  const scene = { tx, today: body.on, now: new Date(occurredAt) };
  await tellTransferStep(scene, source, id, { ...rowOf(transferLifecycle, act), by: ["SYSTEM"] });
}

/**
 * Once a letter is out, what happens at the receiver's holds, whatever was done with the letter meanwhile. The
 * acceptance is the pivot: with it the sender closes and changes the place in the same transaction.
 */
async function takeReceiversStep(
  tx: ActTransaction,
  event: Stepped,
  targetOf: ActScene["targetOf"],
): Promise<void> {
  const { transferId: id, act, state, on, organizationId, reason } = event.body;
  const found = tx.selectFrom("activity_transfer").selectAll().where("id", "=", id);
  const transfer = await found.forUpdate().executeTakeFirst();
  if (!transfer) throw new EventRefused("EVENT_UNEXPECTED");
  const receiver = await receiverOf({ tx, targetOf }, transfer);
  if (receiver?.target !== event.source) throw new EventRefused("EVENT_MISDIRECTED");
  if (finalTransferStates.includes(transfer.state)) return;
  // Nobody receives a member before the letter is out, least of all the file that goes with the acceptance.
  if (BEFORE_LETTER.has(transfer.state)) throw new EventRefused("EVENT_UNEXPECTED");
  const isLate = act === "PRESENT_TRANSFER_LETTER" && reason !== null;
  await tx
    .updateTable("activity_transfer")
    .set({ state, version: transfer.version + 1, ...(isLate && { late_reason: reason }) })
    .where("id", "=", id)
    .execute();
  if (act === "RECALL_TRANSFER_LETTER") return endRecalled(tx, id, on, organizationId);
  await noteTransferStep(tx, id, on, { state, organization: organizationId });
  if (act === "PRESENT_TRANSFER_LETTER") await meetLimit(tx, id, "PRESENT_LETTER", on);
  if (act === "ACCEPT_AT_RECEIVING_CELL") await close(tx, transfer, event, receiver.committee);
}

/**
 * Brings the roster up to date: an official transfer moves the official place, a temporary one leaves it alone. Whoever
 * goes abroad keeps the cell at home, and whoever goes to another committee takes the file along.
 */
async function close(
  tx: ActTransaction,
  transfer: Selectable<ActivityTransferTable>,
  event: Stepped,
  receiving: string | null,
): Promise<void> {
  const { id, member_id, kind, committee_code, to_organization_id: addressed } = transfer;
  const { organizationId, on } = event.body;
  // At home the letter says where to; who places members abroad does so among the cells there and nowhere else.
  const isAbroad = transfer.assignment_id !== null;
  const place = isAbroad ? await placeOf(tx, transfer, organizationId) : addressed;
  if (isAbroad && (await committeeOf(tx, place)) !== null) throw new EventRefused("EVENT_UNEXPECTED");
  const row = await systemTransferStep(tx, id, "CLOSE_TRANSFER", on);
  const isOwn = place !== null && (await committeeOf(tx, place)) === committee_code;
  const moved =
    kind === "TEMPORARY"
      ? { temporary_organization_id: place, activity_status: "TEMPORARILY_AWAY" as const }
      : {
          ...(place !== null && { official_organization_id: place }),
          activity_status: isOwn ? ("ACTIVE" as const) : ("TRANSFERRED" as const),
          temporary_organization_id: null,
        };
  await tx.updateTable("member").set({ ...moved, activity_status_on: on }).where("id", "=", member_id).execute();
  const scene = { tx, today: on, now: new Date(event.occurredAt) };
  await tellTransferStep(scene, event.source, id, row, { organizationId: place });
  if (kind === "TEMPORARY" || isAbroad || place === null || committee_code === null) return;
  if (receiving === null || receiving === committee_code) {
    await tellPlace(scene, { id: member_id, committee_code }, place);
  } else {
    await handOver(scene, transfer, { place, committee: receiving, target: event.source });
  }
}

/** Where a member was placed abroad last, which may have crossed the news of the acceptance; null for no cell. */
async function placeOf(
  tx: ActTransaction,
  { assignment_id }: Selectable<ActivityTransferTable>,
  accepted: string | null,
): Promise<string | null> {
  const stays = tx.selectFrom("overseas_application").select("receiving_organization_id as place");
  return (await stays.where("id", "=", assignment_id).executeTakeFirst())?.place ?? accepted;
}
