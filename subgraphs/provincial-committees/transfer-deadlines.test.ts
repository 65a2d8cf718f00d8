import { describe, expect, it } from "vitest";
import { isOverdue } from "./transfer-deadlines.ts";

const undone = { dueOn: "2025-10-07", metOn: null };

describe("a deadline", () => {
  it.each([
    ["on its last day", { dueOn: "2025-10-07", metOn: null }, "2025-10-07", false],
    ["the day after, undone", { dueOn: "2025-10-07", metOn: null }, "2025-10-08", true],
    ["met in time, long after", { dueOn: "2025-10-07", metOn: "2025-10-07" }, "2026-01-01", false],
    ["met late, before it was met", { dueOn: "2025-10-07", metOn: "2025-10-10" }, "2025-10-09", true],
    ["met late, on the day it was met", { dueOn: "2025-10-07", metOn: "2025-10-10" }, "2025-10-10", false],
    ["undone, of a transfer that ended before its letter", { ...undone, endedOn: "2025-10-10" }, "2025-10-10", false],
    ["undone, the day before the transfer ended", { ...undone, endedOn: "2025-10-10" }, "2025-10-09", true],
    [
      "for showing the letter, undone, of a transfer that ended",
      { ...undone, subject: "PRESENT_LETTER", endedOn: "2025-10-10" },
      "2025-10-11",
      true,
    ],
  ])("%s", (_, deadline, on, overdue) => {
    expect(isOverdue({ subject: "START_TRANSFER", endedOn: null, ...deadline }, on)).toBe(overdue);
  });
});
