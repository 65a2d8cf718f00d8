import { emit, type OutgoingEvent } from "#kit/outbox.ts";
import { guardFailed, inputRefused, requireActor, type ActScene } from "./acts.ts";
import { abroadStates } from "./stay-acts.ts";
import { requireAnswering, stayRow, touchStay, type Stay, type StayAnswer, type StayInput } from "./stay-case.ts";
import { requireLine } from "#kit/act-texts.ts";

type DecisionInput = StayInput & { readonly decisionNumber: string };

/** Decides that a probationary member abroad is official. */
export async function recognizeAbroad(scene: ActScene, input: DecisionInput): Promise<StayAnswer> {
  const stay = await decide(scene, input, true);
  const { tx, today } = scene;
  const official = { member_class: "OFFICIAL", official_on: today } as const;
  await tx.updateTable("traveller").set(official).where("assignment_id", "=", stay.id).execute();
  const { id, member_id: memberId, receiving_organization_id: organizationId } = stay;
  const body = { memberId, assignmentId: id, decidedOn: today, organizationId };
  return tell(scene, stay, { kind: "member.made-official", body });
}

/** Decides that a probationary member abroad does not become official; home removes the name. */
export async function refuseRecognitionAbroad(scene: ActScene, input: DecisionInput): Promise<StayAnswer> {
  const stay = await decide(scene, input, false);
  const body = { memberId: stay.member_id, assignmentId: stay.id, decidedOn: scene.today };
  return tell(scene, stay, { kind: "member.not-recognized", body });
}

/** Records the decision when the year is over, with the assessment of home beside it; there is one for a stay. */
async function decide(scene: ActScene, input: DecisionInput, is_recognized: boolean): Promise<Stay> {
  const { tx, today } = scene;
  const row = stayRow("CONFIRM_ABROAD");
  const actor = await requireActor(scene, row);
  const stay = await touchStay(scene, input, abroadStates, { official_decision_due_on: null });
  await requireAnswering(scene, { stay, row, actor });
  const due = stay.official_decision_due_on;
  if (due === null) throw inputRefused("assignment", "NO_DECISION_DUE", "No decision is due for this stay.");
  if (due > today) throw guardFailed(row, "PROBATION_OVER", today);
  const decision_number = requireLine("decisionNumber", input.decisionNumber, 60);
  const decided = await tx
    .updateTable("official_decision")
    .set({ decided_on: today, decision_number, is_recognized })
    .where("assignment_id", "=", stay.id)
    .executeTakeFirst();
  if (decided.numUpdatedRows === 0n) throw guardFailed(row, "HOME_ASSESSMENT_THERE", today);
  return stay;
}

type Told =
  | Pick<Extract<OutgoingEvent, { kind: "member.made-official" }>, "kind" | "body">
  | Pick<Extract<OutgoingEvent, { kind: "member.not-recognized" }>, "kind" | "body">;

async function tell({ tx, targetOf, now }: ActScene, { id, home_committee }: Stay, told: Told): Promise<StayAnswer> {
  const target = targetOf(home_committee);
  if (target !== null) await emit(tx, [{ target, subject: id, ...told }], now);
  return { assignmentId: id, subjects: [id] };
}

/** Whether a decision has refused the member of a stay recognition. */
export async function isRecognitionRefused({ tx }: Pick<ActScene, "tx">, assignmentId: string): Promise<boolean> {
  const refusal = tx.selectFrom("official_decision").select("decided_on").where("is_recognized", "=", false);
  return (await refusal.where("assignment_id", "=", assignmentId).executeTakeFirst()) !== undefined;
}
