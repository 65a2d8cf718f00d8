import { array, assert, nat, pre, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { RIGHTS_COUNT, tryPair } from "./authorization/leaks.ts";

const tape = array(nat(255), { minLength: 10, maxLength: 160 });

describe("random documents for callers of random rights", () => {
  it("ask for nothing closed, lose exactly what an independent oracle denies, and answer as it says", () => {
    let withDenials = 0;
    assert(
      property(tape, nat(RIGHTS_COUNT - 1), (choices, rights) => {
        const finding = tryPair(choices, rights);
        pre(finding !== undefined);
        const { leaks, answer, expectedAnswer, paths, expectedPaths } = finding;
        expect({ leaks, answer, paths }).toEqual({ leaks: [], answer: expectedAnswer, paths: expectedPaths });
        withDenials += paths.length > 0 ? 1 : 0;
      }),
      { numRuns: 1_000, maxSkipsPerRun: 100 },
    );
    expect(withDenials).toBeGreaterThan(300);
  });
});
