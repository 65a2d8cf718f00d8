import type { OverseasCellKind, StayPurpose } from "../../subgraphs/foreign-ministry/stay-vocabulary.ts";
import { drawStayPlan } from "./stay-plans.ts";
import {
  movesOfficialPlace,
  stayPath,
  type StayPath,
  type StayPlan,
  type StayStep,
  type StayTransfer,
} from "./stay-paths.ts";
import { departuresSince, today } from "./today.ts";
import { dayOf, until, type TransferStep } from "./transfer-paths.ts";
import { declaredDay, type Script } from "./scripts.ts";
import { dayNumber, type DayNumber } from "./days.ts";
import type { HomeTree } from "./home-trees.ts";
import { opaqueId } from "./identifiers.ts";
import { overseasOrganizations, type OverseasOrganization } from "./overseas-organizations.ts";
import type { Random } from "./random.ts";
import type { StayState } from "./vocabulary.ts";

/** A stay of a member, placed in time and cut off today. Days are real days, not counted from the declaration. */
export interface Stay {
  readonly plan: StayPlan;
  readonly declaredOn: DayNumber;
  readonly departsOn: DayNumber;
  readonly expectedReturnOn: DayNumber;
  /** Null until the member has left, and for good when that never happens. */
  readonly startedOn: DayNumber | null;
  readonly returnedOn: DayNumber | null;
  /** What has happened so far; at least the declaration. */
  readonly steps: readonly StayStep[];
  /** Transfers that have at least been requested. */
  readonly transfers: readonly StayTransfer[];
  /** The overseas cell that is to receive the member; null where there is none and for stays without transfer. */
  readonly receiver: OverseasOrganization | null;
  /** The cell in the country to which the member goes on. */
  readonly onwardReceiver: OverseasOrganization | null;
}

/** Days between two stays. */
const PAUSE_DAYS = 10;
/** What a stay takes besides its length: the way out and the way home, at their longest. */
const OVERHEAD_DAYS = 330;
/** A month of 30.4 days may be extended by a quarter. */
const DAYS_OF_MONTH_EXTENDED = 38;

/** The one stay of a scripted member. */
export function scriptedStay(random: Random, script: Script): Stay {
  const path = stayPath(random, script.plan);
  return placed(random, script.plan, path, declaredDay(script, path, today));
}

/** So many stays one after the other since 2014 or since admission; all but the last are over. */
export function drawStays(random: Random, count: number, admittedOn: DayNumber): readonly Stay[] {
  const first = Math.max(departuresSince, admittedOn + 30);
  const span = Math.floor((today - first) / count);
  return Array.from({ length: count }, (_, index) => {
    const isLast = index === count - 1;
    const plan = drawStayPlan(random, isLast ? 60 : (span - OVERHEAD_DAYS) / DAYS_OF_MONTH_EXTENDED);
    const path = stayPath(random, plan);
    const room = isLast ? span : Math.max(0, span - path.endsOn - PAUSE_DAYS);
    return placed(random, plan, path, first + index * span + random.integer(0, room));
  });
}

function placed(random: Random, plan: StayPlan, path: StayPath, declaredOn: DayNumber): Stay {
  const move = (day: DayNumber) => declaredOn + day;
  const reached = (day: DayNumber | null) => (day === null || move(day) > today ? null : move(day));
  const steps = until(
    path.steps.map((step) => movedStep(step, move)),
    today,
  );
  const transfers = path.transfers
    .map((transfer) => ({
      ...transfer,
      steps: until(
        transfer.steps.map((step) => ({ ...step, on: move(step.on) })),
        today,
      ),
    }))
    .filter((transfer) => transfer.steps.length > 0);
  return {
    plan,
    declaredOn,
    departsOn: move(path.departsOn),
    expectedReturnOn:
      steps.findLast(({ expectedReturnOn }) => expectedReturnOn !== undefined)?.expectedReturnOn ??
      move(path.expectedReturnOn),
    startedOn: reached(path.startedOn),
    returnedOn: reached(path.returnedOn),
    steps,
    transfers,
    receiver: path.transfers.length > 0 ? receiverIn(random, plan.country.code, plan) : null,
    onwardReceiver: path.transfers.some(({ direction }) => direction === "ONWARD")
      ? receiverIn(random, plan.onwardCountry.code, plan)
      : null,
  };
}

/** A cell of a country of the kinds that take members with such a purpose, or any cell; null for single guidance. */
function receiverIn(random: Random, countryCode: string, { purpose, moveKind }: StayPlan): OverseasOrganization | null {
  if (moveKind === "SINGLE_GUIDANCE") return null;
  const cells = (overseasOrganizations.get(countryCode) ?? []).filter(({ cellKind }) => cellKind !== null);
  const fitting = cells.filter(({ cellKind }) => cellKind !== null && KINDS_BY_PURPOSE[purpose].includes(cellKind));
  return random.pick(fitting.length > 0 ? fitting : cells);
}

const KINDS_BY_PURPOSE: Readonly<Record<StayPurpose, readonly OverseasCellKind[]>> = {
  WORK: ["MISSION", "PRESS", "COMPANY"],
  STUDY: ["STUDENT", "MIXED_STUDENT_TRAINEE"],
  LABOUR: ["COMPANY", "MIXED_STUDENT_TRAINEE"],
  FAMILY_VISIT: ["SPOUSES"],
  MEDICAL_TREATMENT: ["MISSION"],
  PRIVATE: ["MISSION"],
};

const movedStep = (step: StayStep, move: (day: DayNumber) => DayNumber): StayStep => ({
  ...step,
  on: move(step.on),
  ...(step.expectedReturnOn !== undefined && { expectedReturnOn: move(step.expectedReturnOn) }),
});

/** Whether a transfer has been accepted; then it has moved the place it is about. */
export const isAccepted = ({ steps }: { readonly steps: readonly TransferStep[] }): boolean =>
  dayOf(steps, "ACCEPTED") !== null;

/** The first day on which a stay has reached a state; null when it has not. */
export const dayOfState = ({ steps }: Stay, state: StayState): DayNumber | null =>
  steps.find((step) => step.state === state)?.on ?? null;

/** Since Guidance 12 of 2022 those who go for labour carry a work slip, and a list goes to the Foreign Ministry. */
export const isWorkSlip = ({ plan }: Stay, issuedOn: DayNumber): boolean =>
  plan.purpose === "LABOUR" && movesOfficialPlace(plan.moveKind) && issuedOn >= dayNumber("2022-01-18");

/** The id of the assignment that a stay of a member is; the same for every seed. */
export const assignmentId = (
  { tree, number }: { readonly tree: HomeTree; readonly number: number },
  stay: number,
): string => opaqueId("oa", tree.ordinal, number * 4 + stay);
