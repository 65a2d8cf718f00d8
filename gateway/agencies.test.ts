import { describe, expect, it } from "vitest";
import { readAgencies } from "./agencies.ts";

describe("the agencies file", () => {
  it("gives each agency one address, or instances and the committees they serve", () => {
    const agencies = {
      "foreign-ministry": { url: "http://127.0.0.1:4002/graphql" },
      "provincial-committees": { instances: { north: "http://127.0.0.1:4003/graphql" }, routes: { "PTC-01": "north" } },
    };
    expect(readAgencies(JSON.stringify(agencies))).toEqual(agencies);
  });

  it.each([
    ["no JSON", "{", "the file is not JSON"],
    ["an address that is none", '{"a":{"url":"here"}}', "Invalid URL"],
    ["an address of another kind", '{"a":{"url":"file:///etc/passwd"}}', "Invalid URL"],
    [
      "a route to nowhere",
      '{"a":{"instances":{},"routes":{"PTC-01":"north"}}}',
      "a route leads to an instance that is not listed",
    ],
    ["both kinds at once", '{"a":{"url":"http://a/","instances":{},"routes":{}}}', "→ at a"],
  ])("is refused when it holds %s", (_, text, problem) => {
    expect(() => readAgencies(text)).toThrow(problem);
  });
});
