import { describe, expect, it } from "vitest";
import { dayInVietnam, dayPlus, isWorkingDay, workingDayAfter, workingDaysBetween } from "./working-days.ts";

describe("working days", () => {
  it("pass over holidays and weekends, and do not count the day from which they run", () => {
    expect(workingDayAfter("2025-04-25", 5)).toBe("2025-05-06");
    expect(workingDayAfter("2025-04-25", 0)).toBe("2025-04-25");
    expect(workingDaysBetween("2025-04-25", "2025-05-06")).toBe(5);
    expect(workingDaysBetween("2025-05-06", "2025-04-25")).toBe(-5);
    expect(["2025-05-01", "2025-05-02", "2025-05-03"].map(isWorkingDay)).toEqual([false, true, false]);
  });

  it("are not counted beyond the calendar", () => {
    expect(workingDayAfter("2027-12-01", 22)).toBe("2027-12-31");
    expect(workingDayAfter("2027-12-01", 23)).toBeNull();
    expect([workingDayAfter("2028-01-01", 0), workingDayAfter("9999-12-31", 1)]).toEqual([null, null]);
    expect(workingDaysBetween("2027-12-31", "2028-01-03")).toBeNull();
    expect(workingDaysBetween("2028-01-03", "2027-12-31")).toBeNull();
  });
});

describe("a calendar day", () => {
  it("begins in Vietnam at five in the afternoon, UTC", () => {
    expect(dayInVietnam(new Date("2025-10-07T16:59:59.999Z"))).toBe("2025-10-07");
    expect(dayInVietnam(new Date("2025-10-07T17:00:00.000Z"))).toBe("2025-10-08");
  });

  it("is counted over the ends of months and years", () => {
    expect([dayPlus("2024-02-28", 2), dayPlus("2025-01-01", -1)]).toEqual(["2024-03-01", "2024-12-31"]);
  });
});
