import { parse, print, stripIgnoredCharacters } from "graphql";
import { describe, expect, it } from "vitest";
import { markDeferred } from "./mark-deferred.ts";

const marked = (text: string) => {
  const result = markDeferred(parse(text, { noLocation: true }));
  return result && stripIgnoredCharacters(print(result.document));
};
const D = (number: number) => `...@defer(label:"part${number}")`;

describe("what a query defers", () => {
  it.each([
    ["nothing", "{ a { b } ...F } fragment F on Query { c }", null],
    ["a fragment", "{ a { b ... @defer { c } } }", `{a{b ${D(0)}{c}}}`],
    ["a fragment at the root", "{ a ... @defer { b } }", `{a ${D(0)}{b}}`],
    ["one within another", "{ a { ... @defer { b { c ... @defer { d } } } } }", `{a{${D(0)}{b{c ${D(1)}{d}}}}}`],
    [
      "a named fragment, each use for itself",
      "{ a { ...F @defer } b { ...F @defer } } fragment F on A { c ... @defer { d } }",
      `{a{...on A@defer(label:"part0"){c ${D(1)}{d}}}b{...on A@defer(label:"part2"){c ${D(3)}{d}}}}`,
    ],
    ["a leaf that is there already: not that", "{ a { b ... @defer { b c } } }", `{a{b ${D(0)}{c}}}`],
    ["nothing but such leaves: not at all", "{ a { b ... @defer { b } } }", null],
    ["nothing but the name of a type: not at all", "{ a { b ... @defer { t: __typename } } }", null],
    ["the name of a type beside a field", "{ a { b ... @defer { __typename c } } }", `{a{b ${D(0)}{__typename c}}}`],
    [
      "the name of a type around another part",
      "{ a { ... @defer { __typename ... @defer { __typename c } } } }",
      `{a{...{__typename ${D(1)}{c}}}}`,
    ],
    ["such a leaf of an outer part", "{ a { ...@defer { b c ...@defer { b d } } } }", `{a{${D(0)}{b c ${D(1)}{d}}}}`],
    ["an object of which something is there: not at all", "{ a { b { c } ... @defer { b { d } } } }", null],
    ["an object that two ask for: not that", "{ a { ...@defer { b { c } } ...@defer { b { d } } } }", null],
    [
      "a leaf that two ask for: one of them does",
      "{ a { ...@defer { b c } ...@defer { b d } } }",
      `{a{${D(0)}{c}...{b d}}}`,
    ],
    [
      "a leaf that is there for another type",
      "{ a { ... on X { b } ... on Y @defer { b c } ... on Y @defer { d } } }",
      `{a{...on X{b}...on Y{b c}...on Y@defer(label:"part1"){d}}}`,
    ],
    [
      "a leaf that is there for the same type",
      "{ a { ... on X { b } ... on X @defer { b c } } }",
      `{a{...on X{b}...on X@defer(label:"part0"){c}}}`,
    ],
    ["what is written at two places of one object", "{ a { b } a { ... @defer { c } } }", `{a{b}a{${D(0)}{c}}}`],
    ["nothing of a mutation", "mutation { a { b ... @defer { c } } }", null],
  ])("is %s", (_, text, expected) => expect(marked(text)).toBe(expected));

  it("keeps the client's labels", () => {
    const result = markDeferred(
      parse('{ a { ... @defer(label: "x") { b } ... @defer { c } ...@defer(label: null) { d } } }'),
    );
    expect([...result!.labels]).toEqual([
      ["part0", "x"],
      ["part1", null],
      ["part2", null],
    ]);
  });
});
