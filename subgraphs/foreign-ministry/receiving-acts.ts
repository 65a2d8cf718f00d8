import { sql } from "kysely";
import { dayPlus } from "#contract/working-days.ts";
import { emit } from "#kit/outbox.ts";
import { acceptArrival } from "./arrival-acts.ts";
import { guardFailed, inputRefused, notAllowed, requireActor, type ActScene } from "./acts.ts";
import { holdsCard } from "./card-acts.ts";
import { standingEntries } from "./directory-entries.ts";
import { isRecognitionRefused } from "./recognition-acts.ts";
import {
  changeStay,
  noteStayStep,
  requireAnswering,
  stayRow,
  stepStay,
  tellHome,
  touchStay,
  type Stay,
  type StayAnswer,
  type StayCase,
  type StayInput,
} from "./stay-case.ts";

/** A committee abroad receives a member and places them in a cell of its country. */
export async function receiveAbroad(
  scene: ActScene,
  input: StayInput & { readonly cell: string },
): Promise<StayAnswer> {
  const found = await stepStay(scene, input, "RECEIVE_ABROAD");
  await requireCell(scene, found, input.cell);
  return arrive(scene, found, input.cell);
}

/** Places a member whom the country's organization has received in another of its cells; home is told. */
export async function placeInCell(scene: ActScene, input: StayInput & { readonly cell: string }): Promise<StayAnswer> {
  const row = stayRow("RECEIVE_ABROAD");
  const actor = await requireActor(scene, row);
  const changes = { receiving_organization_id: input.cell, received_on: scene.today };
  const stay = await touchStay(scene, input, ["RECEIVED_ABROAD", "EXTENDED"], {});
  const found = { stay, row, actor };
  await requireAnswering(scene, found);
  await requireCell(scene, found, input.cell);
  await changeStay(scene, stay.id, changes);
  const target = scene.targetOf(stay.home_committee);
  const body = { assignmentId: stay.id, organizationId: input.cell, on: scene.today };
  if (target !== null) {
    await emit(scene.tx, [{ target, subject: stay.id, kind: "assignment.placed", body }], scene.now);
  }
  return { assignmentId: stay.id, subjects: [stay.id] };
}

/** Guides a member where no organization is; the ministry's committee itself accepts the transfer. */
export async function guideSingly(scene: ActScene, input: StayInput): Promise<StayAnswer> {
  const found = await stepStay(scene, input, "GUIDE_SINGLY");
  if (await hasOrganization(scene, found.stay.country_code))
    throw guardFailed(found.row, "NO_ORGANIZATION_THERE", scene.today);
  return arrive(scene, found, null);
}

/** What changes when somebody has arrived, wherever they are placed: null for those whom the ministry guides. */
export async function arrive(scene: ActScene, found: StayCase, cell: string | null): Promise<StayAnswer> {
  const { stay, row } = found;
  const { today } = scene;
  const traveller = await scene.tx
    .selectFrom("traveller")
    .select(["member_class", "admitted_on"])
    .where("assignment_id", "=", stay.id)
    .executeTakeFirst();
  const isOfficial = traveller?.member_class !== "PROBATIONARY";
  // Whoever is away for a time keeps card and rights at home, where their probation is decided too.
  const isMoving = stay.move_kind !== "TEMPORARY_TRANSFER";
  if (isOfficial && isMoving && !holdsCard(stay) && stay.missing_card_reason === null)
    throw guardFailed(row, "CARD_IN_CUSTODY", today);
  const transferId = await acceptArrival(scene, stay.id, row, cell);
  if (transferId === null && stay.state === "NOTIFIED_MFA") throw guardFailed(row, "CONTENTS_COMPLETE", today);
  const isDue = traveller && !isOfficial && isMoving && !(await isRecognitionRefused(scene, stay.id));
  await changeStay(scene, stay.id, {
    move_kind: moveKindOf(stay, row.act === "FOUND_CELL_ABROAD", cell),
    receiving_organization_id: cell,
    received_on: cell === null ? null : today,
    started_on: stay.started_on ?? today,
    ...(isDue && decisionDueAfter(traveller.admitted_on)),
  });
  await noteStayStep(scene, stay.id, found);
  await tellHome(scene, stay, found, { organizationId: cell, transferId });
  return { assignmentId: stay.id, subjects: [stay.id, ...(transferId === null ? [] : [transferId])] };
}

/** Twelve months, counted so that no year is shorter than its days. */
const DAYS_OF_PROBATION = 365;

const decisionDueAfter = (admittedOn: string) => ({
  official_decision_due_on: dayPlus(admittedOn, DAYS_OF_PROBATION),
});

/** Who is received is no longer guided singly, and the other way round; a temporary transfer stays one. */
function moveKindOf({ move_kind }: Stay, isFounding: boolean, cell: string | null): Stay["move_kind"] {
  if (move_kind === "TEMPORARY_TRANSFER") return move_kind;
  if (isFounding) return "NEW_CELL";
  if (cell === null) return "SINGLE_GUIDANCE";
  return move_kind === "SINGLE_GUIDANCE" ? "OFFICIAL_TRANSFER" : move_kind;
}

/** Whether an organization works in a country today. */
export async function hasOrganization({ tx, today }: ActScene, country: string): Promise<boolean> {
  const entries = standingEntries(tx, today).where("countryCode", "=", country).limit(1);
  return (await entries.executeTakeFirst()) !== undefined;
}

/** The cell is one, works in the country of the stay, and the caller answers for it. */
async function requireCell({ tx, today }: ActScene, { stay, row }: StayCase, cell: string): Promise<void> {
  const entry = await standingEntries(tx, today)
    .select(sql<boolean>`entry."organizationId" = any (reached_organizations())`.as("isReached"))
    .where("organizationId", "=", cell)
    .executeTakeFirst();
  if (entry?.countryCode !== stay.country_code)
    throw guardFailed(row, "ORGANIZATION_THERE", today);
  if (entry.cellKind === null) throw inputRefused("cell", "CELL_IS_NONE", "Members are placed in cells.");
  if (!entry.isReached) throw notAllowed("ACT_NOT_BY_CALLER", "Another body than the caller's takes this act.");
}
