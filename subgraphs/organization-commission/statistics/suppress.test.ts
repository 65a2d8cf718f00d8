import { describe, expect, it } from "vitest";
import { networkOf, type Edge } from "./network.ts";
import { suppress } from "./suppress.ts";

/** A table of rows by columns whose margins everybody knows; rows are nodes, then columns. */
function table(values: readonly (readonly number[])[]): readonly Edge[] {
  return values.flatMap((row, from) =>
    row.map((value, column) => {
      const to = values.length + column;
      return { from, to, value, target: value < 5 ? 5 : null, cost: value + 1, isLikeAnother: false, isHidden: false };
    }),
  );
}

const shown = (values: readonly (readonly number[])[]) => {
  const edges = table(values);
  suppress(networkOf(edges));
  return values.map((row, from) => row.map((_, column) => {
    const edge = edges.find((it) => it.from === from && it.to === values.length + column);
    return edge?.isHidden ? null : edge?.value;
  }));
};

describe("suppression in a table with known margins", () => {
  it("hides nothing where nothing is small", () => {
    expect(shown([[5, 6], [7, 8]])).toEqual([[5, 6], [7, 8]]);
  });

  it("hides a rectangle around one small figure, the cheapest one", () => {
    expect(shown([[3, 20, 9], [8, 50, 30], [40, 60, 70]])).toEqual([[null, 20, null], [null, 50, null], [40, 60, 70]]);
  });

  it("hides more where those in the rectangle are too small to give what is missing", () => {
    // Figures of 1 and 2 could only make 0 of it 2, so an outsider would know that it is small.
    const hidden = shown([[0, 2, 30], [1, 4, 30], [30, 30, 30]]).flat().filter((value) => value === null);
    expect(hidden.length).toBeGreaterThan(4);
  });

  it("is refused where the margins leave no room", () => {
    expect(() => shown([[3], [50]])).toThrow("A small figure follows from the sums around it.");
    expect(() => shown([[1, 1], [1, 1]])).toThrow("A small figure follows from the sums around it.");
  });
});
