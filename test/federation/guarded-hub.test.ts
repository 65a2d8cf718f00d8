import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stories } from "../../deploy/synthetic/stories.ts";
import type { NotedCall } from "../../gateway/cost/noted-calls.ts";
import { personas } from "../../gateway/identity/personas.ts";
import { startTestHub, type Impersonation, type TestHub } from "../support/hub.ts";
import type { Answer } from "../support/small-hub.ts";

const query = `query ($id: ID!) {
  member(id: $id) {
    id
    homeRecord { name { full } ethnicity { code } }
    currentAssignment { state country { name } }
  }
}`;

const clerk: Impersonation = { persona: "province-clerk", purpose: "MEMBER_MANAGEMENT" };
const officer: Impersonation = { persona: "foreign-ministry-officer", purpose: "OVERSEAS_MANAGEMENT" };

/** What a request with `x-cost: show` hears beside its answer. */
interface ShownCost {
  readonly calls: readonly NotedCall[];
  readonly cost: { readonly actual: number };
}

let hub: TestHub;
beforeAll(async () => void (hub = await startTestHub()));
afterAll(() => hub[Symbol.asyncDispose]());

/** Asks twice, because the second time comes through another door. */
async function ask(id: string, as: Impersonation | null) {
  const first = await hub.ask(query, { id }, as);
  expect(await hub.ask(query, { id }, as)).toEqual(first);
  return first;
}

