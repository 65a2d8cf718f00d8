import { describe, expect, it } from "vitest";
import { epochClock } from "./clock.ts";

/** Moments of an epoch under clocks that read these pairs of wall and steady milliseconds, the first at its start. */
function momentsAt(...readings: readonly (readonly [wall: number, steady: number])[]) {
  let next = 0;
  const moment = epochClock({
    wallMs: () => readings[next]?.[0] ?? 0,
    steadyMs: () => readings[next]?.[1] ?? 0,
  });
  return readings.slice(1).map(() => {
    next++;
    return moment();
  });
}

describe("the clock of an epoch", () => {
  it("tells the date, and the microseconds since the epoch began", () => {
    expect(momentsAt([1_000, 50], [1_002, 52.5])).toEqual([{ at: 1_002, elapsedUs: 2_500, isSkewed: false }]);
  });

  it.each([
    ["goes backwards", [1_001, 51], [1_000, 52], true],
    ["jumps ahead by more than a second", [1_001, 51], [2_100, 52], true],
    ["stays behind by more than a second", [1_001, 51], [1_001, 1_152], true],
    ["is adjusted by less than a second", [1_001, 51], [1_900, 52], false],
  ] as const)("says whether the date is in doubt when it %s", (_, before, after, isSkewed) => {
    expect(momentsAt([1_000, 50], before, after).at(-1)).toMatchObject({ at: after[0], isSkewed });
  });
});
