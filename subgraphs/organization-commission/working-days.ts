import type { Kysely } from "kysely";
import { refuse } from "#kit/errors.ts";
import type { OrganizationCommissionTables } from "./tables.ts";

/** A public holiday, or the day off that stands in for one on a weekend. */
export interface Holiday {
  readonly fallsOn: string;
  readonly name: string;
  readonly nameEnglish: string;
  readonly isSubstitute: boolean;
  readonly isInferred: boolean;
}

/** Where a count of working days ends, and the holidays from Monday to Friday that it passed over. */
export interface WorkingDay {
  readonly fallsOn: string;
  readonly holidays: readonly Holiday[];
}

/** The whole calendar in order: fewer than twenty days a year. */
export const readHolidays = (db: Kysely<OrganizationCommissionTables>): Promise<Holiday[]> =>
  db
    .selectFrom("holiday")
    .select(["day as fallsOn", "name", "name_english as nameEnglish"])
    .select(["is_substitute as isSubstitute", "is_inferred as isInferred"])
    .orderBy("day")
    .execute();

/** The holidays of one year. */
export const holidaysOf = async (db: Kysely<OrganizationCommissionTables>, year: number) =>
  (await readHolidays(db)).filter(({ fallsOn }) => Number(yearOf(fallsOn)) === year);

/**
 * Counts working days from the day after `day`. The calendar covers the years of its holidays, given in order.
 * @throws INPUT_MALFORMED for a negative count, and when the count leaves the calendar, because unknown holidays
 * would make a deadline too early
 */
export function workingDayAfter(day: string, workingDays: number, holidays: readonly Holiday[]): WorkingDay {
  if (workingDays < 0) throw refuse("INPUT_MALFORMED", `workingDays must not be negative, but it was ${workingDays}.`);
  const [firstYear, lastYear] = [yearOf(holidays[0]?.fallsOn), yearOf(holidays.at(-1)?.fallsOn)];
  const beyond = () => refuse("INPUT_MALFORMED", `The working-day calendar runs from ${firstYear} to ${lastYear}.`);
  // Before anything is counted: from the year 1 that would take a second, and past 9999 years no longer sort as text.
  if (yearOf(day) < firstYear || yearOf(day) > lastYear) throw beyond();
  const holidaysByDay = new Map(holidays.map((holiday) => [holiday.fallsOn, holiday]));
  const passed: Holiday[] = [];
  let current = day;
  for (let left = workingDays; left > 0; ) {
    current = dayAfter(current);
    if (yearOf(current) > lastYear) throw beyond();
    if (isWeekend(current)) continue;
    const holiday = holidaysByDay.get(current);
    if (holiday) passed.push(holiday);
    else left -= 1;
  }
  return { fallsOn: current, holidays: passed };
}

const yearOf = (day = "") => day.slice(0, 4);

const midnight = (day: string) => new Date(`${day}T00:00:00Z`);

const isWeekend = (day: string) => [0, 6].includes(midnight(day).getUTCDay());

function dayAfter(day: string): string {
  const date = midnight(day);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}
