import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { provinceColumn, shadeOf, tiles, tileValues } from "./tiles.ts";

const table = {
  path: "nodes",
  columns: ["code", "label", "value"],
  rows: [
    ["PTC-01", "Hà Nội", 12],
    ["PTC-01", "Hà Nội", 8],
    ["PTC-79", "TP. Hồ Chí Minh", null],
    ["PTC-79", "TP. Hồ Chí Minh", 9],
    ["PTC63-02", "Hà Giang", 7],
  ],
};

describe("the map of provinces", () => {
  it("has a tile of its own for each provincial committee of the hub", () => {
    const deployed = JSON.parse(
      readFileSync(new URL("../../../deploy/committees.json", import.meta.url), "utf8"),
    ) as Record<string, string[]>;
    const provincial = Object.values(deployed)
      .flat()
      .filter((code) => code.startsWith("PTC-"));
    expect(tiles.map(({ code }) => code).sort()).toEqual(provincial.sort());
    expect(new Set(tiles.map(({ column, row }) => `${column}/${row}`)).size).toBe(34);
  });

  it("adds up by province, never over a number that is suppressed, and counts what is not on it", () => {
    expect(provinceColumn(table)).toBe(0);
    const { values, rowsElsewhere } = tileValues(table, 0, 2);
    expect([...values]).toEqual([
      ["PTC-01", 20],
      ["PTC-79", null],
    ]);
    expect(rowsElsewhere).toBe(1);
    expect(provinceColumn({ ...table, rows: [["PTC63-02", "Hà Giang", 7]] })).toBeNull();
  });

  it("is darkest at the largest number alone", () => {
    expect([0, 19, 20, 99, 100].map((value) => shadeOf(value, 100))).toEqual([0, 0, 1, 4, 4]);
    expect(shadeOf(0, 0)).toBe(0);
  });
});
