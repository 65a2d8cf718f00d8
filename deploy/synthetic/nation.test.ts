import { describe, expect, it } from "vitest";
import { cellOf, homeLevels, superiorsOf } from "./home-trees.ts";
import { opaqueId } from "./identifiers.ts";
import { planNation } from "./nation.ts";

const nation = planNation({ members: 30_000, departures: 6_000, seed: 5 });

describe("a planned nation", () => {
  it("has exactly the members and departures asked for", () => {
    expect(nation.trees.reduce((sum, { members }) => sum + members, 0)).toBe(30_000);
    let departures = 0;
    for (const tree of nation.trees) {
      for (let member = 0; member < tree.members; member++) departures += nation.departuresOf(tree, member);
    }
    expect(departures).toBe(6_000);
  });

  it("answers for a member without having been asked for those before", () => {
    const [tree] = nation.trees;
    if (!tree) throw new Error("There is no tree.");
    const counts = Array.from({ length: 200 }, (_, member) => nation.departuresOf(tree, member));
    expect(counts.map((_, index) => nation.departuresOf(tree, 199 - index)).reverse()).toEqual(counts);
    expect(Math.max(...counts)).toBeGreaterThan(0);
  });
});

describe("a tree of home organizations", () => {
  it("gives every member a cell of three to sixty, and every cell its members in a row", () => {
    for (const tree of nation.trees) {
      const sizes = new Map<number, number>();
      for (let member = 0; member < tree.members; member++) {
        const cell = cellOf(tree, member);
        expect(homeLevels[tree.levels[cell] ?? 0]).toBe("CELL");
        sizes.set(cell, (sizes.get(cell) ?? 0) + 1);
      }
      expect(sizes.size).toBe(tree.cells.length);
      expect(Math.min(...sizes.values())).toBeGreaterThanOrEqual(3);
      expect(Math.max(...sizes.values())).toBeLessThanOrEqual(60);
    }
  });

  it("leads from every organization up to the head, each superior of a higher level", () => {
    for (const tree of nation.trees) {
      for (const organization of tree.superiors.keys()) {
        const levels = [...superiorsOf(tree, organization), organization].map((number) => tree.levels[number] ?? -1);
        expect(levels[0]).toBe(0);
        expect(levels.every((level, index) => index === 0 || level > (levels[index - 1] ?? 9))).toBe(true);
      }
    }
  });
});

describe("opaque ids", () => {
  it("are thirteen characters after the prefix, and never the same for two things", () => {
    const ids = new Set<string>();
    for (let space = 0; space < 40; space++) for (let low = 0; low < 500; low++) ids.add(opaqueId("mb", space, low));
    expect(ids.size).toBe(40 * 500);
    expect([...ids].every((id) => /^mb_[0-9a-hjkmnp-tv-z]{13}$/.test(id))).toBe(true);
    expect(opaqueId("po", 1, 2)).not.toBe(opaqueId("po", 2, 1));
  });
});
