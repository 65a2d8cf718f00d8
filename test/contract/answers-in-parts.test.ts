import type { ServerResponse } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ACCEPT_PARTS, openParts } from "../support/parts-stream.ts";
import { startSmallHub, type SmallHub } from "../support/small-hub.ts";

const JSON_TYPE = "application/json; charset=utf-8";
const PARTS_TYPE = 'multipart/mixed; boundary="-"; incrementalSpec=v0.2';

describe("an answer in parts", () => {
  let hub: SmallHub;
  beforeAll(async () => void (hub = await startSmallHub()));
  afterEach(() => void (hub.north.fault = hub.ministry.fault = undefined));
  afterAll(() => hub[Symbol.asyncDispose]());

  const open = (query: string, variables: object = {}, headers = {}) =>
    openParts(hub.gateway.url, { query, variables }, headers);
  const plain = async (query: string, accept: string, variables: object = {}) => {
    const headers = { "content-type": "application/json", accept };
    const response = await fetch(hub.gateway.url, {
      method: "POST",
      headers,
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
  };
  const record = (fullName: string) => ({ homeRecord: { fullName } });

  it("brings what is deferred after the rest, the first time a document comes and the second", async () => {
    for (const id of ["mb_1", "mb_2"]) {
      const query = `query First($id: ID!) { member(id: $id) { id ... @defer(label: "home") { homeRecord { fullName } } } }`;
      const answer = await open(query, { id });
      expect([answer.status, answer.type]).toEqual([200, PARTS_TYPE]);
      expect(await answer.rest()).toEqual([
        { data: { member: { id } }, pending: [{ id: "0", path: ["member"], label: "home" }], hasNext: true },
        {
          incremental: [{ id: "0", data: record(`Name of ${id}`) }],
          completed: [{ id: "0" }],
          hasNext: false,
        },
      ]);
    }
  });

  it("begins before the agency of what is deferred has answered, and asks it only then", async () => {
    const held: ServerResponse[] = [];
    hub.north.fault = (response) => void held.push(response);
    const answer = await open(
      '{ member(id: "mb_1") { id currentAssignment { country } ...Home @defer } } fragment Home on Member { homeRecord { fullName } }',
    );
    expect(await answer.next()).toEqual({
      data: { member: { id: "mb_1", currentAssignment: { country: "JP" } } },
      pending: [{ id: "0", path: ["member"] }],
      hasNext: true,
    });
    await expect.poll(() => held.length).toBe(1);
    held[0]?.writeHead(500).end();
    expect(await answer.rest()).toEqual([
      {
        incremental: [
          {
            id: "0",
            data: { homeRecord: null },
            errors: [
              {
                message: expect.any(String),
                path: ["member", "homeRecord"],
                extensions: { code: "AGENCY_FAILED", agency: "provincial-committees" },
              },
            ],
          },
        ],
        completed: [{ id: "0" }],
        hasNext: false,
      },
    ]);
  });

  it("announces each object of a list, calls each process once, and brings parts as they come", async () => {
    const held: ServerResponse[] = [];
    hub.ministry.fault = (response) => void held.push(response);
    const calls = hub.north.calls.length;
    const answer = await open(`{ roster { id
      ... @defer(label: "home") { homeRecord { fullName } }
      ... @defer(label: "abroad") { currentAssignment { country } } } }`);
    const first = await answer.next();
    expect(first).toMatchObject({ data: { roster: [{ id: "mb_1" }, { id: "mb_2" }, { id: "mb_3" }, { id: "mb_4" }] } });
    expect(first?.["pending"]).toHaveLength(8);
    const home = await answer.next();
    expect(home).toMatchObject({
      incremental: [
        { data: record("Name of mb_1") },
        { data: record("Name of mb_2") },
        { data: record("Name of mb_3") },
        { data: { homeRecord: null }, errors: [{ extensions: { code: "COMMITTEE_UNKNOWN" } }] },
      ],
      hasNext: true,
    });
    expect(hub.north.calls.length - calls).toBe(1);
    hub.ministry.fault = undefined;
    held.forEach((response) => response.destroy());
    expect(await answer.rest()).toMatchObject([
      {
        incremental: Array.from({ length: 4 }, () => ({ data: { currentAssignment: { country: "JP" } } })),
        hasNext: false,
      },
    ]);
  });

  it("aborts what is under way when the client hangs up", async () => {
    let isAborted = false;
    const calls = hub.north.calls.length;
    hub.north.fault = (response) => void response.once("close", () => (isAborted = true));
    const answer = await open('{ member(id: "mb_1") { id ... @defer { homeRecord { fullName } } } }');
    await answer.next();
    // Who leaves before the agency is asked leaves nothing to abort.
    await expect.poll(() => hub.north.calls.length).toBeGreaterThan(calls);
    answer.leave();
    await expect.poll(() => isAborted).toBe(true);
  });

  const deferring = '{ member(id: "mb_1") { id ... @defer(if: true) { homeRecord { fullName } } } }';
  const whole = { data: { member: { id: "mb_1", ...record("Name of mb_1") } } };
  it.each<[string, string, string, Record<string, string>?]>([
    ["takes no parts", deferring, "application/json"],
    ["takes another form of parts", deferring, "multipart/mixed;deferSpec=20220824, application/json"],
    ["would rather not have parts", deferring, "multipart/mixed;q=0, application/json"],
    ["defers nothing", deferring.replace("true", "false"), `${ACCEPT_PARTS}, application/json`],
    [
      "defers what an agency has told already",
      deferring.replace("homeRecord", "id homeRecord @skip(if: true)"),
      ACCEPT_PARTS,
    ],
    ["shares a field with what it defers", deferring.replace("id ...", "id homeRecord { fullName } ..."), ACCEPT_PARTS],
    ["wants the cost beside the answer", deferring, ACCEPT_PARTS, { "x-cost": "show" }],
  ])("leaves whole for a request that %s", async (_, query, accept, headers = {}) => {
    for (let time = 0; time < 2; time += 1) {
      const response = await fetch(hub.gateway.url, {
        method: "POST",
        headers: { "content-type": "application/json", accept, ...headers },
        body: JSON.stringify({ query }),
      });
      expect(response.headers.get("content-type")).toMatch(/^application\/(graphql-response\+)?json; charset=utf-8$/);
      const { data } = (await response.json()) as typeof whole;
      expect(data).toEqual(query.includes("@skip") ? { member: { id: "mb_1" } } : whole.data);
    }
  });

  it("is decided by a variable", async () => {
    const query =
      'query($late: Boolean!) { member(id: "mb_1") { id ... @defer(if: $late) { homeRecord { fullName } } } }';
    expect((await open(query, { late: true })).type).toBe(PARTS_TYPE);
    expect(await plain(query, `multipart/mixed, application/json`, { late: false })).toMatchObject({
      type: JSON_TYPE,
      text: JSON.stringify(whole),
    });
  });

  it.each([
    ["two parts of one label", '{ roster { ...@defer(label: "a") { id } ...@defer(label: "a") { id } } }'],
    ["a label that is a variable", "query($l: String) { roster { ...@defer(label: $l) { id } } }"],
    ["a field that does not exist", "{ roster { id ...@defer { nothing } } }"],
    ["a condition of another type", '{ roster { id ...@defer(if: "yes") { id } } }'],
  ])("is refused before anything is fetched: %s", async (_, query) => {
    const calls = hub.commission.calls.length;
    for (const accept of [ACCEPT_PARTS, "multipart/mixed", "application/json"]) {
      const { text } = await plain(query, accept);
      expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }] });
    }
    expect(hub.commission.calls).toHaveLength(calls);
  });

  it("is refused with a status, like any other, where a variable is missing", async () => {
    const query = "query($id: ID!) { member(id: $id) { id ... @defer { homeRecord { fullName } } } }";
    for (let time = 0; time < 2; time += 1) {
      const { status, text } = await plain(query, ACCEPT_PARTS);
      expect([status, JSON.parse(text)]).toMatchObject([400, { errors: [{ extensions: { code: "BAD_USER_INPUT" } }] }]);
    }
  });
});
