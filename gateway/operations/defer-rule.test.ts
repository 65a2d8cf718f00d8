import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { DeferRule } from "./defer-rule.ts";

const schema = buildSchema(`
  directive @defer(label: String, if: Boolean! = true) on FRAGMENT_SPREAD | INLINE_FRAGMENT
  type Query { a: A } type Mutation { act: A } type A { b: Int c: Int }`);
const faults = (text: string) => validate(schema, parse(text), [DeferRule]).map(({ message }) => message);

describe("the rule of @defer", () => {
  it.each([
    [
      '{ ...@defer(label: "x") { a { b } } ...@defer(label: "y") { a { c } } ...@defer { a { b } } ...@defer { a { c } } }',
    ],
    ["mutation { act { ...@defer { b } } }"],
    ["mutation { act { ...F @defer } } fragment F on A { b }"],
  ])("lets pass %s", (text) => expect(faults(text)).toEqual([]));

  it("has no root of a mutation to tell of where the graph has none", () => {
    const readOnly = buildSchema("directive @defer on FRAGMENT_DEFINITION type Query { a: Int }");
    expect(validate(readOnly, parse("{ ...F } fragment F on Query @defer { a }"), [DeferRule])).toEqual([]);
  });

  it.each([
    ["query ($l: String) { a { ...@defer(label: $l) { b } } }", "The label of"],
    ['{ a { ...@defer(label: "x") { b } ...F @defer(label: "x") } } fragment F on A { c }', "have the same label"],
    ["mutation { ...@defer { act { b } } }", "at the root of a mutation"],
    ["mutation { ...F } fragment F on Mutation { ...@defer { act { b } } }", "at the root of a mutation"],
  ])("refuses %s", (text, message) => expect(faults(text)).toEqual([expect.stringContaining(message)]));
});
