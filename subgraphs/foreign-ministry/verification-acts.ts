import { REGISTRAR } from "#contract/reach.ts";
import { ActRefused } from "#kit/act-outcome.ts";
import { emit } from "#kit/outbox.ts";
import { notAllowed, type ActInput, type ActScene } from "./acts.ts";

/** The reply to a letter. */
export interface ReplyToVerificationInput extends ActInput {
  readonly request: string;
  readonly expectedVersion: number;
  readonly outcome: "CONFIRMED" | "NOT_CONFIRMED" | "RETURNED";
}

/** Replies to a committee's letter, once; the committee is told. */
export async function replyToVerification(
  scene: ActScene,
  { request: id, expectedVersion, outcome }: ReplyToVerificationInput,
) {
  const { tx, today, now, claims, targetOf } = scene;
  if (claims.organization !== REGISTRAR || claims.memberId !== null)
    throw notAllowed("ACT_NOT_BY_CALLER", "Another body than the caller's takes this act.");
  const replied = await tx
    .updateTable("verification_request")
    .set((eb) => ({ replied_on: today, outcome, version: eb("version", "+", 1) }))
    .where("id", "=", id)
    .where("version", "=", expectedVersion)
    .where("replied_on", "is", null)
    .returning(["requested_by", "received_on"])
    .executeTakeFirst();
  if (!replied) throw await whyNot(scene, id, expectedVersion);
  const target = targetOf(replied.requested_by);
  const body = { requestId: id, receivedOn: replied.received_on, repliedOn: today, outcome };
  if (target !== null) await emit(tx, [{ target, subject: id, kind: "verification.replied", body }], now);
  return { requestId: id, subjects: [id] };
}

async function whyNot({ tx }: ActScene, id: string, expectedVersion: number): Promise<ActRefused> {
  const current = await tx
    .selectFrom("verification_request")
    .select(["version", "outcome"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (!current) return notAllowed("ACT_NOT_BEGUN", "There is no such request.");
  if (current.version === expectedVersion) return notAllowed("ACT_AFTER_END", "The request is answered already.");
  const message = `The request has moved on: it is at version ${current.version}.`;
  const { version: currentVersion, outcome: currentState } = current;
  return new ActRefused({ kind: "conflict", currentVersion, currentState, message });
}
