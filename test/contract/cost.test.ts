import { limits } from "#contract/limits.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withConnection } from "../../deploy/local/admin.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { startTestHub, type Impersonation, type TestHub } from "../support/hub.ts";

const migrations = new URL("../../gateway/migrations/", import.meta.url);
const budgets = {
  caller: { requests: 60, cost: 1_000 },
  organization: { requests: 100, cost: 100_000 },
};

const officer: Impersonation = { persona: "foreign-ministry-officer", purpose: "OVERSEAS_MANAGEMENT" };
const clerk: Impersonation = { persona: "province-clerk", purpose: "MEMBER_MANAGEMENT" };
const analyst: Impersonation = { persona: "commission-analyst", purpose: "STATISTICS" };
const auditor: Impersonation = { persona: "commission-auditor", purpose: "AUDIT" };
const secretary: Impersonation = { persona: "overseas-secretary", purpose: "OVERSEAS_MANAGEMENT" };

let database: TestDatabase;
let hub: TestHub;
beforeAll(async () => {
  database = await createDatabase({ migrations });
  hub = await startTestHub({ budgets, databaseUrl: database.url });
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

interface Asked {
  readonly as: Impersonation;
  readonly query: string;
  readonly variables?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly url?: string;
}

async function ask({ as, query, variables = {}, headers = {}, url = hub.url }: Asked) {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json",
      ...(await hub.headersFor(as)),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as {
    data?: unknown;
    errors?: { message: string; extensions: Record<string, unknown> }[];
    extensions?: { cost: Record<string, unknown>; calls?: unknown };
  };
  return { status: response.status, retryAfter: Number(response.headers.get("retry-after")), ...body };
}

/** What the gateways have told their database, of callers' requests unless told otherwise. */
async function accounts(keys = "caller-requests:%") {
  const { rows } = await withConnection(database.adminUrl, (client) =>
    client.query<{ key: string; points: number }>("select key, points from budget where key like $1", [keys]),
  );
  return rows;
}

const pages = `query ($first: Int) {
  partyOrganizations(first: $first) { nodes { id subordinates(first: $first) { nodes { id } } } }
}`;
const page = "query ($first: Int) { partyOrganizations(first: $first) { nodes { id name } totalCount } }";

describe("the cost of a request", () => {
  it("is refused before any agency is asked, by coerced variables, through both doors", async () => {
    const learned = await ask({ as: officer, query: pages, variables: { first: 1 } });
    expect(learned.errors).toBeUndefined();
    hub.takeStatements();
    for (const first of [100, 2_147_483_647]) {
      const { status, data, errors } = await ask({ as: officer, query: pages, variables: { first } });
      expect([status, data, errors?.[0]?.extensions]).toEqual([400, undefined, { code: "LIMIT_COST_EXCEEDED" }]);
      expect(errors?.[0]?.message).toContain(`at most ${limits.costMax}`);
    }
    const unseen = await ask({ as: officer, query: `${pages} # unseen`, variables: { first: 100 } });
    expect(unseen.errors?.[0]?.message).toBe(
      "The operation is estimated to cost 10201, but at most 10000 is allowed.",
    );
    expect(hub.takeStatements()).toEqual([]);
  });

  it("is refused where one agency would bear too much, and says which one", async () => {
    const query = "query ($n: Int) { partyOrganizations(first: $n) { nodes { subordinates(first: 89) { nodes { id } } } } }";
    const { status, errors } = await ask({ as: officer, query, variables: { n: 90 } });
    expect([status, errors?.[0]?.extensions]).toEqual([
      400,
      { code: "LIMIT_AGENCY_COST_EXCEEDED", agency: "organization-commission" },
    ]);
  });

  it("is shown on demand beside the answer, the same through both doors", async () => {
    const answers = [];
    for (let door = 0; door < 2; door += 1)
      answers.push(await ask({ as: analyst, query: page, variables: { first: 5 }, headers: { "x-cost": "show" } }));
    for (const { data, extensions } of answers) {
      expect(data).toHaveProperty("partyOrganizations.nodes.length", 5);
      expect(extensions?.cost).toMatchObject({
        estimate: 11,
        actual: 11,
        limit: limits.costMax,
        agencies: { "organization-commission": { estimate: 11, limit: limits.agencyCostMax } },
        remaining: { caller: { requests: expect.any(Number), cost: expect.any(Number) } },
      });
    }
    const [first, second] = answers.map(({ extensions }) => extensions?.cost as { remaining: typeof budgets });
    expect((first?.remaining.caller.cost ?? 0) - (second?.remaining.caller.cost ?? 0)).toBe(11);
  });

  it("comes with each call that it took, for callers who write operations themselves and no others", async () => {
    const headers = { "x-cost": "show" };
    const told = await ask({ as: analyst, query: page, variables: { first: 5 }, headers });
    expect(told.extensions?.calls).toEqual([
      {
        agency: "organization-commission",
        instance: null,
        startedMs: expect.any(Number),
        tookMs: expect.any(Number),
        asks: ["partyOrganizations"],
        hasFailed: false,
      },
    ]);
    const others = await ask({ as: officer, query: page, variables: { first: 5 }, headers });
    expect(others.data).toEqual(told.data);
    expect(others.extensions).not.toHaveProperty("calls");
    const unasked = await ask({ as: analyst, query: page, variables: { first: 5 } });
    expect(unasked).not.toHaveProperty("extensions");
  });

  it("is told without executing, even where it would be refused, and costs a request alone", async () => {
    hub.takeStatements();
    const headers = { "x-cost": "estimate" };
    const dry = await ask({ as: analyst, query: pages, variables: { first: 100 }, headers });
    expect([dry.status, dry.data, dry.errors]).toEqual([200, null, undefined]);
    expect(dry.extensions?.cost).toMatchObject({ estimate: 10_201, limit: limits.costMax });
    expect(dry.extensions?.cost).not.toHaveProperty("actual");
    const again = await ask({ as: analyst, query: pages, variables: { first: 1 }, headers });
    expect(again.extensions?.cost).toMatchObject({ estimate: 4 });
    expect(hub.takeStatements()).toEqual([]);
  });

  it("is not mentioned to whoever does not ask, and a wish that is none is refused", async () => {
    expect(await ask({ as: analyst, query: page, variables: { first: 1 } })).not.toHaveProperty("extensions");
    const odd = await ask({ as: analyst, query: page, headers: { "x-cost": "plan" } });
    expect([odd.status, odd.errors?.[0]?.extensions["code"]]).toEqual([400, "BAD_REQUEST"]);
  });
});

describe("a caller's budget", () => {
  it("of cost is refused with the time to come again, through both doors, and leaves other callers alone", async () => {
    const dear = () => ask({ as: secretary, query: page, variables: { first: 100 } });
    const answers = [];
    for (let request = 0; request < 12; request += 1) answers.push(await dear());
    const refused = answers.filter(({ status }) => status === 429);
    // A page costs 106, so nine of them fit into 1,000.
    expect(answers.slice(0, 9).every(({ status }) => status === 200)).toBe(true);
    expect(refused).toHaveLength(3);
    const unseen = await ask({ as: secretary, query: `${page} # unseen`, variables: { first: 100 } });
    for (const { errors, retryAfter } of [...refused, unseen]) {
      expect(errors?.[0]?.extensions["code"]).toBe("BUDGET_COST_EXCEEDED");
      expect(errors?.[0]?.message).toBe("The caller has spent this minute's budget of a cost of 1000.");
      expect(errors?.[0]?.extensions["retryAfterSeconds"]).toBe(retryAfter);
      expect(retryAfter).toBeGreaterThan(0);
      expect(retryAfter).toBeLessThanOrEqual(60);
    }
    const other = await ask({ as: analyst, query: page, variables: { first: 100 } });
    expect(other.status).toBe(200);
  });

  it("of requests is shared by two gateways on one database, with little overshoot", async () => {
    await using replica = await hub.startReplica();
    const others = new Set((await accounts()).map(({ key }) => key));
    const settled = async () =>
      Math.max(0, ...(await accounts()).filter(({ key }) => !others.has(key)).map(({ points }) => points));
    const kept = budgets.caller.requests / 10;
    const codes = new Map<unknown, number>();
    const passedSoFar = () => codes.get(200) ?? 0;
    for (let request = 0; request < 2 * budgets.caller.requests; request += 1) {
      const url = request % 2 === 0 ? hub.url : replica.url;
      const { status, errors, retryAfter } = await ask({ as: clerk, query: "{ __typename }", url });
      const code = errors?.[0]?.extensions["code"] ?? status;
      codes.set(code, (codes.get(code) ?? 0) + 1);
      if (status === 429) expect(retryAfter).toBeGreaterThan(0);
      // On a busy machine the database may take longer than several requests. Each gateway keeps a twentieth to itself.
      if (request % 8 === 7)
        await expect.poll(settled, { timeout: 10_000, interval: 10 }).toBeGreaterThanOrEqual(passedSoFar() - kept);
    }
    const passed = passedSoFar();
    expect(passed).toBeGreaterThanOrEqual(budgets.caller.requests);
    // A twentieth for the second gateway and what came during a round trip; alone each would let sixty pass.
    expect(passed).toBeLessThanOrEqual(budgets.caller.requests + 12);
    expect(codes.get("BUDGET_REQUESTS_EXCEEDED")).toBe(2 * budgets.caller.requests - passed);
    // An export is refused before its text is read.
    const begun = await ask({ as: clerk, query: "{", url: `${hub.url}/export`, headers: { accept: "*/*" } });
    expect([begun.status, begun.errors?.[0]?.extensions["code"]]).toEqual([429, "BUDGET_REQUESTS_EXCEEDED"]);
    expect(begun.retryAfter).toBeGreaterThan(0);
  }, 60_000);

  it("of an organization holds for its callers together", async () => {
    const statuses = [];
    for (let request = 0; request < 55; request += 1) {
      statuses.push((await ask({ as: analyst, query: "{ __typename }" })).status);
      statuses.push((await ask({ as: auditor, query: "{ __typename }" })).status);
    }
    const last = await ask({ as: auditor, query: "{ __typename }" });
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(budgets.organization.requests);
    expect(last.errors?.[0]?.message).toBe("The caller's organization has spent this minute's budget of 100 requests.");
  });

  it("is kept without names and without a name being readable from it", async () => {
    const all = await accounts("%");
    expect(all.length).toBeGreaterThan(0);
    for (const { key } of all) expect(key).toMatch(/^(caller|organization)-(requests|cost):[\w-]{43}$/);
  });
});
