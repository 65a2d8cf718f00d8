import { emit } from "#kit/outbox.ts";
import { inputRefused, requireActor, type ActScene } from "./acts.ts";
import { abroadStates } from "./stay-acts.ts";
import { changeStay, stayRow, touchStay, type Stay, type StayAnswer, type StayInput } from "./stay-case.ts";

/** Why an official member has no card to hand in. */
export type MissingCardReason = "NOT_YET_ISSUED" | "LOST" | "BEING_EXCHANGED";

/** Whether the ministry has the card of a stay. */
export const holdsCard = ({ card_received_on, card_returned_on }: Stay) =>
  card_received_on !== null && card_returned_on === null;

/** The ministry takes the card of an official member into custody. */
export async function takeCardIntoCustody(
  scene: ActScene,
  input: StayInput & { readonly mission?: string | null },
): Promise<StayAnswer> {
  await requireActor(scene, stayRow("GUIDE_SINGLY"));
  const { today } = scene;
  const stay = await touchStay(scene, input, ["NOTIFIED_MFA", ...abroadStates], {});
  if (holdsCard(stay)) throw inputRefused("assignment", "CARD_HELD_ALREADY", "The card is in custody already.");
  await requireCardHolder(scene, stay);
  if (input.mission != null) await requireMission(scene, input.mission);
  const custody = { card_received_on: today, card_returned_on: null, card_mission_id: input.mission ?? null };
  await changeStay(scene, stay.id, { ...custody, missing_card_reason: null });
  return tellCard(scene, stay, { receivedOn: today, returnedOn: null });
}

/**
 * Records that an official member has no card to hand in: they are received without one. Before the receipt this also
 * holds against a letter that says the card was handed in; a card that is held is given back otherwise.
 */
export async function recordMissingCard(
  scene: ActScene,
  input: StayInput & { readonly reason: MissingCardReason },
): Promise<StayAnswer> {
  await requireActor(scene, stayRow("GUIDE_SINGLY"));
  const stay = await touchStay(scene, input, ["NOTIFIED_MFA", ...abroadStates], {});
  await requireCardHolder(scene, stay);
  const isAnnounced = holdsCard(stay);
  if (isAnnounced && stay.state !== "NOTIFIED_MFA")
    throw inputRefused("assignment", "CARD_HELD_ALREADY", "The card is in custody already.");
  const nothing = { card_received_on: null, card_returned_on: null, card_mission_id: null };
  await changeStay(scene, stay.id, { ...(isAnnounced && nothing), missing_card_reason: input.reason });
  if (!isAnnounced) return { assignmentId: stay.id, subjects: [] };
  return tellCard(scene, stay, { receivedOn: null, returnedOn: null });
}

/** The ministry gives a card back. */
export async function giveCardBack(scene: ActScene, input: StayInput): Promise<StayAnswer> {
  await requireActor(scene, stayRow("INTRODUCE_HOME"));
  const { today } = scene;
  const states = ["CONFIRMED_ABROAD", "INTRODUCED_HOME", "OVERDUE", "CLOSED", "CANCELLED"] as const;
  const stay = await touchStay(scene, input, states, {});
  if (!holdsCard(stay)) throw inputRefused("assignment", "CARD_NOT_HELD", "No card of this stay is in custody.");
  await changeStay(scene, stay.id, { card_returned_on: today });
  return tellCard(scene, stay, { receivedOn: stay.card_received_on, returnedOn: today });
}

/** Only official members hold cards. */
async function requireCardHolder({ tx }: ActScene, { id }: Stay): Promise<void> {
  const probationary = await tx
    .selectFrom("traveller")
    .select("assignment_id")
    .where("assignment_id", "=", id)
    .where("member_class", "=", "PROBATIONARY")
    .executeTakeFirst();
  if (probationary) throw inputRefused("assignment", "CARD_OF_NOBODY", "A probationary member has no card.");
}

async function requireMission({ tx }: ActScene, id: string): Promise<void> {
  const mission = await tx.selectFrom("mission").select("id").where("id", "=", id).executeTakeFirst();
  if (!mission) throw inputRefused("mission", "MISSION_UNKNOWN", "The register has no such mission.");
}

async function tellCard(
  { tx, targetOf, now }: ActScene,
  { id, home_committee }: { readonly id: string; readonly home_committee: string },
  days: { readonly receivedOn: string | null; readonly returnedOn: string | null },
): Promise<StayAnswer> {
  const target = targetOf(home_committee);
  if (target !== null)
    await emit(tx, [{ target, subject: id, kind: "card.moved", body: { assignmentId: id, ...days } }], now);
  return { assignmentId: id, subjects: [id] };
}
