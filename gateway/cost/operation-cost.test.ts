import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import { composeForTest } from "../../test/support/agencies.ts";
import { compileVariant } from "../execution/compile/compile-variant.ts";
import { createPlanner } from "../planning/planner.ts";
import { loadSupergraph } from "../planning/supergraph.ts";
import { AMOUNT_MAX } from "./amount.ts";

const LINK = (imports: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])`;

/** Two agencies that share books; prices are told for a currency that the first one knows. */
const library = {
  catalogue: {
    url: "http://127.0.0.1:1/",
    sdl: `${LINK('"@key", "@shareable", "@cost", { name: "@listSize", as: "@length" }')}
      type Query {
        book(id: ID!): Book
        books(first: Int = 3, filter: Filter): Page
          @length(slicingArguments: ["first"], sizedFields: ["nodes"], requireOneSlicingArgument: false)
        shelf(size: Int): [Book!] @length(assumedSize: 7, slicingArguments: ["size"], requireOneSlicingArgument: false)
        media(kind: String @cost(weight: 6)): [Media!] @length(assumedSize: 4)
        unknown: [Book!]
        grid: [[Book!]!]
      }
      type Mutation { lend(id: ID!): Book }
      type Page { nodes: [Book!]! count: Int! @cost(weight: 5) }
      type Book implements Media @key(fields: "id") { id: ID! title: String currency: String author: Author }
      type Film implements Media { id: ID! studio: Author director: Author }
      interface Media { id: ID! }
      type Author @cost(weight: 3) { name: String }
      input Filter { text: String @cost(weight: 20) tags: [Tag!] }
      input Tag { name: String @cost(weight: 2) }
`,
  },
  shop: {
    url: "http://127.0.0.1:2/",
    sdl: `${LINK('"@key", "@external", "@requires", { name: "@listSize", as: "@length" }')}
      type Book @key(fields: "id") {
        id: ID!
        currency: String @external
        price: Int @requires(fields: "currency")
        offers: [Offer!] @length(assumedSize: 2)
      }
      type Offer { seller: String }`,
  },
};

const supergraph = loadSupergraph(composeForTest(library));
const planner = createPlanner(supergraph.sdl);

async function estimate(text: string, variables: object = {}, conditions: Record<string, boolean> = {}) {
  const plan = async (documents: readonly string[]) => planner({ documents, overrides: [] });
  const document = parse(text, { noLocation: true });
  const setting = { supergraph, agencies: new Map(), plan };
  const variant = await compileVariant(document, new Map(Object.entries(conditions)), setting);
  if ("code" in variant) throw new Error(variant.message);
  const { total, agencies } = variant.cost.estimate(variables as Record<string, unknown>);
  return { total, ...Object.fromEntries(agencies), measure: variant.cost.measure };
}

describe("the cost of an operation", () => {
  it.each([
    ["an object costs one, a scalar nothing", "{ book(id: 1) { id title } }", 1],
    ["a type costs what it says", "{ book(id: 1) { author { name } } }", 4],
    ["a field costs what it says, and a page itself one", "{ books(first: 2) { count } }", 6],
    ["a list costs as often as its slicing argument says", "{ books(first: 10) { nodes { author { name } } } }", 41],
    ["an argument's default counts", "{ books { nodes { id } } }", 4],
    ["a list that is sliced itself costs what is asked for", "{ shelf(size: 9) { id } }", 9],
    ["without one the assumed size counts", "{ shelf { id } }", 7],
    ["a list of which nothing is said is taken to hold ten", "{ unknown { id } }", 10],
    ["a list of lists multiplies", "{ grid { id } }", 100],
    ["an interface costs what its dearest type does", "{ media { id ... on Film { studio { name } director { name } } ... on Book { author { name } } } }", 28],
    ["an argument costs what it says when it is given", '{ media(kind: "a") { id } }', 10],
    ["input fields cost what they say, at any depth", '{ books(filter: { text: "a", tags: [{ name: "b" }, { name: "c" }] }) { nodes { id } } }', 28],
    ["a mutation costs ten more", "mutation { lend(id: 1) { id } }", 11],
    ["one response name is one field", "{ book(id: 1) { id } book(id: 1) { title } }", 1],
    ["each alias counts, even where one fetch serves both", "{ a: book(id: 1) { id } b: book(id: 1) { id } }", 2],
    ["the schema's own description costs nothing", "{ __typename __schema { types { name } } }", 0],
    ["a fragment counts wherever it is spread", "{ a: book(id: 1) { ...F } b: book(id: 2) { ...F } } fragment F on Book { author { name } }", 8],
  ])("%s", async (_, text, total) => {
    expect(await estimate(text)).toMatchObject({ total });
  });

  it.each([
    [0, 1],
    [-5, 1],
    [null, 11],
    [undefined, 4],
    [100, 101],
  ])("takes a slicing variable of %s for what it says", async (n, total) => {
    const text = "query($n: Int) { books(first: $n) { nodes { id } } }";
    expect(await estimate(text, n === undefined ? {} : { n })).toMatchObject({ total });
  });

  it("stays a number where lists of lists go beyond all numbers", async () => {
    const many = 2_147_483_647;
    const deep = "query($n: Int) { books(first: $n) { nodes { offers { seller } } } shelf(size: $n) { id } }";
    const { total } = await estimate(deep, { n: many });
    expect(total).toBeGreaterThan(many);
    const product = Array.from({ length: 20 }, () => many).reduce((cost, size) => Math.min(cost * size, AMOUNT_MAX));
    expect(Number.isSafeInteger(product)).toBe(true);
  });

  it("leaves out what @skip and @include leave out", async () => {
    const text = "query($all: Boolean!) { book(id: 1) { author @include(if: $all) { name } } }";
    expect(await estimate(text, {}, { all: true })).toMatchObject({ total: 4 });
    expect(await estimate(text, {}, { all: false })).toMatchObject({ total: 1 });
  });

  it("counts the fetch of entities as often as there are entities, and what @requires fetches", async () => {
    const plain = await estimate("{ books(first: 5) { nodes { id } } }");
    const priced = await estimate("{ books(first: 5) { nodes { price offers { seller } } } }");
    expect(plain).toMatchObject({ total: 6, catalogue: 6 });
    expect(plain).not.toHaveProperty("shop");
    expect(priced).toMatchObject({ total: 21, catalogue: 6, shop: 15 });
  });

  it("fan-out of fragments is counted without being walked", async () => {
    const fragments = Array.from({ length: 9 }, (_, i) => `fragment F${i} on Film { studio { name } ...F${i + 1} }`);
    const text = `{ media { ...F0 ...F0 ...F1 } } ${fragments.join(" ")} fragment F9 on Film { director { name } }`;
    expect(await estimate(text)).toMatchObject({ total: 28 });
  });

  it("is measured by the shape of what was answered", async () => {
    const { measure } = await estimate("{ books(first: 5) { count nodes { id author { name } } } }");
    const author = { name: "A" };
    expect(measure({ books: { count: 2, nodes: [{ id: "1", author }, { id: "2", author: null }] } })).toBe(11);
    expect(measure({ books: null })).toBe(0);
    expect(measure(null)).toBe(0);
  });
});
