import { createHash } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRegisteredOperations } from "#contract/registered-operations.ts";
import { stories } from "../../deploy/synthetic/stories.ts";
import { openAuditKeys } from "../../gateway/audit/keys.ts";
import { LOCAL_ISSUER } from "../../gateway/identity/local-issuer.ts";
import { temporaryFolder } from "../support/audit.ts";
import { openStream } from "../support/live-stream.ts";
import { ACCEPT_PARTS, openParts } from "../support/parts-stream.ts";
import { startTestHub, type Impersonation, type TestHub } from "../support/hub.ts";
import { loggedAccesses, type LoggedAccess } from "../support/logged-accesses.ts";

const query = `query ($id: ID!) {
  member(id: $id) {
    homeRecord { name { full } ethnicity { code } }
    currentAssignment { state country { name } }
  }
}`;

const clerk: Impersonation = { persona: "province-clerk", purpose: "MEMBER_MANAGEMENT" };
const officer: Impersonation = { persona: "foreign-ministry-officer", purpose: "OVERSEAS_MANAGEMENT" };

describe("a hub that writes down who looks at whom", () => {
  const resources = new AsyncDisposableStack();
  let hub: TestHub;
  let pseudonym: (person: string) => string;
  let accessesSince: () => Promise<readonly LoggedAccess[]>;
  beforeAll(async () => {
    const { path } = resources.use(await temporaryFolder());
    const audit = { name: "hub.test/audit", folder: join(path, "log"), keysFolder: join(path, "keys") };
    hub = resources.use(await startTestHub({ audit, isRegistered: true }));
    const keys = openAuditKeys(audit.keysFolder, audit.name);
    pseudonym = (person) => keys.pseudonym("person", person, new Date().getUTCFullYear());
    let known = 0;
    accessesSince = async () => {
      const all = await loggedAccesses(audit);
      const since = all.slice(known);
      known = all.length;
      return since;
    };
  });
  afterAll(() => resources.disposeAsync());

  it("writes one intent and one outcome for each answer, whichever door it came through", async () => {
    for (const door of ["Apollo Server's", "the hub's own"]) {
      await hub.ask(query, { id: stories.memberAbroad }, clerk);
      const accesses = await accessesSince();
      expect([door, accesses.length, accesses[0]?.outcomes.length]).toEqual([door, 1, 1]);
      expect(accesses[0]).toMatchObject({
        caller: { issuer: LOCAL_ISSUER, organization: "PTC-79", address: "127.0.0.1" },
        purpose: "MEMBER_MANAGEMENT",
        operation: { id: `sha256:${createHash("sha256").update(query).digest("hex")}`, type: "query" },
        denied: {},
        persons: [pseudonym(stories.memberAbroad)],
        outcomes: [
          {
            decision: "ANSWERED",
            codes: [],
            persons: [pseudonym(stories.memberAbroad)],
            cost: expect.any(Number),
            agencies: { "organization-commission": 1, "foreign-ministry": 1, "provincial-committees": 1 },
          },
        ],
      });
      expect(accesses[0]?.outcomes[0]?.cost).toBeGreaterThan(3);
      expect(accesses[0]?.allowed["PERSONAL"]).toEqual(expect.arrayContaining(["HomeRecordName.full"]));
      expect(accesses[0]?.allowed["SENSITIVE"]).toContain("HomeRecord.ethnicity");
    }
  });

  it("tells every member of a page whose ids nobody asked for", async () => {
    const page = (fields: string) =>
      `{ members(committee: "PTC-79", first: 7) { totalCount nodes { ${fields} homeRecord { memberClass } } } }`;
    const { data } = await hub.ask(page("id"), {}, clerk);
    const { members } = data as { members: { nodes: readonly { id: string }[] } };
    const ids = members.nodes.map(({ id }) => id);
    for (let door = 0; door < 2; door++) {
      expect(JSON.stringify(await hub.ask(page(""), {}, clerk))).not.toContain("mb_");
    }
    const accesses = await accessesSince();
    expect(ids).toHaveLength(7);
    expect(accesses.map(({ outcomes }) => outcomes[0]?.persons.toSorted())).toEqual(
      Array.from({ length: 3 }, () => ids.map(pseudonym).toSorted()),
    );
  });

  it("tells whom a stay is about that was asked for without its member", async () => {
    await hub.ask("{ assignments(first: 3) { nodes { state } } }", {}, officer);
    const [access] = await accessesSince();
    expect(access?.outcomes[0]?.persons).toHaveLength(3);
  });

  it("tells what was denied, and that the rest was answered", async () => {
    for (let door = 0; door < 2; door++) {
      await hub.ask(query, { id: stories.memberAbroad }, officer);
      const [access] = await accessesSince();
      expect(access).toMatchObject({
        denied: { SENSITIVE: ["HomeRecord.ethnicity"] },
        outcomes: [{ decision: "ANSWERED", codes: ["UNAUTHORIZED_FIELD_OR_TYPE"] }],
      });
      expect(JSON.stringify(access?.allowed)).not.toContain("ethnicity");
    }
  });

  it("tells of a request that was refused altogether, for whom it asked and that no agency was", async () => {
    await hub.ask(query, { id: stories.memberAbroad }, { persona: "province-clerk" });
    expect(await accessesSince()).toMatchObject([
      {
        purpose: null,
        allowed: {},
        denied: { PERSONAL: ["Query.member"] },
        persons: [pseudonym(stories.memberAbroad)],
        outcomes: [{ decision: "DENIED", codes: ["UNAUTHORIZED_FIELD_OR_TYPE"], persons: [], cost: 0, agencies: {} }],
      },
    ]);
  });

  it("keeps a card number as a keyed digest only", async () => {
    const byCard = "query ($number: String!) { memberByCardNumber(cardNumber: $number) { homeCommittee { code } } }";
    await hub.ask(byCard, { number: "000123456789" }, clerk);
    const [access] = await accessesSince();
    expect(access?.arguments).toEqual({
      "Query.memberByCardNumber(cardNumber:)": expect.stringMatching(/^[\w-]{22}$/),
    });
    expect(JSON.stringify(access)).not.toContain("000123456789");
  });

  it("tells every member of an export and of a live list, page by page and answer by answer", async () => {
    const list = `query Roster($first: Int, $after: String) { members(committee: "PTC-79", first: $first, after: $after) {
      nodes { id } pageInfo { hasNextPage endCursor } } }`;
    const headers = {
      ...(await hub.headersFor(clerk)),
      "content-type": "application/json",
      "x-forwarded-for": "10.9.9.9, 198.51.100.7",
    };
    const response = await fetch(`${hub.url}/export`, {
      method: "POST",
      headers,
      body: JSON.stringify({ query: list }),
    });
    const ids = new Set((await response.text()).match(/mb_\w{13}/g));
    const accesses = await accessesSince();
    const seen = accesses.flatMap(({ outcomes }) => outcomes[0]?.persons ?? []);
    expect(ids.size).toBeGreaterThan(5);
    expect(seen.toSorted()).toEqual([...ids].map(pseudonym).toSorted());
    expect(new Set(accesses.map(({ request }) => request)).size).toBe(accesses.length);
    // What the trusted proxy says, and not what its client says.
    expect([...new Set(accesses.map(({ caller }) => caller.address))]).toEqual(["198.51.100.7"]);

    const registered = readRegisteredOperations(new URL("../../schema/operations/", import.meta.url));
    const documentId = registered.find(({ name }) => name === "ArrivalsNotReceived")?.documentId;
    const stream = await openStream(new URL(`${hub.url}/live`), {
      headers: await hub.headersFor(officer),
      body: { documentId, variables: { first: 5 } },
    });
    await stream.next();
    await stream[Symbol.asyncDispose]();
    expect(await accessesSince()).toMatchObject([
      { operation: { id: documentId, isRegistered: true }, outcomes: [{ decision: "ANSWERED" }] },
    ]);
  });

  it("writes an access of its own for each part of an answer", async () => {
    const parted = `query ($id: ID!) {
      member(id: $id) { id homeRecord { name { full } } ... @defer { currentAssignment { state } } }
    }`;
    const body = { query: parted, variables: { id: stories.memberAbroad } };
    const answer = await openParts(hub.url, body, await hub.headersFor(clerk));
    expect(await answer.rest()).toMatchObject([
      { data: { member: { homeRecord: { name: { full: expect.any(String) } } } }, hasNext: true },
      { incremental: [{ data: { currentAssignment: { state: expect.any(String) } } }], hasNext: false },
    ]);
    const accesses = await accessesSince();
    expect(new Set(accesses.map(({ request }) => request)).size).toBe(1);
    expect(accesses.map(({ outcomes }) => outcomes)).toMatchObject([
      [
        {
          decision: "ANSWERED",
          persons: [pseudonym(stories.memberAbroad)],
          agencies: { "organization-commission": 1, "provincial-committees": 1 },
        },
      ],
      [{ decision: "ANSWERED", persons: [pseudonym(stories.memberAbroad)], agencies: { "foreign-ministry": 1 } }],
    ]);
  });

  it("leaves an answer whole that lacks what its caller may not have", async () => {
    const parted = query
      .replace("currentAssignment {", "... @defer { currentAssignment {")
      .replace(/}\s*}\s*$/, "} } }");
    const body = { query: parted, variables: { id: stories.memberAbroad } };
    const headers = { accept: ACCEPT_PARTS, "content-type": "application/json", ...(await hub.headersFor(officer)) };
    const response = await fetch(hub.url, { method: "POST", headers, body: JSON.stringify(body) });
    expect(await response.json()).toMatchObject({
      data: { member: { currentAssignment: { state: expect.any(String) } } },
      errors: expect.arrayContaining([expect.objectContaining({ path: ["member", "homeRecord", "ethnicity"] })]),
    });
    expect(await accessesSince()).toHaveLength(1);
  });

  it("writes nothing for what is about nobody", async () => {
    const nobody = "{ countries { code } missions(first: 1) { totalCount } }";
    for (let door = 0; door < 2; door++) expect((await hub.ask(nobody, {}, clerk)).errors).toBeUndefined();
    expect(await accessesSince()).toEqual([]);
  });
});
