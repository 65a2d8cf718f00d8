import type { AssignmentState } from "#contract/lifecycles/assignment.ts";
import type { TransferState } from "#contract/lifecycles/transfer.ts";
import { quarterStart } from "#contract/quarters.ts";
import { dayPlus } from "#contract/working-days.ts";
import type { ProvincialCommitteesContext } from "./context.ts";
import { finalAssignmentStates } from "./overseas-applications.ts";
import { staysOnDay, type AwayKind, type StayOnDay } from "./stays-on-day.ts";

/** Which check: of one committee, at the end of one day. */
export interface ReconciliationKey {
  readonly committeeCode: string;
  readonly countedOn: string;
}

/** This committee's side of a check; without its figures for whoever does not answer for the committee. */
export async function reconciliationOf(key: ReconciliationKey, { db, reach }: ProvincialCommitteesContext) {
  const { committeeCode: committee, countedOn: day } = key;
  if (!reach.committees.includes(committee)) return { ...key, roster: null, transferLog: null, homeStays: null };
  const since = quarterStart(day);
  const stays = await staysOnDay(db, { committee, day, since });
  return {
    ...key,
    roster: countsOf(stays.map(({ rosterKind }) => rosterKind)),
    transferLog: logOf(stays, day, since),
    homeStays: stays.map((stay) => homeStayOf(stay, day)).filter(isToCompare),
  };
}

/** A stay in the shape of `ReconciliationHomeStay`. */
interface HomeStay {
  readonly assignmentId: string | null;
  readonly state: AssignmentState | null;
  readonly stateOn: string | null;
  readonly rosterKind: AwayKind | null;
  readonly transferLogKind: AwayKind | null;
  readonly transferState: TransferState | null;
  readonly waitingEventCount: number;
  readonly isParked: boolean;
}

const homeStayOf = (stay: StayOnDay, day: string): HomeStay => ({
  assignmentId: stay.id,
  state: stay.state,
  stateOn: stay.stateOn,
  rosterKind: stay.rosterKind,
  transferLogKind: loggedOn(stay, day),
  transferState: stay.transferState,
  waitingEventCount: stay.waitingEventCount,
  isParked: stay.isParked,
});

/** What is over, and nowhere counted, the ministry need not compare. */
const isToCompare = ({ state, rosterKind, transferLogKind, waitingEventCount }: HomeStay) =>
  rosterKind !== null || transferLogKind !== null || waitingEventCount > 0 || isUnderWay(state);

const isUnderWay = (state: AssignmentState | null) => state !== null && !finalAssignmentStates.includes(state);

const countsOf = (kinds: readonly (AwayKind | null)[]) => ({
  officialCount: kinds.filter((kind) => kind === "OFFICIAL").length,
  temporaryCount: kinds.filter((kind) => kind === "TEMPORARY").length,
});

/** What the transfers say of the quarter that began with `since`, until a day. */
function logOf(stays: readonly StayOnDay[], day: string, since: string) {
  const isWithin = (on: string | null) => on !== null && on >= since && on <= day;
  return {
    openingCount: stays.filter((stay) => loggedOn(stay, dayPlus(since, -1)) !== null).length,
    outCount: stays.filter(({ letterOn }) => isWithin(letterOn)).length,
    backCount: stays.filter((stay) => isWithin(takenBackOn(stay))).length,
    ...countsOf(stays.map((stay) => loggedOn(stay, day))),
  };
}

/** How the log has somebody away at the end of a day: from the letter until the acceptance at home. */
function loggedOn(stay: StayOnDay, day: string): AwayKind | null {
  const { letterKind, letterOn } = stay;
  const backOn = takenBackOn(stay);
  return letterOn === null || letterOn > day || (backOn !== null && backOn <= day) ? null : letterKind;
}

/** The day a letter ceased to count: accepted at home, come back unused, or of a stay that ended without a return. */
function takenBackOn({ backOn, transferState, transferOn, state, stateOn }: StayOnDay): string | null {
  if (backOn !== null) return backOn;
  if (transferState === "WITHDRAWN") return transferOn;
  return state === "ENDED" && transferState !== null ? stateOn : null;
}
