import { setTimeout as sleep } from "node:timers/promises";
import { rename, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { limits } from "#contract/limits.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { composeForTest, startAgency, type Fault } from "../support/agencies.ts";
import { startSmallHub, type Answer, type SmallHub } from "../support/small-hub.ts";

const TIMEOUT_MS = 400;

/** One call and what puts it together around it; the machine may be busy. */
const TIME_BOUND_MS = TIMEOUT_MS + 1_600;

/** A hundred kilobytes that become a hundred megabytes. */
const bomb = gzipSync(Buffer.alloc(50 * limits.agencyAnswerBytesMax, " "));

const json = { "content-type": "application/json" };

const faults: readonly [string, Fault, string][] = [
  ["does not answer", () => undefined, "AGENCY_TIMEOUT"],
  [
    "answers one byte at a time",
    (response) => {
      response.writeHead(200, json);
      const drip = setInterval(() => response.write(" "), 50);
      response.on("close", () => clearInterval(drip));
    },
    "AGENCY_TIMEOUT",
  ],
  ["cuts the connection", (response) => void response.socket?.resetAndDestroy(), "AGENCY_UNREACHABLE"],
  [
    "cuts its answer off",
    (response) =>
      void response.writeHead(200, { ...json, "content-length": "90" }).write('{"data":', () => response.destroy()),
    "AGENCY_UNREACHABLE",
  ],
  [
    "answers half of its JSON",
    (response) => void response.writeHead(200, json).end('{"data":{'),
    "AGENCY_ANSWER_MALFORMED",
  ],
  [
    "answers HTML",
    (response) => void response.writeHead(200, { "content-type": "text/html" }).end("<h1>secret</h1>"),
    "AGENCY_ANSWER_MALFORMED",
  ],
  [
    "answers an error page",
    (response) => void response.writeHead(503, { "content-type": "text/html" }).end("<h1>secret</h1>"),
    "AGENCY_FAILED",
  ],
  ["answers an empty object", (response) => void response.writeHead(200, json).end("{}"), "AGENCY_ANSWER_MALFORMED"],
  [
    "leaves out what was asked",
    (response) => void response.writeHead(200, json).end('{"data":{}}'),
    "AGENCY_ANSWER_MALFORMED",
  ],
  [
    "answers for fewer members than asked",
    (response) => void response.writeHead(200, json).end('{"data":{"_entities":[null]}}'),
    "AGENCY_ANSWER_MALFORMED",
  ],
  [
    "leads elsewhere",
    (response) => void response.writeHead(307, { ...json, location: "http://127.0.0.1:1/" }).end('{"data":{}}'),
    "AGENCY_ANSWER_MALFORMED",
  ],
  [
    "answers more than allowed",
    (response) => void response.writeHead(200, json).end(`{"data":"${"x".repeat(limits.agencyAnswerBytesMax)}"}`),
    "AGENCY_ANSWER_TOO_LARGE",
  ],
  [
    "answers little that unpacks to much",
    (response) => void response.writeHead(200, { ...json, "content-encoding": "gzip" }).end(bomb),
    "AGENCY_ANSWER_TOO_LARGE",
  ],
];

const ROSTER = `{ roster { id currentAssignment { country } homeOrganization { name } } }`;

describe("one agency at fault", () => {
  // One hub after another fault: it must be whole again each time.
  let hub: SmallHub;
  beforeAll(async () => void (hub = await startSmallHub(TIMEOUT_MS)));
  afterAll(() => hub[Symbol.asyncDispose]());

  it.each(faults)("costs its own fields only, each with path, agency and code, when it %s", async (_, fault, code) => {
    await hub.ask(ROSTER);
    hub.ministry.fault = fault;
    const started = performance.now();
    const { data, errors } = await hub.ask(ROSTER);

    expect(performance.now() - started).toBeLessThan(TIME_BOUND_MS);
    const rest = { currentAssignment: null, homeOrganization: { name: "Organization" } };
    expect(data).toEqual({ roster: ["mb_1", "mb_2", "mb_3", "mb_4"].map((id) => ({ id, ...rest })) });
    expect(errors?.map(({ path, extensions }) => ({ path, extensions }))).toEqual(
      [0, 1, 2, 3].map((index) => ({
        path: ["roster", index, "currentAssignment"],
        extensions: { code, agency: "foreign-ministry" },
      })),
    );
    expect(JSON.stringify(errors)).not.toMatch(/secret|127\.0\.0\.1|ECONN|fetch|JSON/);
    hub.ministry.fault = undefined;
    expect((await hub.ask(ROSTER)).errors).toBeUndefined();
  });

  it("understands a compressed answer that is not too large", async () => {
    const answer = gzipSync(JSON.stringify({ data: { roster: [] } }));
    hub.commission.fault = (response) =>
      void response.writeHead(200, { ...json, "content-encoding": "gzip" }).end(answer);
    expect(await hub.ask(`{ roster { id } }`)).toEqual({ data: { roster: [] } });
    hub.commission.fault = undefined;
  });

  it("is named where the query begins with it, and where only a key was to be fetched", async () => {
    await hub.commission.stop();
    expect(await hub.ask(`{ one: member(id: "mb_1") { id } }`)).toEqual({
      data: { one: null },
      errors: [
        {
          message: "The agency did not accept the connection.",
          path: ["one"],
          extensions: { code: "AGENCY_UNREACHABLE", agency: "organization-commission" },
        },
      ],
    });
    const { data, errors } = await hub.ask(`{ assignments { country member { homeRecord { fullName } } } }`);

    expect(data).toEqual({
      assignments: [
        { country: "JP", member: { homeRecord: null } },
        { country: "FR", member: { homeRecord: null } },
      ],
    });
    expect(errors?.map(({ path, extensions }) => [path, extensions["agency"]])).toEqual([
      [["assignments", 0, "member", "homeRecord"], "organization-commission"],
      [["assignments", 1, "member", "homeRecord"], "organization-commission"],
    ]);
  });
});

describe("a request whose time is over", () => {
  let hub: SmallHub;
  beforeAll(async () => void (hub = await startSmallHub(60_000)));
  afterAll(() => hub[Symbol.asyncDispose]());

  it("is answered with what is there, when no single call took too long but all together do", async () => {
    hub.ministry.fault = () => undefined;
    const started = performance.now();
    const { data, errors } = await hub.ask(`{ member(id: "mb_1") { id currentAssignment { country } } }`);

    expect(performance.now() - started).toBeLessThan(limits.requestTimeoutMs + 1_000);
    expect(data).toEqual({ member: { id: "mb_1", currentAssignment: null } });
    expect(errors).toMatchObject([{ path: ["member", "currentAssignment"], extensions: { code: "AGENCY_TIMEOUT" } }]);
  });

  it("leaves no call to an agency behind when its client has gone", async () => {
    hub.ministry.calls.length = 0;
    const agencyCall = Promise.withResolvers<number>();
    hub.ministry.fault = (response) => response.on("close", () => agencyCall.resolve(performance.now()));
    const client = new AbortController();
    const asked = fetch(hub.gateway.url, {
      method: "POST",
      headers: json,
      body: JSON.stringify({ query: `{ assignments { country } }` }),
      signal: client.signal,
    });
    await expect.poll(() => hub.ministry.calls.length).toBe(1);
    const gone = performance.now();
    client.abort();
    await expect(asked).rejects.toThrow("aborted");
    expect((await agencyCall.promise) - gone).toBeLessThan(1_000);
  });
});

describe("a gateway", () => {
  it("answers what is under way when it is told to stop, and takes nothing more", async () => {
    await using hub = await startSmallHub();
    const held = Promise.withResolvers<void>();
    hub.ministry.fault = async (response) => {
      await held.promise;
      response.setHeader("content-type", "application/json").end('{"data":{"assignments":[{"country":"JP"}]}}');
    };
    const query = JSON.stringify({ query: "{ assignments { country } }" });
    const asked = Array.from({ length: 50 }, async () => {
      const response = await fetch(hub.gateway.url, { method: "POST", headers: json, body: query });
      return (await response.json()) as Answer;
    });
    await expect.poll(() => hub.ministry.calls.length).toBeGreaterThan(0);
    // Equal questions share a call, so that the agency sees one; the others have arrived a moment later.
    await sleep(1_000);
    const stoppedAt = performance.now();
    const closed = hub.gateway.close();
    held.resolve();
    const whole = { data: { assignments: [{ country: "JP" }] } };
    for (const answer of await Promise.all(asked)) expect(answer).toEqual(whole);
    await closed;
    // Clients keep their connections; nobody waits for those.
    expect(performance.now() - stoppedAt).toBeLessThan(5_000);
    await expect(fetch(hub.gateway.url, { method: "POST", headers: json, body: query })).rejects.toThrow();
  });
});

describe("one instance of an agency at fault", () => {
  it("costs the home records of its own committees, answers nothing for them, and costs no others", async () => {
    await using hub = await startSmallHub();
    await hub.south.stop();
    const { data, errors } = await hub.ask(`{ roster { id homeRecord { fullName } } }`);

    expect(data?.["roster"]).toMatchObject([
      { homeRecord: { fullName: "Name of mb_1" } },
      { homeRecord: null },
      { homeRecord: { fullName: "Name of mb_3" } },
      {},
    ]);
    expect(errors?.map(({ path, extensions }) => [path, extensions["code"]])).toContainEqual([
      ["roster", 1, "homeRecord"],
      "AGENCY_UNREACHABLE",
    ]);
    expect(errors).toHaveLength(2);
    const lists = await hub.ask(`{ a: members(committee: "PTC-01") { id } b: members(committee: "PTC-79") { id } }`);
    expect(lists.data).toEqual({ a: [{ id: "mb_1" }, { id: "mb_3" }], b: null });
  });
});

describe("a gateway whose agencies are all away", () => {
  it("answers, and names each of them", async () => {
    await using hub = await startSmallHub();
    await Promise.all([hub.commission.stop(), hub.ministry.stop(), hub.north.stop(), hub.south.stop()]);
    const { data, errors } = await hub.ask(`{ __typename roster { id } assignments { country } }`);

    expect(data).toEqual({ __typename: "Query", roster: null, assignments: null });
    expect(errors?.map(({ extensions }) => extensions["agency"]).sort()).toEqual([
      "foreign-ministry",
      "organization-commission",
    ]);
  });
});

// At once, for each waits for most of its time.
describe.concurrent("the supergraph file while the gateway runs", () => {
  const fields = async (ask: (query: string) => Promise<Answer>) =>
    JSON.stringify((await ask(`{ __type(name: "Query") { fields { name } } }`)).data);
  const renamed = (supergraph: string) => supergraph.replaceAll("roster", "everybody");

  it("is taken over when it is written or put in place of the old one", async ({ expect }) => {
    await using hub = await startSmallHub();
    await writeFile(hub.supergraphFile, renamed(hub.supergraph));
    await expect.poll(() => fields(hub.ask), { timeout: 15_000 }).toContain("everybody");
    await writeFile(`${hub.supergraphFile}.new`, hub.supergraph);
    await rename(`${hub.supergraphFile}.new`, hub.supergraphFile);
    await expect.poll(() => fields(hub.ask), { timeout: 15_000 }).toContain("roster");
  });

  it.for([
    ["no GraphQL", "type Query {"],
    ["no supergraph", "type Query { a: String }"],
  ] as const)("stays the last good one when it becomes %s, until a good one comes", async ([, text], { expect }) => {
    await using hub = await startSmallHub();
    await writeFile(hub.supergraphFile, text);
    await new Promise((wait) => setTimeout(wait, 1_500));
    expect(await fields(hub.ask)).toContain("roster");
    expect((await hub.ask(ROSTER)).errors).toBeUndefined();
    await writeFile(hub.supergraphFile, renamed(hub.supergraph));
    await expect.poll(() => fields(hub.ask), { timeout: 15_000 }).toContain("everybody");
    await writeFile(hub.supergraphFile, hub.supergraph);
    await expect.poll(() => fields(hub.ask), { timeout: 15_000 }).toContain("roster");
  });

  it("stays the last good one when the new one asks less of callers, until a restart", async ({ expect }) => {
    const header = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated"])`;
    await using agency = await startAgency("type Query { hello: String }", {});
    const composed = (rest: string) =>
      composeForTest({ greeter: { url: agency.url, sdl: `${header} type Query { hello: String ${rest} }` } });
    await using hub = await startSmallHub();
    await writeFile(hub.supergraphFile, composed("@authenticated"));
    // What needs a token is not shown to whoever has none, but refused in another way than what is not there.
    const codeOf = async (field: string) => (await hub.ask(`{ ${field} }`)).errors?.[0]?.extensions["code"];
    await expect.poll(() => codeOf("hello"), { timeout: 15_000 }).toBe("UNAUTHORIZED_FIELD_OR_TYPE");
    await writeFile(hub.supergraphFile, composed("other: String @authenticated"));
    await new Promise((wait) => setTimeout(wait, 1_500));
    expect(await codeOf("other")).toBe("GRAPHQL_VALIDATION_FAILED");
    expect(await codeOf("hello")).toBe("UNAUTHORIZED_FIELD_OR_TYPE");
    await writeFile(hub.supergraphFile, composed("@authenticated other: String"));
    await expect.poll(() => codeOf("other"), { timeout: 15_000 }).not.toBe("GRAPHQL_VALIDATION_FAILED");
  });

  it("stays the last good one when a rule of the new one could not be enforced", async ({ expect }) => {
    const header = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@policy"])`;
    await using agency = await startAgency("type Query { hello: String }", { Query: { hello: () => "xin chào" } });
    const composed = (hello: string) =>
      composeForTest({ greeter: { url: agency.url, sdl: `${header} type Query { hello: String ${hello} }` } });
    await using hub = await startSmallHub();
    await writeFile(hub.supergraphFile, composed(""));
    await expect.poll(() => fields(hub.ask), { timeout: 15_000 }).toContain("hello");
    await writeFile(hub.supergraphFile, composed('@policy(policies: [["nobody-knows"]]) other: String'));
    await new Promise((wait) => setTimeout(wait, 1_500));
    expect(await fields(hub.ask)).not.toContain("other");
    expect(await hub.ask("{ hello }")).toEqual({ data: { hello: "xin chào" } });
  });
});
