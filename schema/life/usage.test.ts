import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { checkChanges } from "./check-changes.ts";
import { removedInUse, usageOf, type ElementUse } from "./usage.ts";

const old = '@deprecated(reason: "Since 2026-01-31, served until 2026-07-31: use another.")';
const before = buildSchema(`enum E { A ${old} B } type Query { a(x: Int ${old} e: E): Int ${old} b: Int }`);
const after = buildSchema("enum E { B } type Query { a(e: E): Int b: Int }");

const today = "2026-09-30";
const use = (element: string, day: string, operation = "Dossier", uses = 1): ElementUse => {
  return { element, day, operation, uses };
};

describe("uses of deprecated elements", () => {
  it("are told for every element, also for one that nobody uses", () => {
    const uses = [
      use("E.A", "2026-09-01", "", 3),
      use("E.A", "2026-08-31", "WorkList", 9),
      use("E.A", today, "Dossier", 4),
    ];
    const none = { deprecatedSince: "2026-01-31", lastUsedOn: null, uses: 0, operations: [] };
    expect(usageOf(before, uses, today)).toEqual([
      { element: "E.A", deprecatedSince: "2026-01-31", lastUsedOn: today, uses: 7, operations: ["", "Dossier"] },
      { element: "Query.a", ...none },
      { element: "Query.a.x", ...none },
    ]);
  });

  it("of thirty days keep an element from going, older ones and those of what stays do not", () => {
    const uses = [
      use("Query.a.x", "2026-09-01"),
      use("Query.a.x", today, "", 2),
      use("E.A", "2026-08-31"),
      use("Query.a", today),
    ];
    expect(removedInUse(after, uses, today)).toEqual([
      "Query.a.x was used 3 times in the last 30 days, last on 2026-09-30, by Dossier, documents that are not registered.",
    ]);
  });
});

describe("the check of a change", () => {
  const last = { version: "1.0.0", day: "2026-02-01", schema: before };
  const check = async (uses: readonly ElementUse[] | undefined, query = "{ b }", day = today) =>
    (await checkChanges(after, { last, operations: [{ name: "Dossier", text: query }], uses, today: day })).problems;

  it("lets go what was announced and is no longer used, or of which no figures are given", async () => {
    expect(await check([])).toEqual([]);
    expect(await check(undefined)).toEqual([]);
  });

  it("refuses what is still used, what was not announced and what breaks an operation", async () => {
    expect(await check([use("E.A", today)])).toEqual([
      "Still in use: E.A was used 1 times in the last 30 days, last on 2026-09-30, by Dossier.",
    ]);
    expect(await check([], "{ a(x: 1) }")).toEqual([expect.stringContaining("The operation Dossier no longer fits: ")]);
    expect(await check([], "{ b }", "2026-07-31")).toEqual([
      expect.stringContaining("Not announced, or too early: "),
      expect.stringContaining("Not announced, or too early: "),
    ]);
  });
});
