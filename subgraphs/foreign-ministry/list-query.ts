import type { SelectQueryBuilder } from "kysely";
import { refuse } from "#kit/errors.ts";
import { pageRequest, type PageArguments, type PageRequest } from "#kit/page.ts";
import { CalendarDay } from "#kit/scalars.ts";
import type { ForeignMinistryTables } from "./tables.ts";

/** The conditions that were given, as an object for `eb.and`: what is null or absent asks for nothing. */
export const given = <Conditions extends object>(conditions: Conditions) =>
  Object.fromEntries(Object.entries(conditions).filter(([, value]) => value != null)) as {
    [Column in keyof Conditions]?: NonNullable<Conditions[Column]>;
  };

/** How many rows a query without a selection finds. */
export async function countRows<Table extends keyof ForeignMinistryTables>(
  query: SelectQueryBuilder<ForeignMinistryTables, Table, object>,
): Promise<number> {
  const { count } = await query.select((eb) => eb.fn.countAll<string>().as("count")).executeTakeFirstOrThrow();
  return Number(count);
}

/** A page request of a list ordered by a day and then an id. */
export interface DayPageRequest extends PageRequest {
  readonly after: readonly [day: string, id: string] | null;
}

/**
 * Reads the arguments of such a list.
 * @throws INPUT_CURSOR_UNKNOWN also for a cursor whose first value is no day; otherwise as `pageRequest` does
 */
export function dayPageRequest(pageArguments: PageArguments): DayPageRequest {
  const { size, after } = pageRequest(pageArguments, 2);
  if (after === null) return { size, after };
  const [day = "", id = ""] = after;
  try {
    return { size, after: [CalendarDay.parseValue(day), id] };
  } catch {
    throw refuse("INPUT_CURSOR_UNKNOWN", "The cursor was not made by this list.");
  }
}
