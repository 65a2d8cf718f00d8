import { stepRefusals } from "#contract/lifecycles/lifecycle.ts";
import { requireDays } from "#kit/act-days.ts";
import { ActRefused } from "#kit/act-outcome.ts";
import { CalendarDay } from "#kit/scalars.ts";
import { homeMutation, inputRefused, notCompetent, type ActInput, type ActScene } from "./acts.ts";
import { memberToSend } from "./declare-assignment.ts";
import { bodiesByOrganization, headOf } from "./home-organizations.ts";
import type { MemberRow } from "./members.ts";

/** What either act is sent with. */
interface HoldInput extends ActInput {
  readonly member: string;
  readonly expectedVersion: number;
}

interface SetInput extends HoldInput {
  readonly heldOn: string;
  readonly heldBy?: string | null;
}

/** The member whose transfers are held, or no longer. */
interface HoldAnswer {
  readonly id: string;
  readonly committee: string;
}

type HoldAct = "HOLD_TRANSFERS" | "LIFT_TRANSFER_HOLD";

const holdMutation = <Input extends HoldInput>(act: HoldAct, run: (scene: ActScene, input: Input) => Promise<void>) =>
  homeMutation<Input, HoldAnswer>({
    act,
    taken: "HomeTransferHoldStepTaken",
    subject: ({ member }) => member,
    run: async (scene, input) => {
      await run(scene, input);
      return { id: input.member, committee: scene.committee };
    },
  });

/** Sets and lifts the hold on a member's transfers, as fields of `Mutation`. */
export const transferHoldActs = {
  holdTransfers: holdMutation("HOLD_TRANSFERS", hold),
  liftTransferHold: holdMutation("LIFT_TRANSFER_HOLD", lift),
};

/** A committee above the cell holds; the home committee's officer records for whichever of them decided. */
async function hold(scene: ActScene, { member: id, heldBy, heldOn, expectedVersion }: SetInput): Promise<void> {
  requireDays({ heldOn }, { notAfter: scene.today });
  const member = await memberSeen(scene, id, expectedVersion, "HOLD_TRANSFERS");
  requireDays({ heldOn }, { notBefore: member.admitted_on });
  const committees = await committeesAbove(scene, member);
  const isOfficer = scene.claims.organization === scene.committee;
  const holder = heldBy ?? (isOfficer ? committees.at(-1) : scene.claims.organization);
  if (!isOfficer && holder !== scene.claims.organization) throw notCompetent();
  if (holder === undefined || !committees.includes(holder)) {
    if (heldBy == null) throw notCompetent();
    throw inputRefused("heldBy", "BODY_NOT_ABOVE", "heldBy is a committee above the member's cell.");
  }
  await setHold(scene, member, { transfer_held_by: holder, transfer_held_on: CalendarDay.parseValue(heldOn) });
}

/** The committee that holds lifts the hold, or the home committee. */
async function lift(scene: ActScene, { member: id, expectedVersion }: HoldInput): Promise<void> {
  const member = await memberSeen(scene, id, expectedVersion, "LIFT_TRANSFER_HOLD");
  const able = [scene.committee, member.transfer_held_by, await headOf(scene.tx, scene.committee)];
  if (!able.includes(scene.claims.organization)) throw notCompetent();
  await setHold(scene, member, { transfer_held_by: null, transfer_held_on: null });
}

/** The member's row, locked, if it is of the version that was seen and the act is possible. */
async function memberSeen(scene: ActScene, id: string, expectedVersion: number, act: HoldAct): Promise<MemberRow> {
  const member = await memberToSend(scene, id);
  const { transfer_hold_version: currentVersion, transfer_held_on } = member;
  const currentState = transfer_held_on === null ? "FREE" : "HELD";
  if (currentVersion !== expectedVersion) {
    const message = `The case has moved on: it is at version ${currentVersion}, in state ${currentState}.`;
    throw new ActRefused({ kind: "conflict", currentVersion, currentState, message });
  }
  const nextAct: HoldAct = transfer_held_on === null ? "HOLD_TRANSFERS" : "LIFT_TRANSFER_HOLD";
  if (act === nextAct) return member;
  const message = stepRefusals.ACT_OUT_OF_STATE.en;
  throw new ActRefused({ kind: "not-allowed", code: "ACT_OUT_OF_STATE", message, nextAct });
}

/** The committees above the member's cell, the nearest first; of a member elsewhere the head of the home committee. */
async function committeesAbove(scene: ActScene, member: MemberRow): Promise<readonly string[]> {
  const bodies = await bodiesByOrganization(scene.tx).load(member.official_organization_id);
  const head = bodies?.head ?? (await headOf(scene.tx, scene.committee));
  return [bodies?.grassroots, bodies?.aboveGrassroots, head].filter((committee) => committee != null);
}

const setHold = (
  { tx }: ActScene,
  { id, transfer_hold_version }: MemberRow,
  held: Pick<MemberRow, "transfer_held_by" | "transfer_held_on">,
) =>
  tx
    .updateTable("member")
    .set({ ...held, transfer_hold_version: transfer_hold_version + 1 })
    .where("id", "=", id)
    .execute();
