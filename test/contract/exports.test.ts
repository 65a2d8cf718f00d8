import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import Fastify from "fastify";
import type { Caller } from "#contract/caller.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startMockHub, type MockHub } from "../../deploy/mock/mock-hub.ts";
import { openTurns } from "../../gateway/edge/admission.ts";
import { identifyCaller } from "../../gateway/edge/identify-caller.ts";
import { serveExports } from "../../gateway/exports/routes.ts";
import { fanOut, ring } from "../hostile/documents.ts";

const ROWS = 730;
const resources = new AsyncDisposableStack();
let hub: MockHub;

beforeAll(async () => {
  const folder = resources.use(await mkdtempDisposable(join(tmpdir(), "hub-export-"))).path;
  hub = resources.use(await startMockHub({ port: 0, seed: 1, listLength: ROWS, away: ["foreign-ministry"], folder }));
});
afterAll(() => resources.disposeAsync());

interface Line {
  readonly csv?: string;
  readonly rows?: number;
  readonly next?: string | null;
  readonly total?: number | null;
  readonly done?: true;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

const ROSTER = `query Roster($first: Int, $after: String) { members(committee: "PTC-79", first: $first, after: $after) {
  totalCount nodes { id homeRecord { name { full } isTransferHeld } } pageInfo { hasNextPage endCursor } } }`;

const PAGED = "query P($after: String) { ...F0 }";

const takeTurn = openTurns({ inFlightMax: 10, queueTimeoutMs: 100 });

const SMALL = "query L($after: String) { l(after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }";

interface Poster {
  readonly persona?: string;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

async function post(body: object, { persona = "province-clerk", signal, headers }: Poster = {}) {
  const token = (await readFile(join(hub.tokensFolder, persona), "utf8")).trim();
  return fetch(`${hub.url}/export`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
      "x-purpose": persona === "province-clerk" ? "MEMBER_MANAGEMENT" : "STATISTICS",
      ...headers,
    },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
}

async function linesOf(response: Response): Promise<readonly Line[]> {
  expect(response.headers.get("content-type")).toMatch(/^application\/x-ndjson/);
  return (await response.text())
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

const codeOf = async (response: Response) =>
  ((await response.json()) as { errors: readonly { extensions: { code: string } }[] }).errors[0]?.extensions.code;

describe("an export", () => {
  it("is the whole list, each row once, as a file that spreadsheets read", async () => {
    const response = await post({ query: ROSTER }, { headers: { "x-request-id": "export-1" } });
    expect(response.headers.get("x-request-id")).toBe("export-1");
    const [head, ...pages] = await linesOf(response);
    expect(head).toEqual({ csv: "\uFEFFid,homeRecord.name.full,homeRecord.isTransferHeld\r\n" });
    expect(pages).toHaveLength(Math.ceil(ROWS / 100));
    expect(pages.map(({ total }) => total)).toEqual(pages.map(() => ROWS));
    expect(pages.at(-1)).toMatchObject({ done: true, next: null, rows: ROWS % 100 });
    const rows = pages
      .map(({ csv }) => csv)
      .join("")
      .trimEnd()
      .split("\r\n");
    expect(rows).toHaveLength(ROWS);
    expect(new Set(rows.map((row) => row.split(",")[0])).size).toBe(ROWS);
  });

  it("goes on after a lost connection with the last cursor, without the head and without a gap", async () => {
    const whole = await linesOf(await post({ query: ROSTER }));
    const after = whole[3]?.next;
    const rest = await linesOf(await post({ query: ROSTER, variables: { after } }));
    expect([...whole.slice(0, 4), ...rest]).toEqual(whole);
  });

  it("ends when the client has enough, and the hub is free for the next", async () => {
    for (let round = 0; round < 12; round += 1) {
      const cancel = new AbortController();
      const response = await post({ query: ROSTER }, { signal: cancel.signal });
      await response.body?.getReader().read();
      cancel.abort();
    }
    await expect.poll(async () => (await post({ query: ROSTER })).status, { timeout: 20_000 }).toBe(200);
  });

  it("stops at a page with errors and says which, so that no file has holes", async () => {
    const query = ROSTER.replace("id homeRecord", "id currentAssignment { purpose } homeRecord");
    const lines = await linesOf(await post({ query }));
    expect(lines).toHaveLength(2);
    expect(lines[1]?.errors?.[0]?.extensions.code).toBe("AGENCY_UNREACHABLE");
    expect(lines[1]).not.toHaveProperty("done");
  });

  it("ends with the token: what is withdrawn meanwhile gets no further page", async () => {
    const app = Fastify();
    let pages = 0;
    app.post("/graphql", async (_, reply) => {
      pages += 1;
      if (pages > 2) return reply.code(401).send({ errors: [{ extensions: { code: "AUTH_TOKEN_INVALID" } }] });
      return { data: { l: { nodes: [{ id: pages }], pageInfo: { hasNextPage: true, endCursor: `c${pages}` } } } };
    });
    serveExports(app, { operations: [], before: [], takeTurn });
    const { body } = await app.inject({ method: "POST", url: "/graphql/export", payload: { query: SMALL } });
    await app.close();
    const lines = body.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as Line)).toEqual([
      { csv: "\uFEFFid\r\n" },
      { csv: "1\r\n", rows: 1, next: "c1", total: null },
      { csv: "2\r\n", rows: 1, next: "c2", total: null },
      { errors: [{ extensions: { code: "AUTH_TOKEN_INVALID" } }] },
    ]);
  });

  it.each<readonly [string, (page: number) => object | string, readonly string[]]>([
    ["a page leaves out what says whether more follow", () => ({ nodes: [{ id: 1 }] }), ["BAD_REQUEST"]],
    ["a page leaves out its rows", () => ({ pageInfo: { hasNextPage: false, endCursor: null } }), ["BAD_REQUEST"]],
    ["a page leaves out its cursor", () => ({ nodes: [], pageInfo: { hasNextPage: true } }), ["BAD_REQUEST"]],
    ["a page has no cursor", () => ({ nodes: [], pageInfo: { hasNextPage: true, endCursor: null } }), ["BAD_REQUEST"]],
    [
      "the list begins anew again and again",
      () => ({ nodes: [{ id: 1 }], pageInfo: { hasNextPage: true, endCursor: "c" } }),
      ["row", "BAD_REQUEST"],
    ],
    [
      "the hub cannot go on",
      (page) => (page > 1 ? "{" : { nodes: [{ id: 1 }], pageInfo: { hasNextPage: true, endCursor: "c" } }),
      ["row", "INTERNAL"],
    ],
  ])("ends with the reason when %s", async (_, pageAt, expected) => {
    const app = Fastify();
    let pages = 0;
    app.post("/graphql", async () => {
      const page = pageAt((pages += 1));
      return typeof page === "string" ? page : { data: { l: page } };
    });
    serveExports(app, { operations: [], before: [], takeTurn });
    const { body } = await app.inject({ method: "POST", url: "/graphql/export", payload: { query: SMALL } });
    await app.close();
    const lines = body.trimEnd().split("\n").slice(1);
    expect(lines.map((line) => (JSON.parse(line) as Line).errors?.[0]?.extensions.code ?? "row")).toEqual(expected);
  });

  it("leaves room for others: two at once for one caller, and a third for somebody else", async () => {
    const app = Fastify();
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    app.post("/graphql", () => gate.then(() => ({ data: null })));
    const identify = async (raw: readonly string[]) => ({ subject: raw[raw.indexOf("x-who") + 1] }) as Caller;
    const before = [identifyCaller({ identify, close: () => undefined })];
    serveExports(app, { operations: [], before, takeTurn });
    const ask = async (who: string) =>
      app.inject({ method: "POST", url: "/graphql/export", headers: { "x-who": who }, payload: { query: SMALL } });
    const held = [ask("a"), ask("a"), ask("b")];
    const refused = await ask("a");
    expect([refused.statusCode, refused.headers["retry-after"]]).toEqual([503, "10"]);
    open();
    expect((await Promise.all(held)).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    expect((await ask("a")).statusCode).toBe(200);
    await app.close();
  });

  /** A gateway whose budgets are spent after the first page of each export; tells when a second was asked for. */
  function spentGateway() {
    const app = Fastify();
    const { promise: refused, resolve } = Promise.withResolvers<void>();
    app.post("/graphql", async ({ body }, reply) => {
      if ((body as { variables: { after: unknown } }).variables.after === null)
        return { data: { l: { nodes: [{ id: 1 }], pageInfo: { hasNextPage: true, endCursor: "c1" } } } };
      resolve();
      const errors = [{ extensions: { code: "BUDGET_REQUESTS_EXCEEDED" } }];
      return reply.code(429).header("retry-after", 60).send({ errors });
    });
    serveExports(app, { operations: [], before: [], takeTurn });
    return { app, refused };
  }

  it("does not keep a gateway from stopping while it waits for a budget, and can be taken up elsewhere", async () => {
    const { app, refused } = spentGateway();
    const asked = app.inject({ method: "POST", url: "/graphql/export", payload: { query: SMALL } });
    await refused;
    await app.close();
    const lines = (await asked).body.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as Line)).toEqual([
      { csv: "\uFEFFid\r\n" },
      { csv: "1\r\n", rows: 1, next: "c1", total: null },
    ]);
  });

