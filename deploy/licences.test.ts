import { describe, expect, it } from "vitest";
import { licenceProblems } from "./licences.ts";

describe("the licence check", () => {
  it("lets agreed licences pass", () => {
    expect(licenceProblems({ "": {}, "node_modules/a": { license: "MIT" } })).toEqual([]);
  });

  it("names a package whose licence nobody agreed to", () => {
    expect(licenceProblems({ "node_modules/a/node_modules/@b/c": { license: "GPL-3.0" } })).toEqual(["@b/c: GPL-3.0"]);
  });

  it("names a package that states no licence", () => {
    expect(licenceProblems({ "node_modules/a": {} })).toEqual(["a: none stated"]);
  });

  it("lets MPL-2.0 pass in development only", () => {
    expect(licenceProblems({ "node_modules/a": { license: "MPL-2.0", dev: true } })).toEqual([]);
    expect(licenceProblems({ "node_modules/a": { license: "MPL-2.0" } })).toEqual(["a: MPL-2.0"]);
  });

  it("lets Elastic-2.0 pass for the named packages only", () => {
    expect(licenceProblems({ "node_modules/@apollo/gateway": { license: "Elastic-2.0" } })).toEqual([]);
    expect(licenceProblems({ "node_modules/other": { license: "Elastic-2.0" } })).toEqual(["other: Elastic-2.0"]);
  });

  it("refuses a lockfile in which there is nothing to check", () => {
    expect(() => licenceProblems({ "": {} })).toThrow("The lockfile lists no packages.");
  });
});
