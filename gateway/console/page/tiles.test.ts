import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { tilesOfToday, tilesUntil2025 } from "./tile-layouts.ts";
import { provinceColumn, shadeOf, tilesFor, tileValues } from "./tiles.ts";

const fileOfHub = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

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
  it("has a tile of its own for each provincial committee of today", () => {
    const deployed = JSON.parse(fileOfHub("deploy/committees.json")) as Record<string, string[]>;
    const provincial = Object.values(deployed)
      .flat()
      .filter((code) => code.startsWith("PTC-"));
    expect(tilesOfToday.map(({ code }) => code).sort()).toEqual(provincial.sort());
    expect(new Set(tilesOfToday.map(({ column, row }) => `${column}/${row}`)).size).toBe(34);
  });

  it("has one for each of the 63 committees that stood before July 2025, named as the registry names them", () => {
    const registry = fileOfHub("subgraphs/organization-commission/migrations/0002-load-committees.sql");
    const [, unmerged = "", , merged = ""] = registry.split("with unit (");
    const unitsOf = (part: string, prefix: string) =>
      [...part.matchAll(/\('(\d\d)', '(?:Tỉnh|Thành) ủy ([^']+)'/g)].map(
        ([, code, name = ""]) => [`${prefix}-${code}`, name] as const,
      );
    const known = [...unitsOf(unmerged, "PTC"), ...unitsOf(merged, "PTC63")];
    expect(known).toHaveLength(63);
    const shortened = (name: string) => name.replace("Thành phố", "TP.").replace("Bà Rịa", "BR");
    const expected = known.map(([code, name]) => `${code} ${shortened(name)}`);
    expect(tilesUntil2025.map(({ code, name }) => `${code} ${name}`).sort()).toEqual(expected.sort());
    expect(new Set(tilesUntil2025.map(({ column, row }) => `${column}/${row}`)).size).toBe(63);
  });

  it("shows the provinces of the table: those of before where one of them is no more, else those of today", () => {
    expect(tilesFor(table, 0)).toBe(tilesUntil2025);
    expect(tilesFor({ ...table, rows: table.rows.slice(0, 4) }, 0)).toBe(tilesOfToday);
    expect(provinceColumn(table)).toBe(0);
    expect(
      provinceColumn({
        ...table,
        rows: [
          ["PTC63-99", "", 7],
          ["CRC-CP", "", 7],
        ],
      }),
    ).toBeNull();
  });

  it("adds up by province, never over a number that is suppressed, and counts what is not on it", () => {
    const today = tileValues(table, { tiles: tilesOfToday, province: 0, value: 2 });
    expect([...today.values]).toEqual([
      ["PTC-01", 20],
      ["PTC-79", null],
    ]);
    expect(today.rowsElsewhere).toBe(1);
    const before = tileValues(table, { tiles: tilesUntil2025, province: 0, value: 2 });
    expect([...before.values]).toEqual([
      ["PTC-01", 20],
      ["PTC63-02", 7],
    ]);
    expect(before.rowsElsewhere).toBe(2);
  });

  it("is darkest at the largest number alone", () => {
    expect([0, 19, 20, 99, 100].map((value) => shadeOf(value, 100))).toEqual([0, 0, 1, 4, 4]);
    expect(shadeOf(0, 0)).toBe(0);
  });
});
