import { describe, expect, it } from "vitest";
import { linesOf, yearColumns, yearOf } from "./lines.ts";

const table = {
  path: "nodes",
  columns: ["year", "label", "value"],
  rows: [
    [2021, "Study", 5],
    [2023, "Study", 7],
    [2021, "Work", 20],
    [2022, "Work", null],
    [2023, "Work", 30],
  ],
};

describe("lines over years", () => {
  it("leave a gap in a year whose number is absent, and name every year between", () => {
    expect(linesOf(table, { year: 0, series: 1, value: 2 })).toEqual({
      years: [2021, 2022, 2023],
      lines: [
        { label: "Work", values: [20, null, 30] },
        { label: "Study", values: [5, null, 7] },
      ],
      leftOut: 0,
    });
  });

  it("become one that counts rows when nothing else is chosen", () => {
    expect(linesOf(table, { year: 0, series: null, value: null }).lines).toEqual([{ label: null, values: [2, 1, 2] }]);
  });

  it("are at most eight, the largest", () => {
    const rows = Array.from({ length: 10 }, (_, index) => [2021, `line ${index}`, index]);
    const { lines, leftOut } = linesOf({ ...table, rows }, { year: 0, series: 1, value: 2 });
    expect(lines.map(({ label }) => label)).toEqual([9, 8, 7, 6, 5, 4, 3, 2].map((index) => `line ${index}`));
    expect(leftOut).toBe(2);
  });

  it("take days for their years, and no other number for a year", () => {
    expect(yearColumns(table)).toEqual([0]);
    expect(yearOf("2024-09-15")).toBe(2024);
    expect(yearOf("20240")).toBeNull();
    expect(yearOf(24)).toBeNull();
    expect(yearOf(null)).toBeNull();
  });
});
