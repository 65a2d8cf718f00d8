import { workingDayAfter } from "#contract/working-days.ts";
import { ActRefused } from "#kit/act-outcome.ts";

/**
 * The last day of a limit that begins to run with an act.
 * @throws ActRefused with CALENDAR_ENDS past the last year of the calendar: nobody can promise such a limit yet
 */
export function limitAfter(day: string, workingDays: number): string {
  const dueOn = workingDayAfter(day, workingDays);
  if (dueOn !== null) return dueOn;
  throw new ActRefused({
    kind: "not-allowed",
    code: "CALENDAR_ENDS",
    message: "The working-day calendar does not reach as far as the limit that the act would start.",
    nextAct: null,
  });
}
