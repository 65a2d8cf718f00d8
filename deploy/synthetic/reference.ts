import pg from "pg";
import { dayText, workingCalendar, type DayNumber } from "./days.ts";

/** What the generator takes from the Commission's own reference data instead of repeating it. */
export interface Reference {
  /** The day that is so many working days later, Vietnamese holidays left out. */
  readonly workingDayAfter: (day: DayNumber, workingDays: number) => DayNumber;
  /** The code of the regulation that implements the Charter on a day. */
  readonly charterRuleOn: (day: DayNumber) => string;
}

/** Reads holidays and rules from the Commission's migrated database. @throws Error when they are not there */
export async function readReference(commission: pg.Client): Promise<Reference> {
  const holidays = await commission.query<{ day: string }>("select day::text from holiday order by day");
  const rules = await commission.query<{ code: string; since: string }>(
    "select code, valid_from::text as since from legal_basis where topic = 'CHARTER' order by valid_from desc",
  );
  if (holidays.rows.length === 0 || rules.rows.length === 0) {
    throw new Error("The Commission's database holds no holidays or rules: run its migrations first.");
  }
  return {
    workingDayAfter: workingCalendar(holidays.rows.map(({ day }) => day)),
    charterRuleOn: (day) => {
      const rule = rules.rows.find(({ since }) => since <= dayText(day)) ?? rules.rows.at(-1);
      return rule?.code ?? "";
    },
  };
}
