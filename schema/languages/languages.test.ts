import { readFileSync } from "node:fs";
import { buildSchema, parse, print } from "graphql";
import { describe, expect, it } from "vitest";
import { currentSchema } from "../life/releases.ts";
import { descriptionsOf, withDescriptions, type Descriptions } from "./coordinates.ts";

const vi = JSON.parse(readFileSync(new URL("vi.json", import.meta.url), "utf8")) as Descriptions;

describe("the descriptions in Vietnamese", () => {
  const english = descriptionsOf(currentSchema());

  it("are there for every element that has one in English, and for no other", () => {
    expect(Object.keys(english).length).toBeGreaterThan(500);
    expect(Object.keys(english).filter((at) => !vi[at]?.trim())).toEqual([]);
    expect(Object.keys(vi).filter((at) => !(at in english))).toEqual([]);
  });

  it("are in Vietnamese", () => {
    const marks = /[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]/i;
    expect(Object.entries(vi).filter(([, text]) => !marks.test(text))).toEqual([]);
  });
});

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
