/**
 * The public holidays of the Commission's calendar by year, substitutes included. Agencies count time limits by them
 * without asking each other; a test holds that they are the Commission's.
 */
const HOLIDAYS: Readonly<Record<number, string>> = {
  2014: "01-01 01-30 01-31 02-01 02-02 02-03 02-04 02-05 04-09 04-30 05-01 09-02",
  2015: "01-01 02-17 02-18 02-19 02-20 02-21 02-23 04-28 04-30 05-01 09-02",
  2016: "01-01 02-07 02-08 02-09 02-10 02-11 02-12 04-16 04-18 04-30 05-01 05-02 05-03 09-02",
  2017: "01-01 01-02 01-26 01-27 01-28 01-29 01-30 01-31 02-01 04-06 04-30 05-01 05-02 09-02 09-04",
  2018: "01-01 02-14 02-15 02-16 02-17 02-18 02-19 02-20 04-25 04-30 05-01 09-02 09-03",
  2019: "01-01 02-04 02-05 02-06 02-07 02-08 04-14 04-15 04-30 05-01 09-02",
  2020: "01-01 01-23 01-24 01-25 01-26 01-27 01-28 01-29 04-02 04-30 05-01 09-02",
  2021: "01-01 02-10 02-11 02-12 02-13 02-14 02-15 02-16 04-21 04-30 05-01 05-03 09-02 09-03",
  2022: "01-01 01-03 01-31 02-01 02-02 02-03 02-04 04-10 04-11 04-30 05-01 05-02 05-03 09-01 09-02",
  2023: "01-01 01-02 01-20 01-21 01-22 01-23 01-24 01-25 01-26 04-29 04-30 05-01 05-02 05-03 09-01 09-02 09-04",
  2024: "01-01 02-08 02-09 02-10 02-11 02-12 02-13 02-14 04-18 04-30 05-01 09-02 09-03",
  2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 09-01 09-02",
  2026: "01-01 02-16 02-17 02-18 02-19 02-20 04-26 04-27 04-30 05-01 09-01 09-02 11-24",
  2027: "01-01 02-04 02-05 02-06 02-07 02-08 02-09 02-10 04-16 04-30 05-01 05-03 09-02 09-03 11-24",
};

/** The days off of the calendar, `YYYY-MM-DD`, in order. */
export const holidays: readonly string[] = Object.entries(HOLIDAYS).flatMap(([year, days]) =>
  days.split(" ").map((day) => `${year}-${day}`),
);

const closed = new Set(holidays);
const lastYear = holidays.at(-1)?.slice(0, 4) ?? "";

const DAY_MS = 86_400_000;

/**
 * The last of so many working days after a day; the day itself does not count. Null past the last year of the
 * calendar, where unknown holidays would make a limit too early.
 */
export function workingDayAfter(day: string, workingDays: number): string | null {
  // Before a day is added: past 9999 years have more digits and no longer sort as text.
  if (day.slice(0, 4) > lastYear) return null;
  let current = day;
  for (let left = workingDays; left > 0; ) {
    current = dayPlus(current, 1);
    if (current.slice(0, 4) > lastYear) return null;
    if (isWorkingDay(current)) left -= 1;
  }
  return current;
}

/**
 * How many working days lie after the first day up to the second; negative when the second is the earlier. Null when
 * either lies past the last year of the calendar.
 */
export function workingDaysBetween(from: string, to: string): number | null {
  if (to < from) {
    const count = workingDaysBetween(to, from);
    return count === null ? null : 0 - count;
  }
  if (to.slice(0, 4) > lastYear) return null;
  let count = 0;
  for (let day = from; day < to; ) {
    day = dayPlus(day, 1);
    if (isWorkingDay(day)) count += 1;
  }
  return count;
}

/** Whether offices work on a day: Monday to Friday without the holidays. */
export const isWorkingDay = (day: string): boolean =>
  ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) && !closed.has(day);

/** The day so many calendar days later, or earlier when negative. */
export const dayPlus = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The calendar day in Viet Nam, which is seven hours ahead of UTC all year. */
export const dayInVietnam = (now: Date): string => new Date(now.valueOf() + 7 * 3_600_000).toISOString().slice(0, 10);
