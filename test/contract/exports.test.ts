import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startMockHub, type MockHub } from "../../deploy/mock/mock-hub.ts";

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

async function post(
  body: object,
  { persona = "province-clerk", signal }: { persona?: string; signal?: AbortSignal } = {},
) {
  const token = (await readFile(join(hub.tokensFolder, persona), "utf8")).trim();
  return fetch(`${hub.url}/export`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
      "x-purpose": persona === "province-clerk" ? "MEMBER_MANAGEMENT" : "STATISTICS",
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
    const [head, ...pages] = await linesOf(await post({ query: ROSTER }));
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
