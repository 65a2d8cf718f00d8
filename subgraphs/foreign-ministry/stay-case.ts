import { sql, type Selectable } from "kysely";
import type { EventBody } from "#contract/event-bodies.ts";
import { assignmentLifecycle, type AssignmentAct, type AssignmentState } from "#contract/lifecycles/assignment.ts";
import type { LifecycleRow } from "#contract/lifecycles/lifecycle.ts";
import type { ActorKind } from "#contract/lifecycles/vocabulary.ts";
import { ActRefused } from "#kit/act-outcome.ts";
import { emit } from "#kit/outbox.ts";
import { takeStep } from "#kit/take-step.ts";
import { notAllowed, requireActor, type ActInput, type ActScene } from "./acts.ts";
import { standingEntries } from "./directory-entries.ts";
import type { ForeignMinistryTables } from "./tables.ts";

/** An act on a stay as the caller saw it. */
export interface StayInput extends ActInput {
  readonly assignment: string;
  readonly expectedVersion: number;
}

/** A stay as the register holds it. */
export type Stay = Selectable<ForeignMinistryTables["overseas_assignment"]>;

/** A stay that has taken a step: as it was before, by which row, and who took it. */
export interface StayCase {
  readonly stay: Stay;
  readonly row: LifecycleRow<AssignmentState, AssignmentAct>;
  readonly actor: ActorKind;
}

/** What an act answers: which stay it was, and about which subjects others were told. */
export interface StayAnswer {
  readonly assignmentId: string;
  readonly subjects: readonly string[];
}

/** The row of an act. */
export function stayRow(act: AssignmentAct): LifecycleRow<AssignmentState, AssignmentAct> {
  const row = assignmentLifecycle.rows.find((each) => each.act === act);
  if (!row) throw new Error(`A stay has no act ${act}.`);
  return row;
}

/** Moves a stay on by an act of the caller's; what must hold besides is for the act to check, and undoes the step. */
export async function stepStay(scene: ActScene, input: StayInput, act: AssignmentAct): Promise<StayCase> {
  const row = stayRow(act);
  const actor = await requireActor(scene, row);
  const stay = await findStay(scene, input.assignment);
  const { assignment: id, expectedVersion } = input;
  await takeStep(scene.tx, { table: "overseas_assignment", id, expectedVersion, lifecycle: assignmentLifecycle, act });
  if (!stay) throw new Error("A stay took a step and was not there.");
  const found = { stay, row, actor };
  if (act !== "RECEIVE_ABROAD") await requireAnswering(scene, found);
  return found;
}

/**
 * Of the committees abroad the one that has received a member answers for them; who expects them receives first. The
 * ministry answers for whom it guides itself, and for those in a cell that no committee abroad stands above.
 */
export async function requireAnswering(scene: ActScene, { stay, row, actor }: StayCase): Promise<void> {
  const { tx } = scene;
  const { id, receiving_organization_id: receiver } = stay;
  if (actor === "OVERSEAS_COMMITTEE") {
    const own = tx.selectFrom("overseas_assignment").select("id").where("id", "=", id);
    const isReceived = sql<boolean>`receiving_organization_id = any (reached_organizations())`;
    if (await own.where(isReceived).executeTakeFirst()) return;
    throw notAllowed("ACT_NOT_BY_CALLER", "Another body than the caller's takes this act.");
  }
  if (receiver === null || !row.by.includes("OVERSEAS_COMMITTEE")) return;
  const entries = tx.selectFrom("overseas_directory_entry").select("country_code");
  const entry = await entries.where("organization_id", "=", receiver).executeTakeFirst();
  await requireNoCommittee(scene, entry?.country_code ?? stay.country_code);
}

/** Lets the ministry act in a country if no committee stands above the cells there: one that does takes its acts. */
export async function requireNoCommittee({ tx, today }: ActScene, country: string): Promise<void> {
  const committees = standingEntries(tx, today).where("countryCode", "=", country).where("cellKind", "is", null);
  if ((await committees.executeTakeFirst()) === undefined) return;
  throw notAllowed("ACT_NOT_BY_CALLER", "The committee abroad that stands in the country takes this act.");
}

