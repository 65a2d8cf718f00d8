import { buildSchema, parse, print } from "graphql";
import { describe, expect, it } from "vitest";
import { namePrivately } from "./private-names.ts";

const schema = buildSchema(`
  type Query { book: Book list(first: Int, after: String): [Book] }
  type Mutation { add: Int }
  type Book { id: ID title: String price(currency: String): Int }
`);
const named = (text: string) => {
  const { document, clientNames } = namePrivately(parse(text, { noLocation: true }), schema);
  return { text: print(document).replace(/\s+/g, " ").trim(), names: [...clientNames.values()] };
};

describe("private names", () => {
  it("takes an alias off a field without arguments, so that it cannot stand in for a key", () => {
    expect(named("{ book { id: title __typename: title } }").text).toBe("{ book { title title } }");
  });

  it("leaves what is asked about the schema under the client's names, also in fragments", () => {
    const text = "query { __schema { types { ...T } } } fragment T on __Type { all: fields(includeDeprecated: true) { name } }";
    expect(named(text).text).toBe(text.replace("query ", ""));
  });

  it("gives a field that takes arguments one name per argument list, in whatever order they stand", () => {
    const { text, names } = named(
      '{ a: list(first: 1, after: "x") { id } b: list(after: "x", first: 1) { id } c: list { id } }',
    );
    expect(text.match(/hub\d/g)).toEqual(["hub0", "hub0", "hub1"]);
    expect(names).toEqual(["id", "a", "id", "b", "id", "c"]);
  });

  it("keeps aliases of a field apart that select differently, so that a null risen in one does not reach the other", () => {
    expect(named("{ a: book { id } b: book { id } c: book { title } book { title } }").text).toBe(
      "{ hub0: book { id } hub0: book { id } book { title } book { title } }",
    );
    expect(named("{ a: book { id } ...F } fragment F on Query { a: book { title } b: book { id } }").text).toBe(
      "{ hub0: book { id } ...F } fragment F on Query { hub0: book { title } hub1: book { id } }",
    );
  });

  it("gives a field that could take arguments a private name even without any, because @requires may give some", () => {
    expect(named("{ book { price } }").text).toBe("{ book { hub0: price } }");
  });

  it("keeps two acts of a mutation apart though they ask for the same", () => {
    expect(named("mutation { a: add b: add add }").text).toBe("mutation { hub0: add hub1: add add }");
  });

  it("leaves introspection untouched", () => {
    expect(named('{ s: __type(name: "Book") { f: fields(includeDeprecated: true) { name } } }').text).toContain(
      's: __type(name: "Book") { f: fields(includeDeprecated: true)',
    );
  });

  it("chooses a prefix that no field of the schema begins with", () => {
    const other = buildSchema("type Query { hub0(x: Int): Int }");
    expect(print(namePrivately(parse("{ hub0 }"), other).document)).toContain("hub_0: hub0");
  });
});
