import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startGraph, type TestGraph } from "../../support/federated/engine.ts";

// Synthetic people.
const people = [
  { id: "1", name: "Nguyễn Văn An", boss: "2", nick: "An" },
  { id: "2", name: "Trần Thị Bình", boss: null, nick: null },
  { id: "3", name: "Lê Văn Chi", boss: "2", nick: "Chi" },
];
const find = (id: string) => people.find((it) => it.id === id) ?? null;

describe("the engine's answers", () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startGraph({
      people: {
        sdl: `
          type Query { me: Person people: [Person!]! person(id: ID!): Person again: [Person!] loose: [Person] }
          type Mutation { rename(id: ID!, name: String!): Person count: Int! }
          type Person @key(fields: "id") { id: ID! name: String! nick(of: String): String boss: Person kind: String }
        `,
        resolvers: {
          Query: {
            me: () => find("1"),
            people: () => people,
            person: (_: never, { id }: { id: string }) => find(id),
            again: () => [people[0], people[1], people[0], people[0]],
            loose: () => [people[0], { id: "9", name: "?" }],
          },
          Mutation: {
            rename: (_: never, { id, name }: { id: string; name: string }) => ({ ...find(id), name }),
            count: () => ++counted,
          },
          Person: {
            __resolveReference: ({ id }: { id: string }) => find(id),
            boss: ({ boss }: { boss: string }) => find(boss),
            kind: () => "person",
            nick: ({ nick }: { nick: string | null }, { of }: { of?: string }) => (of ? `${of}:${nick}` : nick),
          },
        },
      },
      records: {
        sdl: `
          type Query { recordCount: Int! }
          type Person @key(fields: "id") {
            id: ID! title: String must: String! score: Int nick(of: String): String @external
            greeting: String @requires(fields: "nick(of: \\"formal\\")")
          }
        `,
        resolvers: {
          Query: { recordCount: () => 3 },
          Person: {
            __resolveReference: (key: { id: string; nick?: string }) => (find(key.id) ? key : null),
            title: ({ id }: { id: string }) => `title ${id}`,
            must: ({ id }: { id: string }) => `must ${id}`,
            score: ({ id }: { id: string }) => Number(id) * 10,
            greeting: ({ nick }: { nick: string }) => `Kính gửi ${nick}`,
          },
        },
      },
    });
  });
  let counted = 0;
  afterEach(() => {
    graph.agencies.behave();
    graph.agencies.takeCalls();
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  it("join agencies on the key", async () => {
    expect(await graph.run("{ people { name title score } recordCount }")).toEqual({
      data: {
        people: people.map(({ id, name }) => ({ name, title: `title ${id}`, score: Number(id) * 10 })),
        recordCount: 3,
      },
    });
  });

  it("give a client alias equal to a key field or to __typename the value that it names", async () => {
    expect(await graph.run("{ me { id: title __typename: name boss { __typename id: name score } } }")).toEqual({
      data: {
        me: {
          id: "title 1",
          __typename: "Nguyễn Văn An",
          boss: { __typename: "Person", id: "Trần Thị Bình", score: 20 },
        },
      },
    });
  });

  it("keep a field apart from the same field that @requires asks for with another argument", async () => {
    expect(await graph.run('{ me { nick greeting other: nick(of: "x") } }')).toEqual({
      data: { me: { nick: "An", greeting: "Kính gửi formal:An", other: "x:An" } },
    });
  });

  it("keep a client's variable apart from the engine's own of the same name", async () => {
    const document =
      "query($representations: ID!, $contextualArgument_1_0: String) { person(id: $representations) { title nick(of: $contextualArgument_1_0) } }";
    expect(await graph.run(document, { representations: "3", contextualArgument_1_0: "x" })).toEqual({
      data: { person: { title: "title 3", nick: "x:Chi" } },
    });
    expect(await graph.run(document, {})).toMatchObject({ errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
  });

  it("are harmless under names that JavaScript objects inherit", async () => {
    const { data } = await graph.run(
      "{ __proto__: me { constructor: id toString: title then: name __proto__: score } constructor: recordCount }",
    );
    const [proto, constructor] = Object.entries(data!);
    expect(constructor).toEqual(["constructor", 3]);
    expect(proto![0]).toBe("__proto__");
    expect(Object.entries(proto![1] as object)).toEqual([
      ["constructor", "1"],
      ["toString", "title 1"],
      ["then", "Nguyễn Văn An"],
      ["__proto__", 10],
    ]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it("name the path with its index, the agency and a code when one nullable field of a list item fails", async () => {
    graph.agencies.misbehave("records", ({ data }) => ({
      json: { data, errors: [{ message: "secret host 10.0.0.1", path: ["_entities", 1, "t"] }] },
      ...nulled(data, 1, "t"),
    }));
    expect(await graph.run("{ people { t: title } }")).toEqual({
      data: { people: [{ t: "title 1" }, { t: null }, { t: "title 3" }] },
      errors: [
        {
          message: "The agency reported a fault of its own.",
          path: ["people", 1, "t"],
          extensions: { code: "AGENCY_FAILED", agency: "records" },
        },
      ],
    });
  });

  it("let a null rise to data when a field fails that is non-null inside a non-null list", async () => {
    graph.agencies.misbehave("people", () => ({
      json: { data: null, errors: [{ message: "x", path: ["people", 2, "n"] }] },
    }));
    expect(await graph.run("{ people { n: name } recordCount }")).toEqual({
      data: null,
      errors: [
        expect.objectContaining({ path: ["people", 2, "n"], extensions: { code: "AGENCY_FAILED", agency: "people" } }),
      ],
    });
  });

  it("let a null rise with an error when an entity is not found and its field is non-null", async () => {
    expect(await graph.run("{ loose { id must } }")).toEqual({
      data: { loose: [{ id: "1", must: "must 1" }, null] },
      errors: [
        expect.objectContaining({
          path: ["loose", 1, "must"],
          extensions: { code: "AGENCY_ENTITY_ABSENT", agency: "records" },
        }),
      ],
    });
  });

  it("are null without an error when an entity is not found and its field is nullable", async () => {
    expect(await graph.run("{ loose { title } }")).toEqual({
      data: { loose: [{ title: "title 1" }, { title: null }] },
    });
  });

  it("name path and agency for every field lost to a status 500, and nothing of its body", async () => {
    graph.agencies.misbehave("records", () => ({ status: 500, text: "password=1 at http://internal" }));
    const { data, errors } = await graph.run("{ me { name a: title s: score } }");
    expect(data).toEqual({ me: { name: "Nguyễn Văn An", a: null, s: null } });
    expect(errors).toEqual(
      ["a", "s"].map((name) => ({
        message: "The agency reported a fault of its own.",
        path: ["me", name],
        extensions: { code: "AGENCY_FAILED", agency: "records" },
      })),
    );
  });

  it("ask once for an entity that stands at many places of a list", async () => {
    await graph.run("{ again { title } }");
    const call = graph.agencies.takeCalls().find(({ agency }) => agency === "records");
    expect(call?.variables["representations"]).toHaveLength(2);
  });

  it("make one call for the same field by two paths", async () => {
    expect((await graph.run("{ me { title } people { title } }")).data).toEqual({
      me: { title: "title 1" },
      people: people.map(({ id }) => ({ title: `title ${id}` })),
    });
    const calls = graph.agencies.takeCalls();
    expect(calls.filter(({ agency }) => agency === "records")).toHaveLength(1);
    expect(calls.at(-1)?.variables["representations"]).toHaveLength(3);
  });

  it("make one call for different fields of one agency by two paths", async () => {
    expect((await graph.run("{ me { title } people { score } }")).data).toEqual({
      me: { title: "title 1" },
      people: people.map(({ id }) => ({ score: Number(id) * 10 })),
    });
    expect(graph.agencies.takeCalls().filter(({ agency }) => agency === "records")).toHaveLength(1);
  });

  it("make a bounded number of calls for two hundred aliases of one field", async () => {
    const aliases = Array.from({ length: 200 }, (_, i) => `a${i}: boss { title }`).join(" ");
    const { data } = await graph.run(`{ me { ${aliases} } }`);
    expect(Object.keys((data as { me: object }).me)).toHaveLength(200);
    expect(graph.agencies.takeCalls()).toHaveLength(2);
  });

  it("pass a refusal on that speaks about the request, in words of their own", async () => {
    graph.agencies.misbehave("people", () => ({
      json: {
        data: { who: null },
        errors: [
          {
            message: "Page of Nguyễn Văn An: 101.",
            path: ["who"],
            extensions: { code: "LIMIT_PAGE_SIZE_EXCEEDED", sql: "x" },
          },
        ],
      },
    }));
    expect(await graph.run("{ who: person(id: 1) { id } }")).toEqual({
      data: { who: null },
      errors: [
        {
          message: "A page holds at most 100 items.",
          path: ["who"],
          extensions: { code: "LIMIT_PAGE_SIZE_EXCEEDED", agency: "people" },
        },
      ],
    });
  });

  it("never pass a code on that speaks about the hub's own text", async () => {
    graph.agencies.misbehave("people", () => ({
      json: { errors: [{ message: 'Cannot query field "x".', extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }] },
    }));
    expect((await graph.run("{ me { id } }")).errors).toEqual([
      {
        message: "The agency reported a fault of its own.",
        path: ["me"],
        extensions: { code: "AGENCY_FAILED", agency: "people" },
      },
    ]);
  });

  it("decide @skip and @include by variables, in what is fetched too", async () => {
    const document =
      "query($full: Boolean!) { me { id ...F @include(if: $full) boss @skip(if: $full) { id } } } fragment F on Person { title }";
    expect((await graph.run(document, { full: true })).data).toEqual({ me: { id: "1", title: "title 1" } });
    expect(graph.agencies.takeCalls()).toHaveLength(2);
    expect((await graph.run(document, { full: false })).data).toEqual({ me: { id: "1", boss: { id: "2" } } });
    expect(graph.agencies.takeCalls()).toHaveLength(1);
  });

  it("act once per response name in a mutation, one after another", async () => {
    counted = 0;
    expect(
      (await graph.run('mutation { a: count b: count rename(id: 1, name: "X") { name title } count }')).data,
    ).toEqual({
      a: 1,
      b: 2,
      rename: { name: "X", title: "title 1" },
      count: 3,
    });
  });

  it("never repeat a mutation whose connection broke, but a query once", async () => {
    graph.agencies.misbehave("people", () => ({ cut: true }));
    expect((await graph.run("mutation { count }")).errors).toMatchObject([
      { path: ["count"], extensions: { code: "AGENCY_UNREACHABLE" } },
    ]);
    expect(graph.agencies.takeCalls()).toHaveLength(1);
    await graph.run("{ me { id } }");
    expect(graph.agencies.takeCalls()).toHaveLength(2);
  });

  it("answer questions about the schema beside data, at their places", async () => {
    expect(
      await graph.run(
        "query($n: String!) { __typename me { id } t: __type(name: $n) { ...T } } fragment T on __Type { name kind }",
        { n: "Person" },
      ),
    ).toEqual({
      data: { __typename: "Query", me: { id: "1" }, t: { name: "Person", kind: "OBJECT" } },
    });
  });

  it("refuse a variable of the wrong type without repeating its value", async () => {
    const { errors } = await graph.run("query($id: ID!) { person(id: $id) { id } }", { id: { secret: "12345" } });
    expect(errors).toEqual([
      {
        message: "$id of type ID!: the value does not have the type that the operation declares.",
        extensions: { code: "BAD_USER_INPUT" },
      },
    ]);
    expect(await graph.run("query($constructor: ID!) { person(id: $constructor) { id } }", {})).toMatchObject({
      errors: [{ extensions: { code: "BAD_USER_INPUT" } }],
    });
  });

  it("answer 82 levels of nesting", async () => {
    const { data } = await graph.run(`{ me { ${"boss { ".repeat(80)} id ${"} ".repeat(80)} } }`);
    expect(data).toEqual({ me: { boss: { boss: null } } });
  });
});

/** The true answer with one field of one entity set to null. */
function nulled(data: unknown, index: number, name: string) {
  (data as { _entities: Record<string, unknown>[] })._entities[index]![name] = null;
  return {};
}
