import { sql, type Explainable } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { assignmentPage, type AssignmentFilter } from "../../../subgraphs/foreign-ministry/assignments.ts";
import {
  companyCell,
  memberAbroad,
  memberBetweenStays,
  memberReturned,
  probationaryAbroad,
  singleGuided,
  studentCell,
} from "./rows.ts";
import { idsOfAllPages, startMinistry, type Page, type RunningMinistry } from "./running-ministry.ts";

let ministry: RunningMinistry;

beforeAll(async () => {
  ministry = await startMinistry();
});
beforeEach(() => void ministry.takeStatements());
afterAll(() => ministry[Symbol.asyncDispose]());

const list = (filter: object | null, page: { first?: number; after?: string | null } = {}) =>
  ministry.ask<{ assignments: Page }>(
    `query ($filter: OverseasAssignmentFilter, $first: Int, $after: String) {
      assignments(filter: $filter, first: $first, after: $after) {
        nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
      }
    }`,
    { filter, ...page },
  );
const idsOf = async (filter: object | null) => {
  const { data } = await list(filter);
  expect(data.assignments.totalCount).toBe(data.assignments.nodes.length);
  return data.assignments.nodes.map(({ id }) => id);
};

describe("the list of assignments", () => {
  const inListOrder = [
    memberAbroad.earlier,
    memberReturned.earlier,
    memberBetweenStays.underWay,
    probationaryAbroad.current,
    singleGuided.current,
    memberAbroad.current,
    memberBetweenStays.next,
  ];

  it("runs by expected return, then id", async () => {
    expect(await idsOf(null)).toEqual(inListOrder);
  });

  it("gives the same order page by page, whatever the page size", async () => {
    for (const first of [1, 2, 3]) {
      const pageAfter = async (after: string | null) => (await list(null, { first, after })).data.assignments;
      expect(await idsOfAllPages(pageAfter)).toEqual(inListOrder);
    }
  });

  it("gives each item with its cursor", async () => {
    const { data } = await ministry.ask<{ assignments: { edges: { cursor: string; node: object }[] } }>(
      "{ assignments(first: 1) { edges { cursor node { id } } } }",
    );
    const [edge] = data.assignments.edges;
    expect(edge?.node).toEqual({ id: inListOrder[0] });
    const next = await list(null, { first: 1, after: edge?.cursor ?? null });
    expect(next.data.assignments.nodes).toEqual([{ id: inListOrder[1] }]);
  });

  it.each<[string, object, string[]]>([
    ["country", { country: "FR" }, [memberAbroad.earlier, memberBetweenStays.next]],
    ["country, in capitals only", { country: "fr" }, []],
    ["receiving organization", { organization: companyCell.organization_id }, [memberAbroad.earlier]],
    ["state", { states: ["RECEIVED_ABROAD"] }, [probationaryAbroad.current, memberAbroad.current]],
    ["several states", { states: ["CLOSED", "DECLARED"] }, [memberAbroad.earlier, memberBetweenStays.next]],
    ["a state named twice", { states: ["CLOSED", "CLOSED"] }, [memberAbroad.earlier]],
    ["no state at all", { states: [] }, []],
    ["home committee of today", { homeCommittee: "PTC-01" }, [memberReturned.earlier, probationaryAbroad.current]],
    ["home committee, not the one that declared", { homeCommittee: "PTC63-74" }, []],
    ["purpose", { purpose: "LABOUR" }, [memberAbroad.earlier]],
    ["return before a day", { returningBefore: "2026-10-01" }, [probationaryAbroad.current, singleGuided.current]],
    ["return before the expected day itself", { returningBefore: "2026-09-30" }, []],
    ["return before a day, in a final state", { returningBefore: "2026-10-01", states: ["CLOSED", "ENDED"] }, []],
    [
      "several conditions at once",
      { country: "JP", organization: studentCell.organization_id, homeCommittee: "PTC-79", purpose: "STUDY" },
      [memberBetweenStays.underWay, memberAbroad.current],
    ],
  ])("is narrowed by %s", async (_, filter, expected) => {
    expect(await idsOf(filter)).toEqual(expected);
  });

  it("takes conditions that are null as not given", async () => {
    const nothing = { country: null, organization: null, states: null, homeCommittee: null, returningBefore: null };
    expect(await idsOf(nothing)).toEqual(inListOrder);
  });

  it("costs one statement, and a second one only when the total is asked for", async () => {
    await ministry.ask("{ assignments { nodes { id country { name } homeCommittee { code } } } }");
    expect(ministry.takeStatements()).toHaveLength(1);
    await list({ country: "JP" });
    expect(ministry.takeStatements()).toEqual([
      expect.stringContaining('where "state" = "listed"."name" and "country_code" = $'),
      expect.stringMatching(/^select count\(\*\) as "count" from "overseas_assignment" where "state" = any\(\$1\) and/),
    ]);
  });
});