describe("a hub that asks who calls", () => {
  it("answers nobody without a token", async () => {
    hub.takeStatements();
    const { data, errors } = await ask(stories.memberAbroad, null);
    expect(data).toBeUndefined();
    expect(errors?.map(({ extensions }) => extensions["code"])).toEqual(["AUTH_TOKEN_MISSING"]);
    expect(hub.takeStatements()).toEqual([]);
  });

  it("shows the clerk of a committee the records of that committee's members", async () => {
    const { data } = await ask(stories.memberAbroad, clerk);
    expect(data).toMatchObject({ member: { homeRecord: { name: { full: expect.any(String) } } } });
  });

  it("shows the clerk no record of another committee's member, as if there were none", async () => {
    const { data, errors } = await ask(stories.memberReturned, clerk);
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).not.toMatch(/full|state/);
  });

  it("shows nobody to a caller who does not say what for, and asks no agency", async () => {
    hub.takeStatements();
    const { data, errors } = await ask(stories.memberAbroad, { persona: "province-clerk" });
    expect(data).toBeNull();
    expect(errors?.map(({ path, extensions }) => [path, extensions["code"]])).toEqual([
      [["member"], "UNAUTHORIZED_FIELD_OR_TYPE"],
    ]);
    expect(hub.takeStatements()).toEqual([]);
  });

  it("refuses a purpose that the caller's token does not allow", async () => {
    const { errors } = await ask(stories.memberAbroad, { persona: "province-clerk", purpose: "AUDIT" });
    expect(errors?.map(({ extensions }) => extensions["code"])).toEqual(["AUTH_PURPOSE_REFUSED"]);
  });

  it("shows the Foreign Ministry's officer a traveller of any committee, but nothing that is sensitive", async () => {
    const { data, errors } = await ask(stories.memberAbroad, officer);
    expect(data).toMatchObject({
      member: {
        homeRecord: { name: { full: expect.any(String) }, ethnicity: null },
        currentAssignment: { state: "RECEIVED_ABROAD" },
      },
    });
    expect(errors?.map(({ path, extensions }) => [path, extensions["code"]])).toEqual([
      [["member", "homeRecord", "ethnicity"], "UNAUTHORIZED_FIELD_OR_TYPE"],
    ]);
  });

  it("shows the officer nothing of a member who never travelled", async () => {
    const { data } = await ask(stories.memberInOneRegister, officer);
    expect(JSON.stringify(data)).not.toMatch(/full|state/);
  });

  it("shows an analyst no person", async () => {
    const { data } = await ask(stories.memberAbroad, { persona: "commission-analyst", purpose: "STATISTICS" });
    expect(JSON.stringify(data)).not.toMatch(/full|state/);
  });

  it("shows a member their own record and nobody else's", async () => {
    const own: Impersonation = { persona: "member", purpose: "OWN_RECORD" };
    expect((await ask(stories.memberAbroad, own)).data).toMatchObject({
      member: { homeRecord: { name: expect.anything() } },
    });
    expect(JSON.stringify((await ask(stories.memberMidTransfer, own)).data)).not.toMatch(/full|state/);
  });

  it("tells whoever may see the calls of an answer nothing of whether a hidden member exists", async () => {
    const found = personas.find(({ name }) => name === "province-clerk");
    const curious = found && { ...found, scopes: [...found.scopes, "document:free"] };
    const shownFor = async (id: string) => {
      const headers = await hub.headersFor({ persona: curious ?? "", purpose: "MEMBER_MANAGEMENT" });
      const body = JSON.stringify({ query, variables: { id } });
      const asked = { ...headers, "content-type": "application/json", "x-cost": "show" };
      const response = await fetch(hub.url, { method: "POST", headers: asked, body });
      const { data, errors, extensions } = (await response.json()) as Answer & { extensions: ShownCost };
      const { calls, cost } = extensions;
      const asks = calls.map((call) => [call.agency, call.instance, call.asks, call.hasFailed]);
      return { data, errors, asks, actual: cost.actual, status: response.status };
    };
    const absent = await shownFor("mb_0000000000000");
    expect(absent.asks.length).toBeGreaterThan(0);
    expect(await shownFor(stories.memberReturned)).toEqual(absent);
    expect(await shownFor(stories.memberAbroad)).not.toEqual(absent);
  });

  it("shows in an export the rows of a caller's own pages, whoever's cursor they bring", async () => {
    const list = `query E($first: Int, $after: String) { assignments(first: $first, after: $after) {
      nodes { id state } pageInfo { hasNextPage endCursor } } }`;
    const secretary: Impersonation = { persona: "overseas-secretary", purpose: "OVERSEAS_MANAGEMENT" };
    const rowsOf = ({ data }: Answer) => {
      const { nodes } = (data as { assignments: { nodes: readonly { id: string; state: string }[] } }).assignments;
      return nodes.map(({ id, state }) => `${id},${state}`);
    };
    const exported = async (as: Impersonation, after: string | null) => {
      const response = await fetch(`${hub.url}/export`, {
        method: "POST",
        headers: { ...(await hub.headersFor(as)), "content-type": "application/json" },
        body: JSON.stringify({ query: list, variables: { after } }),
      });
      const lines = (await response.text()).trimEnd().split("\n");
      const csv = lines.map((line) => (JSON.parse(line) as { csv?: string }).csv ?? "").join("");
      return csv.split("\r\n").filter((row) => row.startsWith("oa_"));
    };
    const all = await exported(officer, null);
    const theirs = await hub.ask(list, { first: 3 }, officer);
    const { endCursor } = (theirs.data as { assignments: { pageInfo: { endCursor: string } } }).assignments.pageInfo;
    const own = rowsOf(await hub.ask(list, { first: 100, after: endCursor }, secretary));
    expect(await exported(secretary, endCursor)).toEqual(own);
    expect(await exported(officer, endCursor)).toEqual(all.slice(3));
    expect(own.length).toBeGreaterThan(0);
    expect(own.length).toBeLessThan(all.length - 3);
  });

  it("is the only way to an agency: whoever comes to its port alone is refused before its database is asked", async () => {
    hub.takeStatements();
    for (const part of ["organization-commission", "foreign-ministry", "north"] as const) {
      const body = JSON.stringify({ query: "{ __typename }" });
      const headers = { "content-type": "application/json" };
      const response = await fetch(hub.urlOf(part), { method: "POST", headers, body });
      expect([part, response.status]).toEqual([part, 401]);
    }
    expect(hub.takeStatements()).toEqual([]);
  });
});