  it("is refused at once when there is no budget for its first page, with the time to come again", async () => {
    const { app } = spentGateway();
    const payload = { query: SMALL, variables: { after: "c1" } };
    const { statusCode, headers, body } = await app.inject({ method: "POST", url: "/graphql/export", payload });
    expect([statusCode, headers["retry-after"]]).toEqual([429, "60"]);
    expect(body).toContain("BUDGET_REQUESTS_EXCEEDED");
    await app.close();
  });

  it("is told to ask again when the gateway stops before its first page", async () => {
    const app = Fastify();
    const [waiting, turn] = [Promise.withResolvers<void>(), Promise.withResolvers<() => void>()];
    app.post("/graphql", async () => ({ data: null }));
    const takeLateTurn = () => {
      waiting.resolve();
      return turn.promise;
    };
    serveExports(app, { operations: [], before: [], takeTurn: takeLateTurn });
    const asked = app.inject({ method: "POST", url: "/graphql/export", payload: { query: SMALL } });
    await waiting.promise;
    await app.close();
    turn.resolve(() => undefined);
    const { statusCode, headers, body } = await asked;
    expect([statusCode, headers["retry-after"]]).toEqual([503, "1"]);
    expect(JSON.parse(body)).toEqual({
      errors: [{ message: "This gateway is stopping; ask again in a second.", extensions: { code: "HUB_OVERLOADED" } }],
    });
  });