/** A stay within the caller's reach. */
export const findStay = ({ tx }: Pick<ActScene, "tx">, id: string): Promise<Stay | undefined> =>
  tx.selectFrom("overseas_assignment").selectAll().where("id", "=", id).executeTakeFirst();

/** Changes a stay without a step, if it is in one of the states and of the version that the caller saw. */
export async function touchStay(
  { tx }: ActScene,
  { assignment: id, expectedVersion }: StayInput,
  states: readonly AssignmentState[],
  changes: Partial<Stay>,
): Promise<Stay> {
  const current = await findStay({ tx }, id);
  if (!current) throw notAllowed("ACT_NOT_BEGUN", "There is no such case yet.");
  const { version: currentVersion, state: currentState } = current;
  const message = `The case has moved on: it is at version ${currentVersion}, in state ${currentState}.`;
  const conflict = new ActRefused({ kind: "conflict", currentVersion, currentState, message });
  if (currentVersion !== expectedVersion) throw conflict;
  if (!states.includes(currentState))
    throw notAllowed("ACT_OUT_OF_STATE", "The act is not possible in the state that the case is in.");
  const { numUpdatedRows } = await tx
    .updateTable("overseas_assignment")
    .set((eb) => ({ ...changes, version: eb("version", "+", 1) }))
    .where("id", "=", id)
    .where("version", "=", expectedVersion)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw conflict;
  return current;
}

/** Notes the step in the stay's history. */
export async function noteStayStep(
  { tx, today }: Pick<ActScene, "tx" | "today">,
  assignmentId: string,
  { row, actor }: Pick<StayCase, "row" | "actor">,
  changed: { readonly countryCode?: string; readonly expectedReturnOn?: string | null; readonly on?: string } = {},
): Promise<void> {
  await tx
    .insertInto("overseas_assignment_step")
    .values(({ selectFrom, val }) => ({
      assignment_id: assignmentId,
      number: selectFrom("overseas_assignment_step")
        .where("assignment_id", "=", assignmentId)
        .select((eb) => eb(eb.fn.coalesce(eb.fn.max("number"), val(0)), "+", 1).as("next")),
      state: row.to,
      reached_on: changed.on ?? today,
      reached_by: actor as ForeignMinistryTables["overseas_assignment_step"]["reached_by"],
      country_code: changed.countryCode ?? null,
      expected_return_on: changed.expectedReturnOn ?? null,
    }))
    .execute();
}

type SteppedBody = EventBody<"assignment.stepped">;

/** Tells the home committee of a step; what it did not change is null. Nobody is told for one outside the hub. */
export async function tellHome(
  { tx, today, now, targetOf }: Pick<ActScene, "tx" | "today" | "now" | "targetOf">,
  { id, home_committee, move_kind }: Pick<Stay, "id" | "home_committee" | "move_kind">,
  { row, actor }: Pick<StayCase, "row" | "actor">,
  changed: Partial<SteppedBody> = {},
): Promise<void> {
  const target = targetOf(home_committee);
  if (target === null) return;
  const body: SteppedBody = {
    assignmentId: id,
    act: row.act,
    state: row.to,
    by: actor,
    on: today,
    moveKind: move_kind,
    transferId: null,
    organizationId: null,
    countryCode: null,
    expectedReturnOn: null,
    returnedOn: null,
    letterNumber: null,
    dueOn: null,
    reason: null,
    ...changed,
  };
  await emit(tx, [{ target, subject: id, kind: "assignment.stepped", body }], now);
}

/** Changes the stay's own row, which the step has moved on already. */
export async function changeStay({ tx }: Pick<ActScene, "tx">, id: string, changes: Partial<Stay>): Promise<void> {
  await tx.updateTable("overseas_assignment").set(changes).where("id", "=", id).execute();
}
