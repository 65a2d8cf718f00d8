import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { stories } from "../../deploy/synthetic/stories.ts";
import { startTestHub, type TestHub } from "../support/hub.ts";

const dossier = readFileSync(new URL("../../schema/operations/member-dossier.graphql", import.meta.url), "utf8");
const page = `
  query Page($committee: ID!, $first: Int!, $after: String) {
    members(committee: $committee, first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        id
        homeCommittee { name }
        homeOrganization { name }
        homeRecord { name { full } memberClass officialOrganization { name } }
        currentAssignment { state country { name } receivingOrganization { name } }
      }
    }
  }`;

interface MemberPage {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly totalCount: number;
}

const membersOf = (data: unknown) => (data as { readonly members: MemberPage }).members;

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub[Symbol.asyncDispose]());
beforeEach(() => void hub.takeStatements());

describe("the member dossier", () => {
  it("joins home record, overseas assignment and organization details, in at most five statements", async () => {
    const { data, errors } = await hub.ask(dossier, { id: stories.memberAbroad });

    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      member: {
        id: stories.memberAbroad,
        homeCommittee: { code: "PTC-79", name: expect.stringContaining("Hồ Chí Minh") },
        homeOrganization: { name: expect.any(String) },
        homeRecord: { name: { full: expect.any(String) }, memberClass: "OFFICIAL" },
        currentAssignment: {
          purpose: "STUDY",
          country: { name: "Nhật Bản" },
          receivingOrganization: { name: expect.any(String) },
        },
      },
    });
    const statements = hub.takeStatements();
    expect(statements.length).toBeLessThanOrEqual(5);
    expect(new Set(statements.map(({ by }) => by))).toEqual(
      new Set(["organization-commission", "foreign-ministry", "south"]),
    );
  });

  it("has no assignment for a member whom only the home committee knows", async () => {
    const { data, errors } = await hub.ask(dossier, { id: stories.memberInOneRegister });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      member: { homeRecord: { name: { full: expect.any(String) } }, currentAssignment: null },
    });
  });

  it("answers null for a member whom nobody knows, and asks no second agency", async () => {
    const { data, errors } = await hub.ask(dossier, { id: "mb_0000000000000" });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ member: null });
    expect(hub.takeStatements().map(({ by }) => by)).toEqual(["organization-commission"]);
  });
});

describe("a page of members", () => {
  it("costs at most eight statements, however many members are on it", async () => {
    const { data, errors } = await hub.ask(page, { committee: "PTC-79", first: 50 });
    expect(errors).toBeUndefined();
    const { nodes } = membersOf(data);
    expect(nodes).toHaveLength(50);
    expect(hub.takeStatements().length).toBeLessThanOrEqual(8);
  });

  it("and the pages after it name every member of the committee once", async () => {
    const seen: string[] = [];
    let after: string | null = null;
    let total = 0;
    do {
      const { data, errors }: Awaited<ReturnType<TestHub["ask"]>> = await hub.ask(page, {
        committee: "PTC-01",
        first: 7,
        after,
      });
      expect(errors).toBeUndefined();
      const { nodes, pageInfo, totalCount } = membersOf(data);
      seen.push(...nodes.map(({ id }) => id));
      total = totalCount;
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(seen).toHaveLength(total);
    expect(new Set(seen).size).toBe(total);
  });
});

describe("with the Foreign Ministry away", () => {
  beforeAll(() => hub.stop("foreign-ministry"));
  afterAll(() => hub.start("foreign-ministry"));

  it("the dossier keeps the rest, and one error names the place, the agency and the code, within two seconds", async () => {
    const started = performance.now();
    const { data, errors } = await hub.ask(dossier, { id: stories.memberAbroad });

    expect(performance.now() - started).toBeLessThan(2_000);
    expect(data).toMatchObject({
      member: {
        homeRecord: { name: { full: expect.any(String) } },
        homeOrganization: { name: expect.any(String) },
        currentAssignment: null,
      },
    });
    expect(errors).toEqual([
      expect.objectContaining({
        path: ["member", "currentAssignment"],
        extensions: { code: "AGENCY_UNREACHABLE", agency: "foreign-ministry" },
      }),
    ]);
  });
});

describe("with the Foreign Ministry back", () => {
  it("the next dossier is whole", async () => {
    const { data, errors } = await hub.ask(dossier, { id: stories.memberAbroad });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ member: { currentAssignment: { country: { name: "Nhật Bản" } } } });
  });
});

describe("with one provincial instance away", () => {
  beforeAll(() => hub.stop("south"));
  afterAll(() => hub.start("south"));

  it("members of its committees lose their home record, and members of others lose nothing", async () => {
    const query = `query Both($here: ID!, $there: ID!) {
      here: member(id: $here) { homeOrganization { name } homeRecord { memberClass } }
      there: member(id: $there) { homeOrganization { name } homeRecord { memberClass } }
    }`;
    const { data, errors } = await hub.ask(query, { here: stories.memberAbroad, there: stories.memberReturned });

    expect(data).toEqual({
      here: { homeOrganization: { name: expect.any(String) }, homeRecord: null },
      there: { homeOrganization: { name: expect.any(String) }, homeRecord: { memberClass: "OFFICIAL" } },
    });
    expect(errors).toEqual([
      expect.objectContaining({
        path: ["here", "homeRecord"],
        extensions: { code: "AGENCY_UNREACHABLE", agency: "provincial-committees" },
      }),
    ]);
  });
});
