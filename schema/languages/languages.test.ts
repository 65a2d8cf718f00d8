import { buildSchema, parse, print } from "graphql";
import { describe, expect, it } from "vitest";
import { descriptionsOf, withDescriptions } from "./coordinates.ts";

describe("descriptions by coordinate", () => {
  const sdl = `"A." type Query { "B." b("C." c: In): E } "D." input In { "F." f: Int } "G." enum E { "H." H }`;

  it("are found at every kind of element", () => {
    expect(Object.keys(descriptionsOf(buildSchema(sdl))).sort()).toEqual(
      ["E", "E.H", "In", "In.f", "Query", "Query.b", "Query.b(c:)"].sort(),
    );
  });

  it("replace what is there and leave the rest", () => {
    const told = print(withDescriptions(parse(sdl), { "Query.b(c:)": "Xin chào.", constructor: "x" }));
    expect(told).toContain("Xin chào.");
    expect(told).not.toContain('"C."');
    expect(told).toContain('"B."');
  });
});
