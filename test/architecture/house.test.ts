import { describe, expect, it } from "vitest";
import { houseRules, trackedFiles } from "./house.ts";

const files = trackedFiles(new URL("../..", import.meta.url).pathname);

describe("the house", () => {
  it("is looked at as a whole", () => {
    expect(files.filter(({ path }) => path.endsWith(".ts")).length).toBeGreaterThan(60);
  });

  it.each(Object.entries(houseRules))("%s", (_, rule) => {
    expect(files.flatMap((file) => rule(file))).toEqual([]);
  });

  it.each([
    ["a source file has at most 250 lines, a test that is a list of cases 350", "gateway/a.ts", "\n".repeat(252)],
    ["a line has at most 120 characters", "gateway/a.ts", "x".repeat(121)],
    ["every exported declaration of the product has a docstring", "gateway/a.ts", "export const a = 1;"],
    ["nothing is exported as default, by star or imported when called", "gateway/a.ts", "export default 1;"],
    ["no test is skipped, focused or unwritten", "gateway/a.test.ts", ["it", "skip('x')"].join(".")],
    ["only the migrator sends SQL that Kysely did not build", "subgraphs/a/b.ts", ["sql", "raw(text)"].join(".")],
    ["only the kit's config reads the environment below subgraphs", "subgraphs/a/b.ts", "process.env"],
    ["the lockfile names no registry", "package-lock.json", '"resolved": "x"'],
  ])("finds what breaks a rule: %s", (name, path, text) => {
    expect(houseRules[name]?.({ path, text })).toHaveLength(1);
  });
});
