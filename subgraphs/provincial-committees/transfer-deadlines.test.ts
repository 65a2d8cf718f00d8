import { describe, expect, it } from "vitest";
import { dayInVietnam, isOverdue } from "./transfer-deadlines.ts";

describe("a deadline", () => {
  it.each([
    ["on its last day", { dueOn: "2025-10-07", metOn: null }, "2025-10-07", false],
    ["the day after, undone", { dueOn: "2025-10-07", metOn: null }, "2025-10-08", true],
    ["met in time, long after", { dueOn: "2025-10-07", metOn: "2025-10-07" }, "2026-01-01", false],
    ["met late, before it was met", { dueOn: "2025-10-07", metOn: "2025-10-10" }, "2025-10-09", true],
    ["met late, on the day it was met", { dueOn: "2025-10-07", metOn: "2025-10-10" }, "2025-10-10", false],
  ])("%s", (_, deadline, on, overdue) => {
    expect(isOverdue(deadline, on)).toBe(overdue);
  });
});

describe("the day in Vietnam", () => {
  it("begins at five in the afternoon, UTC", () => {
    expect(dayInVietnam(new Date("2025-10-07T16:59:59.999Z"))).toBe("2025-10-07");
    expect(dayInVietnam(new Date("2025-10-07T17:00:00.000Z"))).toBe("2025-10-08");
  });
});
