import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { referencePage } from "./reference.ts";

describe("docs/reference.md", () => {
  it("is what the contract says today", () => {
    expect(readFileSync(new URL("../docs/reference.md", import.meta.url), "utf8")).toBe(referencePage());
  });
});
