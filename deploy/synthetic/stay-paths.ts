import type { MoveKind, StayPurpose } from "../../subgraphs/foreign-ministry/stay-vocabulary.ts";
import type { HostCountry } from "./countries.ts";
import type { DayNumber } from "./days.ts";
import type { Random } from "./random.ts";
import { dayOf, transferSteps, type TransferStep, type TransferTrouble } from "./transfer-paths.ts";
import type { StayActor, StayState } from "./vocabulary.ts";

/** What goes otherwise than planned in a stay: with the outward transfer, or with the stay itself. */
export type StayTrouble = TransferTrouble | "REFUSED" | "CANCELLED" | "EXTENDED" | "MOVED" | "LATE_RETURN";

/** A stay abroad as it is meant to go. */
export interface StayPlan {
  readonly purpose: StayPurpose;
  readonly country: HostCountry;
  /** Where the member goes on to when the trouble is MOVED. */
  readonly onwardCountry: HostCountry;
  readonly months: number;
  readonly moveKind: MoveKind;
  readonly trouble: StayTrouble;
}

/** A state that a stay enters on a day, with what the step changes. */
export interface StayStep {
  readonly state: StayState;
  readonly on: DayNumber;
  readonly by: StayActor;
  readonly countryCode?: string;
  readonly expectedReturnOn?: DayNumber;
}

/** A transfer that belongs to a stay: out of the country, on to another one, or back. */
export interface StayTransfer {
  readonly direction: "OUT" | "ONWARD" | "BACK";
  readonly kind: "OFFICIAL" | "TEMPORARY";
  readonly steps: readonly TransferStep[];
}

/** Everything that happens in a stay, future included. Days count from the day of declaration, which is 0. */
export interface StayPath {
  readonly steps: readonly StayStep[];
  readonly transfers: readonly StayTransfer[];
  readonly departsOn: DayNumber;
  readonly expectedReturnOn: DayNumber;
  /** Null when the member never leaves. */
  readonly startedOn: DayNumber | null;
  readonly returnedOn: DayNumber | null;
  /** The last day of anything above. */
  readonly endsOn: DayNumber;
}

/** Moves that take the official place abroad. */
export const movesOfficialPlace = (kind: MoveKind): boolean =>
  kind === "OFFICIAL_TRANSFER" || kind === "SINGLE_GUIDANCE" || kind === "NEW_CELL";

/** Draws the days of a stay. Each step leaves room for what the rules put between two steps. */
export function stayPath(random: Random, plan: StayPlan): StayPath {
  const length = Math.round(plan.months * 30.4);
  const declared: StayStep = { state: "DECLARED", on: 0, by: "HOME_COMMITTEE" };
  const decided = random.integer(7, 25);
  const planned = { departsOn: decided + 45, expectedReturnOn: decided + 45 + length };
  if (plan.trouble === "REFUSED")
    return endedBefore([declared, { state: "REFUSED", on: decided, by: "HOME_COMMITTEE" }], planned);
  const approved: StayStep = { state: "HOME_APPROVED", on: decided, by: "HOME_COMMITTEE" };
  if (plan.trouble === "CANCELLED") {
    return endedBefore(
      [declared, approved, { state: "CANCELLED", on: decided + random.integer(4, 20), by: "HOME_COMMITTEE" }],
      planned,
    );
  }
  if (plan.moveKind === "TEMPORARY_TRANSFER" || movesOfficialPlace(plan.moveKind)) {
    return transferPath(random, plan, [declared, approved], length, planned);
  }
  return pathWithoutTransfer(random, plan, [declared, approved], length);
}

type Planned = Pick<StayPath, "departsOn" | "expectedReturnOn">;

const endedBefore = (
  steps: readonly StayStep[],
  planned: Planned,
  transfers: readonly StayTransfer[] = [],
): StayPath => ({
  ...planned,
  steps,
  transfers,
  startedOn: null,
  returnedOn: null,
  endsOn: Math.max(...steps.map(({ on }) => on)),
});

function pathWithoutTransfer(
  random: Random,
  { moveKind }: StayPlan,
  begun: readonly StayStep[],
  length: number,
): StayPath {
  const steps = [...begun];
  const add = (state: StayState, by: StayActor, min: number, max: number) =>
    steps.push({ state, by, on: (steps.at(-1)?.on ?? 0) + random.integer(min, max) });
  if (moveKind === "EXEMPTION") {
    add("EXEMPT_REQUESTED", "HOME_CELL", 2, 5);
    add("EXEMPT", "HOME_GRASSROOTS_COMMITTEE", 10, 30);
  } else {
    add(moveKind === "GROUP_CELL" ? "GROUP_CELL" : "REPORT_ONLY", "HOME_COMMITTEE", 2, 5);
  }
  const departsOn = (steps.at(-1)?.on ?? 0) + random.integer(3, 20);
  const returnedOn = departsOn + length;
  const endsOn = returnedOn + random.integer(3, 15);
  steps.push({ state: "ENDED", by: "HOME_CELL", on: endsOn });
  return { steps, transfers: [], departsOn, startedOn: departsOn, expectedReturnOn: returnedOn, returnedOn, endsOn };
}

