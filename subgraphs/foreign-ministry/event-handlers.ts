import type { EventBody } from "#contract/event-bodies.ts";
import type { AgencyEvent, AnyEvent } from "#contract/events.ts";
import { step } from "#contract/lifecycles/lifecycle.ts";
import type { TransferAct } from "#contract/lifecycles/transfer.ts";
import { transferLifecycle } from "#contract/lifecycles/transfer.ts";
import { REGISTRAR, type Reach } from "#contract/reach.ts";
import { dayInVietnam } from "#contract/working-days.ts";
import { EventEarly, EventRefused, requireInserted, type EventHandlers } from "#kit/inbox.ts";
import { emit } from "#kit/outbox.ts";
import { takeStep } from "#kit/take-step.ts";
import type { ActTransaction } from "./acts.ts";
import { assignmentDeclared, assignmentStepped, transferAnnounced, type EventScene } from "./stay-events.ts";
import type { ForeignMinistryTables } from "./tables.ts";

/** What is told is entered by the registrar; that a committee has read something, by that committee. */
export const eventReach = (event: AnyEvent): Reach => ({
  committees: event.kind === "directory.read" ? [event.body.committee] : [],
  memberId: null,
  organization: REGISTRAR,
  isRegistrar: true,
});

/** What the ministry does with what home committees tell it. `routes` says which process speaks for a committee. */
export function eventHandlers(routes: ReadonlyMap<string, string>): EventHandlers<ForeignMinistryTables> {
  const scene = (tx: ActTransaction, { occurredAt }: AgencyEvent): EventScene => {
    const now = new Date();
    const targetOf = (code: string) => routes.get(code) ?? null;
    return { tx, today: dayInVietnam(now), now, targetOf, happenedOn: dayInVietnam(new Date(occurredAt)) };
  };
  /** Nobody speaks for another's committee. */
  const requireSource = ({ source }: AgencyEvent, committee: string) => {
    if (routes.get(committee) !== source) throw new EventRefused("EVENT_MISDIRECTED");
  };
  const requireSourceOfStay = async (tx: ActTransaction, event: AgencyEvent, id: string) => {
    const stay = await tx
      .selectFrom("overseas_assignment")
      .select("home_committee")
      .where("id", "=", id)
      .executeTakeFirst();
    // The declaration comes first under the stay's own subject; beside another one it may still be on its way.
    if (!stay) throw event.subject === id ? new EventRefused("EVENT_UNEXPECTED") : new EventEarly();
    requireSource(event, stay.home_committee);
  };
  return {
    "assignment.declared": async (tx, event) => {
      requireSource(event, event.body.person.homeCommittee);
      await assignmentDeclared(scene(tx, event), event.body);
    },
    "assignment.stepped": async (tx, event) => {
      await requireSourceOfStay(tx, event, event.body.assignmentId);
      await assignmentStepped(scene(tx, event), event.body);
    },
    "transfer.announced": async (tx, event) => {
      requireSource(event, event.body.person.homeCommittee);
      if (event.body.assignmentId === null) throw new EventRefused("EVENT_UNEXPECTED");
      await requireSourceOfStay(tx, event, event.body.assignmentId);
      await transferAnnounced(scene(tx, event), event.body, event.source);
    },
    "transfer.stepped": (tx, event) => transferStepped(scene(tx, event), event.body, event.source),
    "member.assessed": async (tx, event) => {
      await requireSourceOfStay(tx, event, event.body.assignmentId);
      await memberAssessed(tx, event.body);
    },
    "verification.requested": async (tx, event) => {
      requireSource(event, event.body.requestedBy);
      const { requestId: id, requestedBy, countryCode, letterNumber, requestedOn } = event.body;
      const { today } = scene(tx, event);
      const entered = await tx
        .insertInto("verification_request")
        .values({
          id,
          requested_by: requestedBy,
          country_code: countryCode,
          letter_number: letterNumber,
          requested_on: requestedOn,
          received_on: today,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      requireInserted(entered);
    },
    "directory.read": async (tx, event) => {
      const { changeId, committee, readOn } = event.body;
      requireSource(event, committee);
      await tx
        .updateTable("directory_announcement")
        .set({ read_on: readOn })
        .where("change_id", "=", changeId)
        .where("committee_code", "=", committee)
        .where("read_on", "is", null)
        .execute();
    },
  };
}

/** Acts of a sender on a transfer that arrives abroad, by which its arrival goes on. */
const OF_SENDER: ReadonlySet<TransferAct> = new Set([
  ...(["REPORT_TRANSFER_LETTER_LOST", "REISSUE_TRANSFER_LETTER"] as const),
  ...(["REPLACE_TRANSFER_LETTER", "RECALL_TRANSFER_LETTER", "CLOSE_TRANSFER"] as const),
]);

/** Acts of the receiver at home on a transfer by which the ministry sends somebody back. */
const OF_RECEIVER: ReadonlySet<TransferAct> = new Set([
  ...(["PRESENT_TRANSFER_LETTER", "CHECK_TRANSFER_FILE"] as const),
  ...(["RETURN_TRANSFER_FILE", "ACCEPT_AT_RECEIVING_CELL"] as const),
]);

async function transferStepped(scene: EventScene, body: EventBody<"transfer.stepped">, source: string) {
  const { tx, now, today, targetOf } = scene;
  const { transferId: id, act, letterNumber, presentBy } = body;
  const arrival = await tx.selectFrom("arrival").select(["sender", "state"]).where("id", "=", id).executeTakeFirst();
  const own = { id, expectedVersion: null, lifecycle: transferLifecycle, act };
  if (arrival) {
    if (arrival.sender !== source) throw new EventRefused("EVENT_MISDIRECTED");
    if (!OF_SENDER.has(act)) throw new EventRefused("EVENT_UNEXPECTED");
    // Once the letter was shown, what its sender does with it changes nothing here.
    if (!step(transferLifecycle, arrival.state, act).ok) return;
    await takeStep(tx, { table: "arrival", ...own });
    if (act === "RECALL_TRANSFER_LETTER") {
      // The letter was not shown until now, and will not be: with this word the sender withdraws.
      const word = { ...body, by: "SYSTEM", on: today, organizationId: null } as const;
      await emit(tx, [{ target: source, subject: id, kind: "transfer.stepped", body: word }], now);
    }
    if (letterNumber === null) return;
    const letter = { letter_number: letterNumber, letter_issued_on: body.on, present_due_on: presentBy };
    await tx.updateTable("arrival").set(letter).where("id", "=", id).execute();
    return;
  }
  const back = await tx
    .selectFrom("return_transfer")
    .innerJoin("overseas_assignment as stay", "stay.id", "assignment_id")
    .select(["return_transfer.state", "stay.home_committee"])
    .where("return_transfer.id", "=", id)
    .executeTakeFirst();
  // Its announcement has the same subject and comes before it: what is not known now never will be.
  if (!back || !OF_RECEIVER.has(act)) throw new EventRefused("EVENT_UNEXPECTED");
  if (targetOf(back.home_committee) !== source) throw new EventRefused("EVENT_MISDIRECTED");
  const isItsState = transferLifecycle.rows.some((row) => row.act === act && row.to === body.state);
  if (!isItsState) throw new EventRefused("EVENT_UNEXPECTED");
  if (back.state === "CLOSED") return;
  // What happens at the receiver's holds, whatever was done with the letter meanwhile.
  await tx
    .updateTable("return_transfer")
    .set((eb) => ({ state: body.state, version: eb("version", "+", 1) }))
    .where("id", "=", id)
    .execute();
  if (act !== "ACCEPT_AT_RECEIVING_CELL") return;
  const { row } = await takeStep(tx, { table: "return_transfer", ...own, act: "CLOSE_TRANSFER" });
  const closing = { transferId: id, act: row.act, state: row.to, by: "SYSTEM", on: today } as const;
  const closed = { ...closing, organizationId: null, letterNumber: null, presentBy: null, reason: null };
  await emit(tx, [{ target: source, subject: id, kind: "transfer.stepped", body: closed }], now);
}

/** The newest assessment counts until a decision is taken; then no later one changes what it rested on. */
async function memberAssessed(tx: ActTransaction, body: EventBody<"member.assessed">) {
  const { memberId, assignmentId, assessedOn, isRecommended } = body;
  const stay = tx.selectFrom("overseas_assignment").select("id").where("id", "=", assignmentId);
  if (!(await stay.where("member_id", "=", memberId).executeTakeFirst())) throw new EventRefused("EVENT_UNEXPECTED");
  await tx
    .insertInto("official_decision")
    .values({ assignment_id: assignmentId, home_assessed_on: assessedOn, is_recommended: isRecommended })
    .onConflict((conflict) =>
      conflict
        .column("assignment_id")
        .doUpdateSet({ home_assessed_on: assessedOn, is_recommended: isRecommended })
        .where("official_decision.decided_on", "is", null),
    )
    .execute();
}
