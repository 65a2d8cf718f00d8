import { describe, expect, it } from "vitest";
import { addYears, dayNumber, dayText, workingCalendar } from "./days.ts";

const inYears = (day: string, years: number) => dayText(addYears(dayNumber(day), years));

describe("days", () => {
  it("come back as they were written, in any zone", () => {
    expect(["1970-01-01", "1969-12-31", "2024-02-29", "2026-06-30"].map((day) => dayText(dayNumber(day)))).toEqual([
      "1970-01-01",
      "1969-12-31",
      "2024-02-29",
      "2026-06-30",
    ]);
  });

  it("keep month and day over years, but 29 February becomes 28 where there is none", () => {
    expect(inYears("2025-07-09", 1)).toBe("2026-07-09");
    expect(inYears("2024-02-29", 1)).toBe("2025-02-28");
    expect(inYears("2024-02-29", -4)).toBe("2020-02-29");
  });
});

describe("the working calendar", () => {
  const workingDayAfter = workingCalendar(["2026-04-27", "2026-04-30", "2026-05-01"]);
  const after = (day: string, workingDays: number) => dayText(workingDayAfter(dayNumber(day), workingDays));

  it("skips weekends and holidays and does not count the first day", () => {
    expect(after("2026-06-26", 1)).toBe("2026-06-29");
    expect(after("2026-04-24", 1)).toBe("2026-04-28");
    expect(after("2026-04-24", 4)).toBe("2026-05-05");
  });

  it("counts a Monday that is no holiday", () => {
    expect(after("2026-04-17", 1)).toBe("2026-04-20");
  });
});
