import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { compileRights } from "../authorization/compile-rights.ts";
import { deprecatedUses } from "./deprecated-uses.ts";

const old = '@deprecated(reason: "Since 2026-01-31, served until 2026-07-31: use another.")';
const schema = buildSchema(`
  enum Sort { NAME  AGE ${old} }
  input Filter { text: String  code: String ${old}  sort: Sort  inner: [Filter!] }
  interface Named { name: String  title: String ${old} }
  type Cell implements Named { name: String  title: String  nick: String ${old} }
  type Office implements Named { name: String ${old}  title: String ${old} }
  type Query {
    cell(id: ID, old: Int ${old}): Cell
    named: [Named!]
    list(filter: Filter, sort: Sort, sorts: [Sort!]): [Cell!]
    gone: Int ${old}
  }`);

function usesOf(text: string, variables: Readonly<Record<string, unknown>> = {}, operationName?: string) {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const rules = { at: new Map(), classAt: new Map(), policies: new Map() };
  return deprecatedUses(compileRights(document, operationName, schema, rules))(variables).toSorted();
}

describe("uses of what is deprecated", () => {
  it.each<[string, string, object, readonly string[]]>([
    ["a field", "{ gone cell { name } }", {}, ["Query.gone"]],
    ["nothing", '{ cell(id: 1) { name title } list(filter: { text: "AGE" }, sort: NAME) { name } }', {}, []],
    ["an argument", "{ cell(old: 1) { name } }", {}, ["Query.cell.old"]],
    ["an argument by a variable without value", "query ($n: Int) { cell(old: $n) { name } }", {}, ["Query.cell.old"]],
    ["an enum value", "{ list(sort: AGE) { name } }", {}, ["Sort.AGE"]],
    ["an enum value in a default", "query ($s: Sort = AGE) { list(sort: $s) { name } }", { s: "NAME" }, ["Sort.AGE"]],
    ["an enum value in a variable", "query ($s: Sort) { list(sort: $s) { name } }", { s: "AGE" }, ["Sort.AGE"]],
    ["another value in it", "query ($s: Sort) { list(sort: $s) { name } }", { s: "NAME" }, []],
    ["a list of values", "query ($s: [Sort!]) { list(sorts: $s) { name } }", { s: ["NAME", "AGE"] }, ["Sort.AGE"]],
    ["one value for a list", "query ($s: [Sort!]) { list(sorts: $s) { name } }", { s: "AGE" }, ["Sort.AGE"]],
    ["an input field", '{ list(filter: { code: "x" }) { name } }', {}, ["Filter.code"]],
    [
      "input fields within a variable",
      "query ($f: Filter) { list(filter: $f) { name } }",
      { f: { inner: [{ code: null }, { sort: "AGE" }] } },
      ["Filter.code", "Sort.AGE"],
    ],
    ["no input field", "query ($f: Filter) { list(filter: $f) { name } }", { f: { text: "code" } }, []],
    ["a null variable", "query ($f: Filter) { list(filter: $f) { name } }", { f: null }, []],
    ["a fragment", "{ cell { ...F } } fragment F on Cell { nick }", {}, ["Cell.nick"]],
    ["what is skipped", "{ cell { name nick @skip(if: true) } }", {}, ["Cell.nick"]],
    ["an interface", "{ named { title } }", {}, ["Named.title", "Office.title"]],
    ["one type behind an interface", "{ named { name } }", {}, ["Office.name"]],
    ["the other type behind it", "{ named { ... on Cell { name } } }", {}, []],
    ["an interface within one type", "{ cell { ...N } } fragment N on Named { name title }", {}, ["Named.title"]],
  ])("are found in %s", (_, text, variables, expected) => {
    expect(usesOf(text, variables as never)).toEqual(expected);
  });

  it("are those of the operation that is asked, not of another in its document", () => {
    const text = "query A { cell { name } } query B($s: Sort = AGE) { gone list(sort: $s) { name } }";
    expect(usesOf(text, {}, "A")).toEqual([]);
    expect(usesOf(text, {}, "B")).toEqual(["Query.gone", "Sort.AGE"]);
  });
});
