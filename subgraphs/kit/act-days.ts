import { ActRefused } from "#kit/act-outcome.ts";
import { CalendarDay } from "#kit/scalars.ts";

/** Between which days those of an input must lie, both of them included; null on a side without a bound of its own. */
export interface DayBounds {
  readonly notBefore?: string | null;
  readonly notAfter?: string | null;
}

/** The Party's founding, before which it has no paper, and the end of the century: days beyond are slips of the pen. */
const [EARLIEST, LATEST] = ["1930-02-03", "2099-12-31"];

/**
 * Lets days of an input pass that exist and lie within bounds, by the names of their fields; null and absent pass too.
 * @throws ActRefused naming the field, with DAY_TOO_EARLY or DAY_AHEAD
 */
export function requireDays(
  given: Readonly<Record<string, string | null | undefined>>,
  { notBefore, notAfter }: DayBounds = {},
): void {
  for (const [field, value] of Object.entries(given)) {
    if (value == null) continue;
    const day = CalendarDay.parseValue(value);
    // The bounds themselves may tell of a person, so that no message says them.
    if (day < (notBefore ?? EARLIEST))
      throw refused(field, "DAY_TOO_EARLY", `${field} lies before what it belongs to.`);
    if (day > (notAfter ?? LATEST)) throw refused(field, "DAY_AHEAD", `${field} lies too far ahead.`);
  }
}

const refused = (field: string, code: string, message: string) =>
  new ActRefused({ kind: "input-refused", field, code, message });
