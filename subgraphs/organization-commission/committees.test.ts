import { describe, expect, it } from "vitest";
import { nameOn } from "./committees.ts";

describe("the name of a committee", () => {
  const names = [
    { validFrom: "2008-08-01", name: "Tỉnh ủy Thừa Thiên Huế" },
    { validFrom: "2025-01-01", name: "Thành ủy Huế" },
  ];

  it.each([
    ["before its first name", "2000-01-01", "Tỉnh ủy Thừa Thiên Huế"],
    ["on the last day of a name", "2024-12-31", "Tỉnh ủy Thừa Thiên Huế"],
    ["on the first day of a name", "2025-01-01", "Thành ủy Huế"],
    ["long after", "2099-01-01", "Thành ủy Huế"],
  ])("%s is the nearest one", (_, day, name) => {
    expect(nameOn(names, day)).toBe(name);
  });
});
