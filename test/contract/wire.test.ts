import { buildSubgraphSchema } from "@apollo/subgraph";
import { CalendarDay } from "#kit/scalars.ts";
import { refuse } from "#kit/errors.ts";
import { serveWithApollo, serveWithMercurius, type RunningAgency, type ServedAgency } from "#kit/serve.ts";
import { parse } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../support/small-hub.ts";

const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar CalendarDay
  type Query { members: [Member!]  on(day: CalendarDay): String }
  type Member @key(fields: "id") { id: ID!  name: String  card: String }`;

const member = (id: string) => ({ __typename: "Member", id });

const resolvers = {
  CalendarDay,
  Query: { members: () => ["mb_1", "mb_2"].map(member), on: (_: unknown, { day }: { day: string }) => day },
  Member: {
    __resolveReference: ({ id }: { id: string }) => (id === "mb_0" ? null : member(id)),
    name: ({ id }: { id: string }) => {
      if (id === "mb_2") throw new Error("select * from member");
      return `Name of ${id}`;
    },
    card: () => {
      throw refuse("INPUT_MALFORMED", "A card number has eight or twelve digits.");
    },
  },
};

let isReady = true;

/** A small agency of the kit: what the hub may expect on the wire of every one. */
const agency: ServedAgency<object> = {
  name: "small-agency",
  host: "127.0.0.1",
  port: 0,
  schema: buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }]),
  insecureCaller: {},
  context: () => ({}),
  checkReady: async () => {
    if (!isReady) throw new Error("the database is away");
  },
  close: async () => undefined,
};

describe.each([
  ["@apollo/server", serveWithApollo],
  ["mercurius", serveWithMercurius],
])("what an agency served by %s writes", (_, serve) => {
  let running: RunningAgency;
  beforeAll(async () => void (running = await serve(agency)));
  afterAll(() => running.close());

  const ask = async (query: string, variables: object = {}) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(running.url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
    return (await response.json()) as Answer;
  };

  it("answers entities in the order of their keys, and null for one that does not exist", async () => {
    const query = `query($keys: [_Any!]!) { _entities(representations: $keys) { ... on Member { id name } } }`;
    expect(await ask(query, { keys: ["mb_3", "mb_0", "mb_1"].map(member) })).toEqual({
      data: { _entities: [{ id: "mb_3", name: "Name of mb_3" }, null, { id: "mb_1", name: "Name of mb_1" }] },
    });
  });

  it("places an error with numbers as indices, and says nothing of a fault but its incident id", async () => {
    const { data, errors } = await ask(`{ members { id name } }`);
    expect(data).toEqual({
      members: [
        { id: "mb_1", name: "Name of mb_1" },
        { id: "mb_2", name: null },
      ],
    });
    expect(errors).toMatchObject([{ path: ["members", 1, "name"], extensions: { code: "INTERNAL" } }]);
    expect(errors?.[0]?.extensions["incidentId"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(errors)).not.toContain("select");
  });

  it("says what it refuses, with a code of the closed list", async () => {
    const { errors } = await ask(`{ members { card } }`);
    expect(errors?.map(({ message, path, extensions }) => ({ message, path, extensions }))).toEqual(
      [0, 1].map((index) => ({
        message: "A card number has eight or twelve digits.",
        path: ["members", index, "card"],
        extensions: { code: "INPUT_MALFORMED" },
      })),
    );
  });

  it.each([
    ["in the document", `{ on(day: "2026-02-30") }`, {}],
    ["in a variable", `query($day: CalendarDay) { on(day: $day) }`, { day: "2026-02-30" }],
    ["in the year 0, which PostgreSQL does not know", `query($day: CalendarDay) { on(day: $day) }`, { day: "0000-01-01" }],
  ])("calls a day that does not exist malformed input, %s", async (_, query, variables) => {
    const { errors } = await ask(query, variables);
    expect(errors?.map(({ extensions }) => extensions["code"])).toEqual(["INPUT_MALFORMED"]);
  });

  it.each([
    ["syntax that is wrong", "{", "GRAPHQL_PARSE_FAILED"],
    ["a field that is not there", "{ nothing }", "GRAPHQL_VALIDATION_FAILED"],
    [
      "a variable that is missing",
      "query($keys: [_Any!]!) { _entities(representations: $keys) { __typename } }",
      "BAD_USER_INPUT",
    ],
  ])("gives %s the same code as every other agency", async (_, query, code) => {
    const { errors } = await ask(query);
    expect(errors?.map(({ extensions }) => extensions["code"])).toEqual([code]);
  });

  it("lives while it is not ready", async () => {
    const status = async (path: string) => (await fetch(new URL(path, running.url))).status;
    isReady = false;
    expect([await status("/health"), await status("/ready")]).toEqual([200, 503]);
    isReady = true;
    expect(await status("/ready")).toBe(200);
  });
});
