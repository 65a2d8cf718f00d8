import type { DayNumber } from "./days.ts";
import type { Random } from "./random.ts";
import type { TransferState } from "./vocabulary.ts";

/** A state that a transfer enters on a day. */
export interface TransferStep {
  readonly state: TransferState;
  readonly on: DayNumber;
}

/** What goes otherwise than it should. */
export type TransferTrouble = "WITHDRAWN" | "REJECTED" | "LATE" | "LOST" | "FILE_RETURNED" | null;

/** Past 30 working days even over the new-year holidays. */
const LATE_DAYS = 62;

/** The days on which certain steps must fall, when the move itself dictates them. */
export interface TransferAppointments {
  readonly certified?: DayNumber;
  readonly issued?: DayNumber;
  /** The member cannot show the letter before this day. */
  readonly arrived?: DayNumber;
}

/** All the steps of a transfer from its request to its end, whether or not they lie in the future. */
export function transferSteps(
  random: Random,
  requested: DayNumber,
  trouble: TransferTrouble,
  appointments: TransferAppointments = {},
): readonly TransferStep[] {
  const steps: TransferStep[] = [{ state: "REQUESTED", on: requested }];
  const last = () => steps.at(-1)?.on ?? requested;
  const add = (state: TransferState, on: DayNumber) => steps.push({ state, on });
  const after = (state: TransferState, min: number, max: number) => add(state, last() + random.integer(min, max));

  after("CELL_REVIEWED", 1, 4);
  if (trouble === "WITHDRAWN" || trouble === "REJECTED") {
    after(trouble, 2, 10);
    return steps;
  }
  add("CERTIFIED", appointments.certified ?? last() + random.integer(3, 10));
  const issued = appointments.issued ?? last() + random.integer(3, 14);
  add("ISSUED", issued);
  after("IN_TRANSIT", 1, 2);
  if (trouble === "LOST") {
    after("LOST", 6, 15);
    after("REISSUED", 8, 15);
  }
  if (trouble === "LATE") add("OVERDUE", issued + LATE_DAYS);
  add("PRESENTED", Math.max(last(), appointments.arrived ?? 0) + random.integer(2, 15));
  if (trouble === "FILE_RETURNED") after("RETURNED", 2, 5);
  after("FILE_CHECKED", 2, trouble === "FILE_RETURNED" ? 20 : 6);
  after("ACCEPTED", 3, 20);
  after("CLOSED", 2, 10);
  return steps;
}

/** The day on which a transfer reaches a state for the first time; null when it never does. */
export const dayOf = (steps: readonly TransferStep[], state: TransferState): DayNumber | null =>
  steps.find((step) => step.state === state)?.on ?? null;

/** What has happened of a list of steps by a day, that day included. */
export const until = <Step extends { readonly on: DayNumber }>(
  steps: readonly Step[],
  day: DayNumber,
): readonly Step[] => steps.filter(({ on }) => on <= day);
