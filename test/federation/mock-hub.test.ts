import { mkdtempDisposable, readFile } from "node:fs/promises";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startMockHub, type MockHub } from "../../deploy/mock/mock-hub.ts";
import { reviewOperation } from "../../deploy/register/review-operation.ts";
import type { Answer } from "../support/small-hub.ts";

const operations = new URL("../../schema/operations/", import.meta.url);
const dossier = readFileSync(new URL("member-dossier.graphql", operations), "utf8");
const resources = new AsyncDisposableStack();
let hub: MockHub;
let withoutMinistry: MockHub;

beforeAll(async () => {
  const folderOf = async () => resources.use(await mkdtempDisposable(join(tmpdir(), "hub-mock-"))).path;
  const start = async (away: readonly string[]) =>
    resources.use(await startMockHub({ port: 0, seed: 1, listLength: 137, away, folder: await folderOf() }));
  [hub, withoutMinistry] = await Promise.all([start([]), start(["foreign-ministry"])]);
});
afterAll(() => resources.disposeAsync());

async function ask(of: MockHub, persona: string, purpose: string, query: string, variables = {}): Promise<Answer> {
  const token = (await readFile(join(of.tokensFolder, persona), "utf8")).trim();
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}`, "x-purpose": purpose };
  const response = await fetch(of.url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  return (await response.json()) as Answer;
}
const askClerk = (of: MockHub, query: string, variables = {}) =>
  ask(of, "province-clerk", "MEMBER_MANAGEMENT", query, variables);
const id = "mb_b2gea1zpwxa37";

describe("the mock", () => {
  it("gives the same facts for the same key in every run", async () => {
    await using other = await startMockHub({
      port: 0,
      seed: 1,
      listLength: 137,
      away: [],
      folder: resources.use(await mkdtempDisposable(join(tmpdir(), "hub-mock-"))).path,
    });
    const [here, there] = await Promise.all([hub, other].map((of) => askClerk(of, dossier, { id })));
    expect(here?.errors).toBeUndefined();
    expect(here?.data?.["member"]).toMatchObject({ id });
    expect(there).toEqual(here);
  });

  it.each([{}, { committee: null }, { committee: ["PTC-79"] }])(
    "tells of a wrong value before it tells of rights that hang on it: %j",
    async (variables) => {
      const query = "query ($committee: ID!) { openTransfers(committee: $committee) { totalCount } }";
      const { errors } = await askClerk(hub, query, variables);
      expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
      expect(errors?.[0]?.message).toMatch(/^\$committee of type ID!: /);
      const foreign = await askClerk(hub, query, { committee: "PTC-01" });
      expect(foreign.errors).toMatchObject([{ extensions: { code: "UNAUTHORIZED_FIELD_OR_TYPE" } }]);
    },
  );

  it("gives others for another key, and nobody for an id that is none", async () => {
    const query = `query ($id: ID!) { member(id: $id) { id homeRecord { bornOn name { full } } } }`;
    const one = await askClerk(hub, query, { id });
    const other = await askClerk(hub, query, { id: "mb_0000000000001" });
    expect(other.data?.["member"]).not.toEqual({ ...(one.data?.["member"] as object), id: "mb_0000000000001" });
    expect(await askClerk(hub, query, { id: "nobody" })).toEqual({ data: { member: null } });
  });

  it("pages as the agencies do, without a gap or a repetition", async () => {
    const query = `query ($after: String) { members(committee: "PTC-79", first: 60, after: $after) {
      nodes { id } edges { node { id } } pageInfo { hasNextPage endCursor } totalCount } }`;
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { data } = await askClerk(hub, query, { after });
      const page = data?.["members"] as {
        nodes: readonly { id: string }[];
        edges: readonly { node: { id: string } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
        totalCount: number;
      };
      expect(page.edges.map(({ node }) => node)).toEqual(page.nodes);
      seen.push(...page.nodes.map((node) => node.id));
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor;
      expect(page.totalCount).toBe(137);
    }
    expect(new Set(seen).size).toBe(137);
    expect(seen).toHaveLength(137);
  });

  it("has the hub's rights, limits and errors", async () => {
    const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions["code"];
    expect(codeOf(await ask(hub, "nobody", "MEMBER_MANAGEMENT", dossier, { id }))).toBeDefined();
    expect(codeOf(await askClerk(hub, `{ members(committee: "PTC-79", first: 101) { totalCount } }`))).toBe(
      "LIMIT_PAGE_SIZE_EXCEEDED",
    );
    expect(codeOf(await askClerk(hub, `{ nothing }`))).toBe("GRAPHQL_VALIDATION_FAILED");
  });

  it("shows what an answer looks like while an agency is away", async () => {
    const { data, errors } = await askClerk(withoutMinistry, dossier, { id });
    expect(data?.["member"]).toMatchObject({ id, currentAssignment: null });
    expect(errors?.[0]).toMatchObject({
      path: ["member", "currentAssignment"],
      extensions: { code: "AGENCY_UNREACHABLE", agency: "foreign-ministry" },
    });
  });

  it("refuses to do without an agency that there is not", async () => {
    const folder = resources.use(await mkdtempDisposable(join(tmpdir(), "hub-mock-"))).path;
    await expect(startMockHub({ port: 0, seed: 1, listLength: 137, away: ["nobody"], folder })).rejects.toThrow(
      "nobody is no agency",
    );
  });

  it("answers every registered operation without a fault of an agency", async () => {
    for (const file of readdirSync(operations)) {
      const text = readFileSync(new URL(file, operations), "utf8");
      const variables = JSON.parse(/^# variables: (.*)$/m.exec(text)?.[1] ?? "{}") as object;
      const { errors = [] } = await askClerk(hub, text, variables);
      expect({
        file,
        faults: errors.filter(({ extensions }) => /^(AGENCY|INTERNAL)/.test(String(extensions["code"]))),
      }).toEqual({ file, faults: [] });
    }
  });
});

describe("the review of an operation before it is registered", () => {
  const header = (purposes: string) => `# vi: Thử\n# en: A try\n# variables: {"first": 10}\n# purposes: ${purposes}\n`;
  const roster = `query Roster($first: Int) { members(committee: "PTC-79", first: $first) { nodes { id } } }`;

  it("says what it costs and who would get how much of it", async () => {
    const review = await reviewOperation("roster.graphql", header("MEMBER_MANAGEMENT STATISTICS") + roster, hub);
    expect(review).toMatchObject({ name: "Roster", problems: [] });
    expect(review.cost?.agencies["provincial-committees"]).toBe(review.cost?.estimate);
    expect(review.rights).toContainEqual({ persona: "province-clerk", purpose: "MEMBER_MANAGEMENT", withheld: [] });
    expect(review.rights).toContainEqual({
      persona: "commission-analyst",
      purpose: "STATISTICS",
      withheld: ["members"],
    });
  });

  it.each([
    ["a field that the graph lacks", header("MEMBER_MANAGEMENT") + roster.replace("id", "soul"), /Cannot query field/],
    ["more than the limits allow", header("MEMBER_MANAGEMENT") + roster.replace("id", deep(12)), /is 15 fields deep/],
    ["no purpose", roster, /needs a line "# purposes/],
    ["a purpose that is none", header("CURIOSITY") + roster, /CURIOSITY, which is no purpose/],
    ["variables that are not JSON", header("STATISTICS").replace("{", "") + roster, /is not JSON/],
  ])("refuses one with %s", async (_, text, problem) => {
    const { problems, cost } = await reviewOperation("x.graphql", text, hub);
    expect(problems.join(" ")).toMatch(problem);
    expect(cost).toBeNull();
  });
});

function deep(levels: number): string {
  return `homeOrganization { ${"superior { ".repeat(levels - 1)}id ${"}".repeat(levels)}`;
}
