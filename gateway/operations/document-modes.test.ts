import { describe, expect, it } from "vitest";
import { readDocumentModes } from "./document-modes.ts";

describe("the modes for documents", () => {
  it("are one for everybody and others for organizations that differ", () => {
    expect(readDocumentModes("enforce, PTC-79=log,foreign-ministry=off")).toEqual({
      otherwise: "enforce",
      byOrganization: new Map([
        ["PTC-79", "log"],
        ["foreign-ministry", "off"],
      ]),
    });
    expect(readDocumentModes("log")).toEqual({ otherwise: "log", byOrganization: new Map() });
  });

  it.each([
    ["", '"" must be off, log or enforce'],
    ["strict", '"strict" must be off, log or enforce'],
    ["enforce,PTC-79", '"" must be off, log or enforce'],
    ["enforce,=log", '"=log" names no organization'],
  ])("are refused when they are %j", (text, reason) => {
    expect(() => readDocumentModes(text)).toThrow(reason);
  });
});
