import { describe, expect, it } from "vitest";
import { stepsOf, timeByAgency } from "./steps.ts";

const call = (agency: string, startedMs: number, tookMs: number) => ({
  agency,
  instance: null,
  startedMs,
  tookMs,
  asks: [],
  hasFailed: false,
});
const calls = [call("ministry", 14, 20), call("commission", 1, 10), call("committees", 12, 5)];

describe("the calls of an answer", () => {
  it("are steps, where what was under way together is one", () => {
    const steps = stepsOf(calls).map((step) => [step.tookMs, ...step.calls.map(({ agency }) => agency)]);
    expect(steps).toEqual([
      [10, "commission"],
      [22, "committees", "ministry"],
    ]);
    expect(stepsOf([])).toEqual([]);
  });

  it("are counted by agency", () => {
    expect(timeByAgency([...calls, call("commission", 40, 30.5)])).toEqual([
      ["commission", 40.5],
      ["ministry", 20],
      ["committees", 5],
    ]);
  });
});
