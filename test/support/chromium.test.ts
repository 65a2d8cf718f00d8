import { describe, expect, it } from "vitest";
import { testsLeftOut } from "./chromium.ts";

describe("the tests left out", () => {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);

  it("are none where there is a browser, and nothing is said", () => {
    expect(testsLeftOut("/usr/bin/chromium", true, warn)).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it("are the browser tests where there is none, and it is said", () => {
    expect(testsLeftOut(undefined, false, warn)).toEqual(["test/browser/**"]);
    expect(warnings).toEqual([expect.stringContaining("LEFT OUT: test/browser")]);
  });

  it("are an error in CI", () => {
    expect(() => testsLeftOut(undefined, true, warn)).toThrow("The browser tests need Chromium");
  });
});
