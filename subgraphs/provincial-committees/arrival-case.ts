import type { Selectable, Updateable } from "kysely";
import type { LifecycleRow } from "#contract/lifecycles/lifecycle.ts";
import { transferLifecycle, type TransferAct, type TransferState } from "#contract/lifecycles/transfer.ts";
import { REGISTRAR } from "#contract/reach.ts";
import { takeStep } from "#kit/take-step.ts";
import { actingBody, caseUnknown, type ActInput, type ActScene, type ActTransaction } from "./acts.ts";
import { bodiesByOrganization, type HomeBodies } from "./home-organizations.ts";
import { tellTransferStep } from "./outgoing.ts";
import { noteTransferStep } from "./transfer-case.ts";
import type { ArrivalTable } from "./work-tables.ts";

/** What an act on an arrival is sent with. */
export interface ArrivalInput extends ActInput {
  readonly arrival: string;
  readonly expectedVersion: number;
}

/** Someone on the way, as a row. */
export type ArrivalRow = Selectable<ArrivalTable>;

/** An arrival in the midst of an act: as it was before, and who acts. */
export interface ArrivalCase {
  readonly row: LifecycleRow<TransferState, TransferAct>;
  readonly arrival: ArrivalRow;
  readonly bodies: HomeBodies | null;
  readonly organization: string;
}

/** Said also of letters on paper, among them those of committees that have ended, which nobody can announce now. */
const NOT_ANNOUNCED =
  "No transfer is announced to the committee under this id. A letter that the hub does not know is issued anew by " +
  "the sending committee or, where that has ended, by its successor: committee(code) names it.";

/** An arrival at the scene's committee. @throws ActRefused when there is none */
export async function arrivalOf({ tx, committee }: ActScene, id: string): Promise<ArrivalRow> {
  const found = tx.selectFrom("arrival").selectAll().where("id", "=", id);
  const arrival = await found.where("committee_code", "=", committee).executeTakeFirst();
  if (!arrival) throw caseUnknown(NOT_ANNOUNCED);
  return arrival;
}

/** Moves an arrival on by one act of the receiving side, if version, state and who acts allow it. */
export async function beginArrivalStep(
  scene: ActScene,
  { arrival: id, expectedVersion }: Pick<ArrivalInput, "arrival"> & { readonly expectedVersion: number | null },
  act: TransferAct,
): Promise<ArrivalCase> {
  const arrival = await arrivalOf(scene, id);
  const { row } = await takeStep(scene.tx, {
    table: "arrival",
    id,
    expectedVersion,
    lifecycle: transferLifecycle,
    act,
  });
  const bodies = await bodiesByOrganization(scene.tx).load(arrival.to_organization_id);
  const organization = row.by.includes("SYSTEM") ? "" : actingBody(row, bodies, scene);
  return { row, arrival, bodies, organization };
}

/** Writes down what an act has changed, tells the sender, and shows the step on the way home of one from abroad. */
export async function endArrivalStep(
  scene: ActScene,
  { row, arrival, organization }: ArrivalCase,
  changed: Updateable<ArrivalTable>,
  reason: string | null = null,
): Promise<void> {
  const { tx, today } = scene;
  if (Object.keys(changed).length > 0) {
    await tx.updateTable("arrival").set(changed).where("id", "=", arrival.id).execute();
  }
  if (arrival.sender === REGISTRAR) {
    await mirrorReturn(tx, arrival.id, row.to, organization || null, today);
    // What the system does about a return the ministry's own system does there.
    if (row.side === "SYSTEM") return;
  }
  await tellTransferStep(scene, arrival.sender, arrival.id, row, { organizationId: organization || null, reason });
}

/** The transfer back from abroad is kept beside its arrival, for the member's own list; it goes with it. */
export async function mirrorReturn(
  tx: ActTransaction,
  id: string,
  state: TransferState,
  organization: string | null,
  today: string,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable("activity_transfer")
    .set((eb) => ({ state, version: eb("version", "+", 1) }))
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) await noteTransferStep(tx, id, today, { state, organization });
}
