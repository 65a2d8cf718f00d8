import { refuse } from "#kit/errors.ts";
import { pageRequest, type PageArguments, type PageRequest } from "#kit/page.ts";
import { CalendarDay } from "#kit/scalars.ts";

/** A page request of a list ordered by a day and then an id. */
export interface DayPageRequest extends PageRequest {
  readonly after: readonly [day: string, id: string] | null;
}

/**
 * Reads the arguments of such a list.
 * @throws INPUT_CURSOR_UNKNOWN also for a cursor whose first value is no day; otherwise as `pageRequest` does
 */
export function dayPageRequest(page: PageArguments): DayPageRequest {
  const { size, after } = pageRequest(page, 2);
  if (after === null) return { size, after };
  const [day = "", id = ""] = after;
  try {
    return { size, after: [CalendarDay.parseValue(day), id] };
  } catch {
    throw refuse("INPUT_CURSOR_UNKNOWN", "The cursor was not made by this list.");
  }
}
