import { describe, expect, it } from "vitest";
import { workingDayAfter, type Holiday } from "./working-days.ts";

const holiday = (fallsOn: string): Holiday => ({
  fallsOn,
  name: "Ngày nghỉ",
  nameEnglish: "Holiday",
  isSubstitute: false,
  isInferred: false,
});

// 2 September 2023 was a Saturday, so that Monday the 4th was off.
const calendar = ["2022-01-03", "2023-09-01", "2023-09-02", "2023-09-04", "2024-12-31"].map(holiday);

const beyondCalendar = "The working-day calendar runs from 2022 to 2024.";

describe("a count of working days", () => {
  it.each([
    ["on a working day", "2023-08-28", 1, "2023-08-29", 0],
    ["over a weekend", "2023-08-25", 1, "2023-08-28", 0],
    ["from a Saturday", "2023-08-26", 1, "2023-08-28", 0],
    ["over a holiday, a weekend and the day off for it", "2023-08-31", 1, "2023-09-05", 2],
    ["from a holiday itself", "2023-09-01", 1, "2023-09-05", 1],
    ["of none", "2023-09-02", 0, "2023-09-02", 0],
    ["of thirty", "2023-08-01", 30, "2023-09-14", 2],
  ])("ends %s", (_, day, workingDays, fallsOn, holidayCount) => {
    const counted = workingDayAfter(day, workingDays, calendar);
    expect(counted.fallsOn).toBe(fallsOn);
    expect(counted.holidays).toHaveLength(holidayCount);
  });

  it("ends on the same day when the calendar's holidays on weekends are gone", () => {
    const onWorkdays = calendar.filter(({ fallsOn }) => fallsOn !== "2023-09-02");
    expect(workingDayAfter("2023-08-31", 1, onWorkdays)).toEqual(workingDayAfter("2023-08-31", 1, calendar));
  });

  it("reaches the last working day of the calendar and not further", () => {
    expect(workingDayAfter("2024-12-27", 1, calendar).fallsOn).toBe("2024-12-30");
    expect(() => workingDayAfter("2024-12-27", 2, calendar)).toThrow(beyondCalendar);
  });

  it.each([
    ["2021-12-31", 0],
    ["2025-01-01", 0],
    ["0001-01-01", 2_147_483_647],
    ["9999-12-31", 1],
  ])("refuses to begin on %s, outside the calendar, whatever is to be counted", (day, workingDays) => {
    expect(() => workingDayAfter(day, workingDays, calendar)).toThrow(beyondCalendar);
  });

  it("refuses a negative number", () => {
    expect(() => workingDayAfter("2023-08-28", -1, calendar)).toThrow(
      "workingDays must not be negative, but it was -1.",
    );
  });
});
