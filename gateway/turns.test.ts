import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { afterTurns } from "./turns.ts";

let now: number;
beforeEach(() => {
  now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => void vi.restoreAllMocks());

it("calls back in the turn that was asked for, and not before", async () => {
  const then = vi.fn<() => void>();
  afterTurns(3, then);
  for (const calls of [0, 0, 1]) {
    await turn();
    expect(then).toHaveBeenCalledTimes(calls);
  }
});

it("calls back after the turn in which too long has passed", async () => {
  const then = vi.fn<() => void>();
  afterTurns(1_000, then);
  await turn();
  expect(then).not.toHaveBeenCalled();
  now += 6;
  await turn();
  expect(then).toHaveBeenCalledOnce();
});

it("never calls back before it returns, however little time its process is given", async () => {
  vi.spyOn(performance, "now").mockImplementation(() => (now += 10));
  const then = vi.fn<() => void>();
  afterTurns(4, then);
  expect(then).not.toHaveBeenCalled();
  await turn();
  expect(then).toHaveBeenCalledOnce();
});
