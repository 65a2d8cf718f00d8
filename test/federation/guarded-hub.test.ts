import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stories } from "../../deploy/synthetic/stories.ts";
import { startTestHub, type Impersonation, type TestHub } from "../support/hub.ts";

const query = `query ($id: ID!) {
  member(id: $id) {
    id
    homeRecord { name { full } ethnicity { code } }
    currentAssignment { state country { name } }
  }
}`;

const clerk: Impersonation = { persona: "province-clerk", purpose: "MEMBER_MANAGEMENT" };
const officer: Impersonation = { persona: "foreign-ministry-officer", purpose: "OVERSEAS_MANAGEMENT" };

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