  it("gives its place back at once when the client leaves while it waits for a budget", async () => {
    const { app, refused } = spentGateway();
    const url = `${await app.listen({ host: "127.0.0.1", port: 0 })}/graphql/export`;
    const headers = { "content-type": "application/json" };
    for (let caller = 0; caller < 4; caller += 1) {
      const left = new AbortController();
      const body = JSON.stringify({ query: SMALL });
      const { status } = await fetch(url, { method: "POST", headers, body, signal: left.signal });
      expect(status).toBe(200);
      await refused;
      left.abort();
      await delay(30);
    }
    await app.close();
  });

  it("waits for its turn to be planned, is refused when none comes, and keeps none while it lasts", async () => {
    const app = Fastify();
    app.post("/graphql", async () => ({ data: null }));
    const busy = { isBusy: false, turns: 0 };
    const takeCountedTurn = async () => {
      busy.turns += 1;
      return busy.isBusy ? null : () => void (busy.turns -= 1);
    };
    serveExports(app, { operations: [], before: [], takeTurn: takeCountedTurn });
    const ask = async (query: string) => {
      const { statusCode, headers } = await app.inject({ method: "POST", url: "/graphql/export", payload: { query } });
      return [statusCode, headers["retry-after"], busy.turns];
    };
    expect(await ask(SMALL)).toEqual([200, undefined, 0]);
    expect(await ask("{ a }")).toEqual([400, undefined, 0]);
    expect(await ask("{")).toEqual([400, undefined, 0]);
    busy.isBusy = true;
    expect(await ask(SMALL)).toEqual([503, "1", 1]);
    busy.isBusy = false;
    expect((await ask(SMALL))[0]).toBe(200);
    await app.close();
  });

