import { describe, expect, it } from "vitest";
import { COUNTS_OF_PART_MAX, countsReport } from "./counts-report.ts";
import { eventBodies } from "./event-bodies.ts";

const counts = (length: number) =>
  Array.from({ length }, (_, index) => ({
    topic: "ORGANIZATION_ABROAD" as const,
    dimension: "COMMITTEE" as const,
    code: `CRC-COMMITTEE-${index}`,
    period: "WITHOUT_TRANSFER",
    count: 1_000_000 + index,
  }));

const sizes = (length: number) => countsReport("2026-06-30", counts(length), true).map((body) => body.counts.length);

describe("the report of a register's counts", () => {
  it("is one part when there is nothing to report, and as many as it needs", () => {
    expect(sizes(0)).toEqual([0]);
    expect(sizes(COUNTS_OF_PART_MAX)).toEqual([100]);
    expect(sizes(COUNTS_OF_PART_MAX * 2 + 1)).toEqual([100, 100, 1]);
  });

  it("has all counts in order, numbered parts that the contract accepts, and none too large for a full delivery", () => {
    const report = countsReport("2026-06-30", counts(250), false);
    expect(report.flatMap((body) => body.counts)).toEqual(counts(250));
    expect(report.map(({ part, parts }) => [part, parts])).toEqual([[1, 3], [2, 3], [3, 3]]);
    for (const body of report) {
      expect(eventBodies["counts.reported"].fault(body, "body")).toBeNull();
      expect(JSON.stringify(body).length).toBeLessThan(15_000);
    }
  });

  it.each([
    ["a part with one count too many", { counts: counts(COUNTS_OF_PART_MAX + 1) }],
    ["a count below zero", { counts: [{ ...counts(1)[0], count: -1 }] }],
    ["no word on whether they are made up", { isSynthetic: undefined }],
    ["a topic that is not counted", { counts: [{ ...counts(1)[0], topic: "MEMBER" }] }],
  ])("is refused with %s", (_, own) => {
    const body = { day: "2026-06-30", part: 1, parts: 1, isSynthetic: true, counts: [], ...own };
    expect(eventBodies["counts.reported"].fault(body, "body")).not.toBeNull();
  });
});
