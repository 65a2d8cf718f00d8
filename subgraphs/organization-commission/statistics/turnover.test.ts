import { describe, expect, it } from "vitest";
import { turnoversOf } from "./turnover.ts";

const years = (values: Readonly<Record<string, number | null>>) =>
  Object.entries(values).map(([period, value]) => ({ period, value }));

describe("turnover", () => {
  it("is the share that came home of all who were abroad in a year, counted back from today", () => {
    expect(turnoversOf(years({ 2024: 30, 2025: 20 }), years({ 2024: 10, 2025: 15 }), 45)).toEqual([
      { year: "2024", returnCount: 10, abroadAtEndCount: 40, share: 0.2 },
      { year: "2025", returnCount: 15, abroadAtEndCount: 45, share: 0.25 },
    ]);
  });

  it.each([
    ["whose departures are hidden", years({ 2024: null, 2025: 20 }), years({ 2024: 10, 2025: 15 }), 45],
    ["whose returns are hidden", years({ 2024: 30, 2025: 20 }), years({ 2024: null, 2025: 15 }), 45],
    ["that is another band", years({ 2024: 30, 2025: 20 }), years({ "2023-2024": 10, 2025: 15 }), 45],
    ["at whose end few were abroad", years({ 2024: 30, 2025: 46 }), years({ 2024: 10, 2025: 5 }), 45],
  ])("ends at a year %s", (_, departures, returns, abroad) => {
    expect(turnoversOf(departures, returns, abroad).map(({ year }) => year)).toEqual(["2025"]);
  });

  it("is nothing where those abroad today are hidden", () => {
    expect(turnoversOf(years({ 2025: 20 }), years({ 2025: 15 }), null)).toEqual([]);
  });
});
