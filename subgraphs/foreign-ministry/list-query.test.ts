import { describe, expect, it } from "vitest";
import { dayPageRequest, given } from "./list-query.ts";

const cursor = (values: readonly unknown[]) => Buffer.from(JSON.stringify(values)).toString("base64url");

describe("given", () => {
  it("keeps what has a value, false and the empty text among it", () => {
    expect(given({ a: "x", b: false, c: "", d: 0 })).toEqual({ a: "x", b: false, c: "", d: 0 });
  });

  it("leaves out what is null or absent", () => {
    expect(given({ a: null, b: undefined })).toEqual({});
  });
});

describe("dayPageRequest", () => {
  it("reads a cursor of a day and an id", () => {
    const page = dayPageRequest({ first: 5, after: cursor(["2024-02-29", "oa_a"]) });
    expect(page).toEqual({ size: 5, after: ["2024-02-29", "oa_a"] });
  });

  it("starts at the beginning without a cursor", () => {
    expect(dayPageRequest({ first: 5 })).toEqual({ size: 5, after: null });
  });

  it.each([
    ["a day that does not exist", ["2023-02-29", "oa_a"]],
    ["no day", ["oa_a", "oa_a"]],
    ["one value", ["2024-02-29"]],
    ["three values", ["2024-02-29", "oa_a", "b"]],
    ["a number", ["2024-02-29", 1]],
  ])("refuses a cursor with %s", (_, values) => {
    expect(() => dayPageRequest({ after: cursor(values) })).toThrow(
      expect.objectContaining({ extensions: { code: "INPUT_CURSOR_UNKNOWN" } }),
    );
  });
});
