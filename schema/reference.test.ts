import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { lifecyclePage } from "./lifecycle-page.ts";
import { referencePage } from "./reference.ts";

describe("docs", () => {
  it.each([
    ["reference.md", referencePage],
    ["lifecycles.md", lifecyclePage],
  ])("%s is what the contract says today", (page, write) => {
    expect(readFileSync(new URL(`../docs/${page}`, import.meta.url), "utf8")).toBe(write());
  });
});
