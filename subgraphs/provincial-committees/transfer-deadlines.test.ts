import { describe, expect, it } from "vitest";
import { isOverdue } from "./transfer-deadlines.ts";

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