function transferPath(
  random: Random,
  plan: StayPlan,
  begun: readonly StayStep[],
  length: number,
  planned: Planned,
): StayPath {
  const kind = movesOfficialPlace(plan.moveKind) ? "OFFICIAL" : "TEMPORARY";
  const opened = (begun.at(-1)?.on ?? 0) + random.integer(2, 5);
  const begunTransfer: readonly StayStep[] = [...begun, { state: "TRANSFER_OPEN", on: opened, by: "HOME_COMMITTEE" }];
  const issuedOn = opened + random.integer(15, 28);
  const departsOn = issuedOn + random.integer(4, 12);
  const out = transferSteps(random, opened, transferTrouble(plan.trouble), { issued: issuedOn, arrived: departsOn });
  const accepted = dayOf(out, "ACCEPTED");
  const transfers: StayTransfer[] = [{ direction: "OUT", kind, steps: out }];
  if (accepted === null) {
    const given: StayStep = { state: "CANCELLED", on: out.at(-1)?.on ?? opened, by: "HOME_COMMITTEE" };
    return endedBefore([...begunTransfer, given], planned, transfers);
  }
  const isSingle = plan.moveKind === "SINGLE_GUIDANCE";
  const guide = isSingle ? "FOREIGN_MINISTRY" : "OVERSEAS_COMMITTEE";
  const steps: StayStep[] = [
    ...begunTransfer,
    { state: "NOTIFIED_MFA", on: issuedOn + random.integer(1, 4), by: "FOREIGN_MINISTRY" },
    { state: isSingle ? "SINGLE_GUIDED" : "RECEIVED_ABROAD", on: accepted, by: guide },
  ];
  const planEnd = departsOn + length;
  if (plan.trouble === "MOVED") transfers.push(addMove(random, plan, kind, steps, departsOn + Math.round(length / 2)));
  const extension = Math.max(30, Math.round(length / 4));
  const endsAbroadOn = plan.trouble === "EXTENDED" ? planEnd + extension : planEnd;
  if (plan.trouble === "EXTENDED") {
    steps.push({ state: "EXTENDED", on: planEnd - random.integer(32, 40), by: guide, expectedReturnOn: endsAbroadOn });
  }
  const { returnedOn, back } = addReturn(random, plan, kind, steps, endsAbroadOn);
  transfers.push(back);
  const lastDays = [steps.at(-1), ...transfers.map((transfer) => transfer.steps.at(-1))].map((step) => step?.on ?? 0);
  return {
    steps,
    transfers,
    departsOn,
    startedOn: departsOn,
    expectedReturnOn: planEnd,
    returnedOn,
    endsOn: Math.max(...lastDays),
  };
}

function addMove(
  random: Random,
  plan: StayPlan,
  kind: StayTransfer["kind"],
  steps: StayStep[],
  around: DayNumber,
): StayTransfer {
  const onward = transferSteps(random, around, null);
  const accepted = dayOf(onward, "ACCEPTED") ?? around;
  steps.push({ state: "MOVED_COUNTRY", on: accepted, by: "OVERSEAS_COMMITTEE", countryCode: plan.onwardCountry.code });
  return { direction: "ONWARD", kind, steps: onward };
}

/** The way home: self-review, confirmation, introduction, acceptance. */
function addReturn(
  random: Random,
  plan: StayPlan,
  kind: StayTransfer["kind"],
  steps: StayStep[],
  endsAbroadOn: DayNumber,
) {
  const guide = plan.moveKind === "SINGLE_GUIDANCE" ? "FOREIGN_MINISTRY" : "OVERSEAS_COMMITTEE";
  const started = endsAbroadOn - random.integer(18, 25);
  const confirmed = started + random.integer(6, 10);
  const introduced = confirmed + random.integer(3, 8);
  const returnedOn = Math.max(introduced + 2, endsAbroadOn - random.integer(0, 3));
  const isLate = plan.trouble === "LATE_RETURN";
  const back = transferSteps(random, started, isLate ? "LATE" : null, {
    certified: confirmed,
    issued: introduced,
    arrived: returnedOn,
  });
  steps.push({ state: "RETURN_STARTED", on: started, by: guide });
  steps.push({ state: "CONFIRMED_ABROAD", on: confirmed, by: guide });
  steps.push({ state: "INTRODUCED_HOME", on: introduced, by: "FOREIGN_MINISTRY" });
  if (isLate) steps.push({ state: "OVERDUE", on: dayOf(back, "OVERDUE") ?? introduced, by: "SYSTEM" });
  steps.push({ state: "CLOSED", on: dayOf(back, "ACCEPTED") ?? returnedOn, by: "HOME_CELL" });
  return { returnedOn, back: { direction: "BACK", kind, steps: back } as const };
}

const transferTrouble = (trouble: StayTrouble): TransferTrouble =>
  trouble === "WITHDRAWN" ||
  trouble === "REJECTED" ||
  trouble === "LATE" ||
  trouble === "LOST" ||
  trouble === "FILE_RETURNED"
    ? trouble
    : null;
