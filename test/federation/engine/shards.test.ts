import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../../gateway/execution/engine.ts";
import { startAgencies, type TestAgencies } from "../../support/federated/agencies.ts";
import { textOf } from "../../support/federated/engine.ts";
import { parse } from "graphql";

// Synthetic members of synthetic committees.
const homes: Record<string, string> = { m1: "PTC-01", m2: "PTC-79", m3: "PTC-01", m4: "PTC-48", m5: "PTC-99" };
const records = (instance: string) => ({
  sdl: `
    type Query { members(committee: ID!): [Member!] @shard(by: "committee") anywhere: String }
    type Mutation {
      note(committee: ID!): String @shard(by: "committee")
      act(input: Act!): String @shard(by: "input.on.committee")
    }
    input Act { on: Place! }
    input Place { committee: ID! }
    type Member @key(fields: "id home { code }") @shard(by: "home.code") { id: ID! home: Home! @shareable record: String }
    type Home @key(fields: "code") { code: ID! }
  `,
  resolvers: {
    Query: {
      anywhere: () => instance,
      members: (_: never, { committee }: { committee: string }) =>
        Object.entries(homes)
          .filter(([, code]) => code === committee)
          .map(([id, code]) => ({ id, home: { code } })),
    },
    Mutation: {
      note: (_: never, { committee }: { committee: string }) => `${committee} in ${instance}`,
      act: (_: never, { input }: { input: { on: { committee: string } } }) => `${input.on.committee} in ${instance}`,
    },
    Member: { record: ({ id }: { id: string }) => `${id} in ${instance}` },
  },
});

describe("an agency with several instances", () => {
  let north: TestAgencies, south: TestAgencies, engine: Engine;
  beforeAll(async () => {
    const index = {
      sdl: `type Query { all: [Member!]! } type Member @key(fields: "id") { id: ID! home: Home! @shareable }
        type Home @key(fields: "code") { code: ID! name: String }`,
      resolvers: {
        Query: { all: () => Object.entries(homes).map(([id, code]) => ({ id, home: { code } })) },
        Member: { __resolveReference: ({ id }: { id: string }) => ({ id, home: { code: homes[id] } }) },
        Home: { name: ({ code }: { code: string }) => `name of ${code}` },
      },
    };
    north = await startAgencies({ index, records: records("north") });
    south = await startAgencies({ index, records: records("south") });
    engine = createEngine({
      supergraphSdl: north.supergraphSdl,
      agencies: {
        index: { url: north.urls["index"]! },
        records: {
          instances: { north: north.urls["records"]!, south: south.urls["records"]!, dead: await closedUrl() },
          routes: { "PTC-01": "north", "PTC-79": "south", "PTC-48": "dead" },
        },
      },
    });
    await engine.load();
  });
  afterEach(() => void (north.takeCalls(), south.takeCalls()));
  afterAll(async () => {
    await engine.stop();
    await Promise.all([north[Symbol.asyncDispose](), south[Symbol.asyncDispose]()]);
  });
  const run = async (text: string, variables = {}) => {
    const answer = JSON.stringify(await engine.prepare(parse(text)).execute({ variables }));
    return JSON.parse(answer) as object;
  };
  const respond = async (text: string) => textOf(await engine.prepare(parse(text)).respond({}));

  it("is asked instance by instance for entities, which come back in order; a dead one and an unknown committee cost only their own", async () => {
    expect(await run("{ all { id record } }")).toEqual({
      data: {
        all: [
          { id: "m1", record: "m1 in north" },
          { id: "m2", record: "m2 in south" },
          { id: "m3", record: "m3 in north" },
          { id: "m4", record: null },
          { id: "m5", record: null },
        ],
      },
      errors: [
        expect.objectContaining({
          path: ["all", 3, "record"],
          extensions: { code: "AGENCY_UNREACHABLE", agency: "records" },
        }),
        expect.objectContaining({
          path: ["all", 4, "record"],
          extensions: { code: "COMMITTEE_UNKNOWN", agency: "records" },
        }),
      ],
    });
    expect(north.takeCalls()).toHaveLength(2);
    expect(south.takeCalls()).toHaveLength(1);
  });

  it("is asked for each root field where its committee lives, in one call for those that live together", async () => {
    expect(
      await run(
        'query($c: ID!) { a: members(committee: $c) { record } b: members(committee: "PTC-01") { id } c: members(committee: "PTC-01") { record home { name } } x: members(committee: "PTC-0") { id } }',
        { c: "PTC-79" },
      ),
    ).toEqual({
      data: {
        a: [{ record: "m2 in south" }],
        b: [{ id: "m1" }, { id: "m3" }],
        x: null,
        c: [
          { record: "m1 in north", home: { name: "name of PTC-01" } },
          { record: "m3 in north", home: { name: "name of PTC-01" } },
        ],
      },
      errors: [expect.objectContaining({ path: ["x"], extensions: { code: "COMMITTEE_UNKNOWN", agency: "records" } })],
    });
    expect(north.takeCalls().filter(({ agency }) => agency === "records")).toHaveLength(1);
  });

  it("is asked alike through the fast door", async () => {
    const known = '{ members(committee: "PTC-01") { record home { code name } } }';
    const whole = await respond(known);
    expect(whole).toBe(
      '{"data":{"members":[{"record":"m1 in north","home":{"code":"PTC-01","name":"name of PTC-01"}},' +
        '{"record":"m3 in north","home":{"code":"PTC-01","name":"name of PTC-01"}}]}}',
    );
    for (const text of [known, "{ all { id record } }", '{ members(committee: "PTC-0") { id } }']) {
      expect(JSON.parse(await respond(text))).toEqual(await run(text));
    }
  });

  it("is asked at any instance for what belongs to no committee", async () => {
    expect(await run("{ anywhere }")).toEqual({ data: { anywhere: "north" } });
  });

  it("acts in the order of the mutation, wherever its fields live", async () => {
    expect(await run('mutation { a: note(committee: "PTC-79") b: note(committee: "PTC-01") }')).toEqual({
      data: { a: "PTC-79 in south", b: "PTC-01 in north" },
    });
  });

  it("is found by a field of an input, in a variable or in the document", async () => {
    const text = 'mutation($in: Act!) { a: act(input: $in) b: act(input: { on: { committee: "PTC-01" } }) }';
    expect(await run(text, { in: { on: { committee: "PTC-79" } } })).toEqual({
      data: { a: "PTC-79 in south", b: "PTC-01 in north" },
    });
    expect(await run(text, { in: { on: { committee: "PTC-0" } } })).toMatchObject({
      data: { a: null, b: "PTC-01 in north" },
      errors: [{ path: ["a"], extensions: { code: "COMMITTEE_UNKNOWN" } }],
    });
  });

  it("is refused at the start when a route names an instance that is not there", () => {
    expect(() =>
      createEngine({
        supergraphSdl: north.supergraphSdl,
        agencies: { records: { instances: { a: "http://a" }, routes: { "PTC-01": "b" } } },
      }),
    ).toThrow('The route of PTC-01 names instance "b", which records does not have.');
  });
});

/** An address where nothing listens. */
async function closedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/graphql`;
}