describe("what the list refuses", () => {
  const tooLarge = "A page holds at most 100 items, but first was 101.";
  const unknownCursor = "The cursor was not made by this list.";

  it.each<[string, object, string, string]>([
    ["a page above the limit", { first: 101 }, "LIMIT_PAGE_SIZE_EXCEEDED", tooLarge],
    ["a negative page", { first: -1 }, "INPUT_MALFORMED", "first must not be negative, but it was -1."],
    ["a text that is no cursor", { after: "?" }, "INPUT_CURSOR_UNKNOWN", unknownCursor],
    ["a cursor of another list", { after: cursor(["po_a"]) }, "INPUT_CURSOR_UNKNOWN", unknownCursor],
    ["a cursor without a day", { after: cursor(["x", "oa_a"]) }, "INPUT_CURSOR_UNKNOWN", unknownCursor],
  ])("is %s", async (_, page, code, message) => {
    const { data, errors } = await list(null, page);
    expect(data).toEqual({ assignments: null });
    expect(errors).toMatchObject([{ message, extensions: { code } }]);
    expect(ministry.takeStatements()).toEqual([]);
  });

  it("is a day that does not exist", async () => {
    const { errors } = await list({ returningBefore: "2026-02-30" });
    expect(errors?.[0]?.extensions.code).toBe("INPUT_MALFORMED");
  });
});

describe("with ten years of finished assignments before the open ones", () => {
  beforeAll(async () => {
    // Plans depend on the numbers: 20,000 finished ones and 2,000 open, 50 countries, a purpose that is rare.
    await sql`
      insert into overseas_assignment (id, member_id, purpose, country_code, state, move_kind, declared_by,
        home_committee, declared_on, departs_on, expected_return_on, receiving_organization_id, received_on,
        is_synthetic)
      select 'oa_many' || n, 'mb_many' || n, case when n % 100 = 0 then 'MEDICAL_TREATMENT' else 'LABOUR' end,
        codes[1 + n % 50], case when n <= 20000 then 'CLOSED' else 'EXTENDED' end,
        'OFFICIAL_TRANSFER', 'PTC-79', 'PTC-' || 10 + n % 34, day - 900, day - 800, day, 'po_many' || n % 100,
        day - 790, true
      from generate_series(1, 22000) n, lateral (select date '2015-01-01' + n / 5 as day) as expected,
        (select array_agg(code order by code) as codes from country where code < 'VN') as countries
    `.execute(ministry.db);
    await sql`analyze overseas_assignment`.execute(ministry.db);
  });

  it.each<[keyof AssignmentFilter, AssignmentFilter, string]>([
    ["country", { country: "CU" }, "overseas_assignment_country_code_idx"],
    ["organization", { organization: "po_many7" }, "overseas_assignment_receiving_organization_id_idx"],
    ["states", { states: ["EXTENDED"] }, "overseas_assignment_state_idx"],
    ["homeCommittee", { homeCommittee: "PTC-12" }, "overseas_assignment_home_committee_idx"],
    ["returningBefore", { returningBefore: "2026-10-01" }, "overseas_assignment_state_idx"],
    ["purpose", { purpose: "MEDICAL_TREATMENT" }, "overseas_assignment_purpose_idx"],
  ])("reads a page by %s off its index and touches a page of rows in each state", async (_, filter, index) => {
    const nodes = await nodesOf(assignmentPage(ministry.db, filter, { size: 20, after: null }));
    const scans = nodes.filter((node) => node["Relation Name"] === "overseas_assignment");
    expect(scans.map((node) => [node["Node Type"], node["Index Name"]])).toEqual([["Index Scan", index]]);
    expect(scans[0]?.["Actual Rows"]).toBeLessThanOrEqual(21);
    expect(scans[0]?.["Rows Removed by Filter"] ?? 0).toBe(0);
  });

  it("shows a filter without an index as the walk it would be", async () => {
    const walk = ministry.db.selectFrom("overseas_assignment").selectAll().where("declared_by", "=", "PTC63-74");
    expect((await nodesOf(walk))[0]).toMatchObject({ "Node Type": "Seq Scan" });
  });
});

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Actual Rows": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly PlanNode[];
}

/** The nodes of the plan that a statement ran by, from the top. */
async function nodesOf(statement: Explainable): Promise<readonly PlanNode[]> {
  const [explained] = (await statement.explain("json", sql`analyze`)) as [{ "QUERY PLAN": [{ Plan: PlanNode }] }];
  const withChildren = (node: PlanNode): readonly PlanNode[] => [node, ...(node.Plans ?? []).flatMap(withChildren)];
  return withChildren(explained["QUERY PLAN"][0].Plan);
}

function cursor(values: readonly string[]) {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}