  /** What a gateway whose list is empty answers to a request for an export with these headers. */
  async function askEmpty(headers: Readonly<Record<string, string>>) {
    const app = Fastify();
    const pageInfo = { hasNextPage: false, endCursor: null };
    app.post("/graphql", async () => ({ data: { l: { nodes: [], pageInfo } } }));
    serveExports(app, { operations: [], before: [], takeTurn });
    const payload = { query: SMALL };
    const { statusCode, body } = await app.inject({ method: "POST", url: "/graphql/export", headers, payload });
    await app.close();
    const { errors } = statusCode === 200 ? {} : (JSON.parse(body) as { readonly errors: readonly unknown[] });
    return { statusCode, errors };
  }

  it.each(["estimate", "show"])("tells no cost, and a caller who asks with %s where to hear it", async (wish) => {
    const message = "An export tells no cost: ask /graphql with x-cost what a page costs.";
    const refusal = { statusCode: 400, errors: [{ message, extensions: { code: "BAD_REQUEST" } }] };
    expect(await askEmpty({ "x-cost": wish })).toEqual(refusal);
  });

  it.each([
    "application/x-ndjson",
    "text/csv;q=0.9, Application/X-NDJSON; q=0.1",
    "application/json, text/plain, */*",
    "application/*",
    "application/x-ndjson, */*;q=0",
    "",
  ])("gives lines of JSON to a client that accepts '%s'", async (accept) => {
    expect((await askEmpty({ accept })).statusCode).toBe(200);
  });

  it.each(["text/csv", "application/json", "*/*, application/x-ndjson;q=0"])(
    "is refused to a client that accepts '%s'",
    async (accept) => {
      const message = "An export is application/x-ndjson, which the Accept header does not name.";
      const refusal = { statusCode: 406, errors: [{ message, extensions: { code: "NOT_ACCEPTABLE" } }] };
      expect(await askEmpty({ accept })).toEqual(refusal);
    },
  );

  it("gives nobody more than they may ask for", async () => {
    const lines = await linesOf(await post({ query: ROSTER }, { persona: "commission-analyst" }));
    expect(lines[1]?.errors?.[0]?.extensions.code).toBe("UNAUTHORIZED_FIELD_OR_TYPE");
    const response = await fetch(`${hub.url}/export`, { method: "POST", body: "{}" });
    expect(response.status).toBe(401);
  });

  it.each([
    ["that does not page", { query: "{ countries { code } }" }, "BAD_REQUEST"],
    ["without a cursor to go on", { query: ROSTER.replace("endCursor", "hasNextPage") }, "BAD_REQUEST"],
    ["of a mutation", { query: "mutation M($after: String) { a }" }, "BAD_REQUEST"],
    ["that is no GraphQL", { query: "query (" }, "GRAPHQL_PARSE_FAILED"],
    ["whose text is none", { query: { after: 1 } }, "BAD_REQUEST"],
    ["of fragments in a circle", { query: ring(PAGED, "Query", "a", 3) }, "BAD_REQUEST"],
    ["of fragments that double at each of forty levels", { query: fanOut(PAGED, "Query", ["a", "b"], 40, "c") }, "BAD_REQUEST"],
    ["of more brackets than a parser stands", { query: "{a".repeat(20_000) }, "LIMIT_NESTING_EXCEEDED"],
    ["that is not registered", { documentId: "sha256:0" }, "DOCUMENT_UNKNOWN"],
    [
      "that does not fit the graph",
      { query: ROSTER.replace("id homeRecord", "soul homeRecord") },
      "GRAPHQL_VALIDATION_FAILED",
    ],
  ])("is refused for an operation %s", async (_, body, code) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await codeOf(response)).toBe(code);
  });
});
