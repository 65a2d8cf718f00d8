import { afterEach, describe, expect, it } from "vitest";
import { startGraph, type TestGraph } from "../../support/federated/engine.ts";

// Synthetic things.
const books = [
  { __typename: "Book", id: "b1", title: "Một", pages: 10 },
  { __typename: "Film", id: "f1", title: "Hai", minutes: 90 },
];
const withId = (id: string) => books.find((it) => it.id === id) ?? null;

describe("federation features", () => {
  let graph: TestGraph | undefined;
  afterEach(() => graph?.[Symbol.asyncDispose]());

  it("@interfaceObject: adds fields to every implementation, and finds the type where it is known", async () => {
    graph = await startGraph({
      media: {
        sdl: `type Query { media: [Media!]! }
          interface Media @key(fields: "id") { id: ID! title: String }
          type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
          type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }`,
        resolvers: {
          Query: { media: () => books },
          Media: { __resolveReference: ({ id }: { id: string }) => withId(id) },
          Book: { __resolveReference: ({ id }: { id: string }) => withId(id) },
          Film: { __resolveReference: ({ id }: { id: string }) => withId(id) },
        },
      },
      reviews: {
        sdl: 'type Query { top: [Media] } type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int }',
        resolvers: {
          Query: { top: () => [{ id: "f1" }, { id: "b1" }] },
          Media: { stars: ({ id }: { id: string }) => id.length },
        },
      },
    });
    expect(
      await graph.run(
        "{ media { __typename stars ... on Book { pages s: stars } } top { __typename title stars ... on Film { minutes } } }",
      ),
    ).toEqual({
      data: {
        media: [
          { __typename: "Book", stars: 2, pages: 10, s: 2 },
          { __typename: "Film", stars: 2 },
        ],
        top: [
          { __typename: "Film", title: "Hai", stars: 2, minutes: 90 },
          { __typename: "Book", title: "Một", stars: 2 },
        ],
      },
    });
    graph.agencies.misbehave("media", () => ({ status: 500, text: "" }));
    expect(await graph.run("{ top { stars __typename } }")).toMatchObject({
      data: { top: [null, null] },
      errors: [
        { path: ["top", 0], extensions: { agency: "media" } },
        { path: ["top", 1], extensions: { agency: "media" } },
      ],
    });
  });

  it("@fromContext: takes the argument from each entity's own parent", async () => {
    graph = await startGraph({
      a: {
        sdl: `type Query { users: [User!]! }
          type User @key(fields: "id") @context(name: "user") { id: ID! currency: String! child: Item! children: [Item!]! }
          type Item @key(fields: "id") { id: ID! price(unit: String @fromContext(field: "$user { currency }")): String }`,
        resolvers: {
          Query: {
            users: () => [
              { id: "1", currency: "VND" },
              { id: "2", currency: "USD" },
            ],
          },
          User: { child: () => ({ id: "i" }), children: () => [{ id: "i" }, { id: "j" }] },
          Item: {
            __resolveReference: (key: object) => key,
            price: ({ id }: { id: string }, { unit }: { unit: string }) => `${id} in ${unit}`,
          },
        },
      },
      b: { sdl: 'type Item @key(fields: "id") { id: ID! }' },
    });
    expect(await graph.run("{ users { child { price } children { p: price } } }")).toEqual({
      data: {
        users: ["VND", "USD"].map((unit) => ({
          child: { price: `i in ${unit}` },
          children: [{ p: `i in ${unit}` }, { p: `j in ${unit}` }],
        })),
      },
    });
  });

  it("@override: asks the new agency for percent(100) and the old one for percent(0)", async () => {
    const item = 'type Item @key(fields: "id") { id: ID! old: String kept: String }';
    graph = await startGraph({
      a: {
        sdl: `type Query { item: Item } ${item}`,
        resolvers: { Query: { item: () => ({ id: "1", old: "from a", kept: "from a" }) } },
      },
      b: {
        sdl: `type Item @key(fields: "id") { id: ID! old: String @override(from: "a", label: "percent(100)") kept: String @override(from: "a", label: "percent(0)") }`,
        resolvers: { Item: { old: () => "from b", kept: () => "from b" } },
      },
    });
    expect(await graph.run("{ item { old kept } }")).toEqual({ data: { item: { old: "from b", kept: "from a" } } });
  });

  it("@requires with conflicting arguments: gives each field the value that it requires", async () => {
    graph = await startGraph({
      a: {
        sdl: 'type Query { items: [Item!] } type Item @key(fields: "id") { id: ID! price(in: String): String }',
        resolvers: {
          Query: { items: () => [{ id: "1" }, { id: "2" }] },
          Item: {
            __resolveReference: (key: object) => key,
            price: ({ id }: { id: string }, args: { in: string }) => `${id} ${args.in}`,
          },
        },
      },
      b: {
        sdl: `type Item @key(fields: "id") { id: ID! price(in: String): String @external
          home: String @requires(fields: "price(in: \\"VND\\")") away: String @requires(fields: "price(in: \\"USD\\")") }`,
        resolvers: {
          Item: { home: ({ price }: { price: string }) => price, away: ({ price }: { price: string }) => price },
        },
      },
    });
    expect(await graph.run('{ items { home away price(in: "EUR") } }')).toEqual({
      data: { items: ["1", "2"].map((id) => ({ home: `${id} VND`, away: `${id} USD`, price: `${id} EUR` })) },
    });
  });

  it("unions whose members have one field name with different types, across agencies", async () => {
    graph = await startGraph({
      a: {
        sdl: 'type Query { all: [AB!]! } union AB = A | B type A @key(fields: "id") { id: ID! v: Int } type B @key(fields: "id") { id: ID! v: String! }',
        resolvers: {
          Query: {
            all: () => [
              { __typename: "A", id: "1", v: 5 },
              { __typename: "B", id: "2", v: "five" },
            ],
          },
        },
      },
      b: {
        sdl: 'type A @key(fields: "id") { id: ID! w(x: Int): Int } type B @key(fields: "id") { id: ID! w(x: Int): String }',
        resolvers: { A: { w: () => 7 }, B: { w: () => "seven" } },
      },
    });
    expect(await graph.run("{ all { ... on A { n: v m: w } ... on B { t: v u: w } } }")).toEqual({
      data: {
        all: [
          { n: 5, m: 7 },
          { t: "five", u: "seven" },
        ],
      },
    });
  });

  it("@provides, lists of lists, keys of several fields and nested keys", async () => {
    graph = await startGraph({
      a: {
        sdl: `type Query { grid: [[Cell]!] } type Cell @key(fields: "row column { n }") { row: Int! column: Column! name: String @external also: Int @shareable }
          type Column { n: Int! @shareable } extend type Query { named: Cell @provides(fields: "name") }`,
        resolvers: {
          Query: {
            grid: () => [[{ row: 1, column: { n: 1 } }, null], [{ row: 2, column: { n: 1 } }]],
            named: () => ({ row: 9, column: { n: 9 }, name: "given" }),
          },
        },
      },
      b: {
        sdl: 'type Cell @key(fields: "row column { n }") { row: Int! column: Column! name: String @shareable also: Int @shareable } type Column { n: Int! @shareable }',
        resolvers: {
          Cell: { name: ({ row, column }: { row: number; column: { n: number } }) => `${row}/${column.n}` },
        },
      },
    });
    expect(await graph.run("{ grid { name } named { name } }")).toEqual({
      data: { grid: [[{ name: "1/1" }, null], [{ name: "2/1" }]], named: { name: "given" } },
    });
    expect(graph.agencies.takeCalls().map(({ agency }) => agency)).toEqual(["a", "b"]);
  });

  it("@inaccessible enum values and types do not reach clients", async () => {
    graph = await startGraph({
      a: {
        sdl: `type Query { colours: [Colour] things: [Thing] } enum Colour { RED SECRET @inaccessible }
          interface Thing { id: ID } type Plain implements Thing { id: ID } type Hidden implements Thing @inaccessible { id: ID }`,
        resolvers: {
          Query: {
            colours: () => ["RED", "SECRET"],
            things: () => [
              { __typename: "Plain", id: "1" },
              { __typename: "Hidden", id: "2" },
            ],
          },
        },
      },
    });
    const { data, errors } = await graph.run("{ colours things { __typename id } }");
    expect(data).toEqual({ colours: ["RED", null], things: [{ __typename: "Plain", id: "1" }, null] });
    expect(errors).toMatchObject([{ path: ["colours", 1] }, { path: ["things", 1] }]);
  });

  it("a supergraph that needs rights to be enforced is executed as it is told, with nothing hidden by itself", async () => {
    graph = await startGraph({
      a: {
        sdl: "type Query { open: Int secret: Int @authenticated }",
        resolvers: { Query: { open: () => 1, secret: () => 2 } },
      },
    });
    expect(await graph.run("{ open secret }")).toEqual({ data: { open: 1, secret: 2 } });
  });
});
