import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { deprecationOf, deprecations, givesNotice, readDeprecation } from "./deprecation.ts";

const reason = "Since 2026-01-31, served until 2026-07-31: use Query.b.";

describe("a deprecation", () => {
  it("says since when, until when and what instead", () => {
    expect(readDeprecation(reason)).toEqual({ since: "2026-01-31", until: "2026-07-31", instead: "use Query.b." });
    expect(readDeprecation("no longer needed")).toBeUndefined();
  });

  it.each([
    ["2026-01-15", "2026-07-15", true],
    ["2026-01-15", "2026-07-14", false],
  ])("announced on %s for %s gives notice: %s", (since, until, expected) => {
    expect(givesNotice({ since, until, instead: "x." })).toBe(expected);
  });

  it("is found on fields, arguments, input fields and enum values", () => {
    const mark = `@deprecated(reason: "${reason}")`;
    const schema = buildSchema(`
      enum E { A ${mark} B }
      input I { x: Int ${mark} y: Int }
      type Query { a(b: Int ${mark}, i: I): E c: Int ${mark} }`);
    expect([...deprecations(schema).keys()].sort()).toEqual(["E.A", "I.x", "Query.a.b", "Query.c"]);
    expect(deprecationOf(schema, "Query.a.b")?.until).toBe("2026-07-31");
    expect(deprecationOf(schema, "Query.a")).toBeUndefined();
    expect(deprecationOf(schema, "Nothing.at")).toBeUndefined();
  });
});
