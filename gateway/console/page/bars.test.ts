import { describe, expect, it } from "vitest";
import { barsOf, numericColumns } from "./bars.ts";
import type { Table } from "./tables.ts";

const stays: Table = {
  path: "assignments.nodes",
  columns: ["country", "startedOn", "months"],
  rows: [
    ["Đức", "2024-09-15", 24],
    ["Nhật Bản", "2021-03-01", null],
    ["Đức", "2021-05-01", 6],
    [null, "2025-01-20", 1],
  ],
};

describe("the bars of a chart", () => {
  it("count rows by group, the largest first, with absent values as a group of their own", () => {
    expect(barsOf(stays, 0, null).bars).toEqual([
      { label: "Đức", value: 2 },
      { label: "Nhật Bản", value: 1 },
      { label: null, value: 1 },
    ]);
  });

  it("add up a column of numbers, to which a row without a number adds nothing", () => {
    expect(barsOf(stays, 0, 2).bars).toEqual([
      { label: "Đức", value: 30 },
      { label: null, value: 1 },
      { label: "Nhật Bản", value: 0 },
    ]);
  });

  it("take days by their year, from early to late", () => {
    expect(barsOf(stays, 1, null).bars).toEqual([
      { label: "2021", value: 2 },
      { label: "2024", value: 1 },
      { label: "2025", value: 1 },
    ]);
  });

  it("are twenty at most, and the rest is summed up rather than lost", () => {
    const rows = Array.from({ length: 25 }, (_, index) => [`group ${index}`]);
    const { bars, rest } = barsOf({ path: "", columns: ["a"], rows }, 0, null);
    expect(bars).toHaveLength(20);
    expect(rest).toEqual({ groups: 5, value: 5 });
  });
});

describe("the columns that can be added up", () => {
  it("hold numbers, perhaps with gaps, and neither text nor nothing at all", () => {
    expect(numericColumns(stays)).toEqual([2]);
    expect(numericColumns({ path: "", columns: ["a", "b"], rows: [["1", null]] })).toEqual([]);
  });
});
