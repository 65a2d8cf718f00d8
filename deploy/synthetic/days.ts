/** A day as a count of days since 1970-01-01: arithmetic needs no zone this way. */
export type DayNumber = number;

const DAY_MS = 86_400_000;

/** The number of a day that is written `YYYY-MM-DD`. */
export const dayNumber = (text: string): DayNumber => Date.parse(`${text}T00:00:00Z`) / DAY_MS;

/** A day as `YYYY-MM-DD`. */
export function dayText(day: DayNumber): string {
  const known = texts.get(day);
  if (known) return known;
  const text = new Date(day * DAY_MS).toISOString().slice(0, 10);
  texts.set(day, text);
  return text;
}

/** At most the days of a century and a half, so it stays small. */
const texts = new Map<DayNumber, string>();

/** The same day of the month some years later or, when negative, earlier; 29 February becomes 28 where needed. */
export function addYears(day: DayNumber, years: number): DayNumber {
  const date = new Date(day * DAY_MS);
  const month = date.getUTCMonth();
  date.setUTCFullYear(date.getUTCFullYear() + years);
  if (date.getUTCMonth() !== month) date.setUTCDate(0);
  return date.getTime() / DAY_MS;
}

/** Counts working days: Monday to Friday without the given holidays. Answers the n-th working day after a day. */
export function workingCalendar(holidays: readonly string[]): (day: DayNumber, workingDays: number) => DayNumber {
  const closed = new Set(holidays.map(dayNumber));
  return (day, workingDays) => {
    let last = day;
    for (let left = workingDays; left > 0;) {
      last++;
      // 1970-01-01 was a Thursday.
      const weekday = (last + 4) % 7;
      if (weekday !== 0 && weekday !== 6 && !closed.has(last)) left--;
    }
    return last;
  };
}
