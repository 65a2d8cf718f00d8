import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestCaller } from "../../support/envelope.ts";
import { assignment, committeeInJapan, companyCell, studentCell } from "./rows.ts";
import { startMinistry, type Page, type RunningMinistry } from "./running-ministry.ts";

let ministry: RunningMinistry;

/** Days before today in Viet Nam, which the rules count from. */
const daysAgo = (days: number) => new Date(Date.now() + 7 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10);

const inJapan = {
  state: "RECEIVED_ABROAD",
  move_kind: "OFFICIAL_TRANSFER",
  started_on: "2024-03-02",
  receiving_organization_id: studentCell.organization_id,
  received_on: "2024-03-12",
} as const;
const over = { ...inJapan, state: "CLOSED" } as const;

/** Stays of a kind each; the rows of the other tests are taken away. */
const stays = [
  assignment({ id: "oa_open", member_id: "mb_1", home_committee: "PTC-01", ...inJapan }),
  assignment({ id: "oa_lately", member_id: "mb_2", home_committee: "PTC-01", ...over, returned_on: daysAgo(90) }),
  assignment({ id: "oa_longago", member_id: "mb_3", home_committee: "PTC-01", ...over, returned_on: daysAgo(91) }),
  assignment({ id: "oa_declared", member_id: "mb_4", home_committee: "PTC-79" }),
  assignment({
    ...inJapan,
    id: "oa_france",
    member_id: "mb_5",
    home_committee: "PTC-79",
    receiving_organization_id: companyCell.organization_id,
  }),
];

beforeAll(async () => {
  ministry = await startMinistry();
  await ministry.db.deleteFrom("overseas_assignment_step").execute();
  await ministry.db.deleteFrom("overseas_assignment").execute();
  await ministry.db.insertInto("overseas_assignment").values(stays).execute();
  const steps = stays.map(({ id }) => ({
    assignment_id: id,
    number: 1,
    state: "DECLARED" as const,
    reached_on: "2024-01-15",
    reached_by: "HOME_COMMITTEE" as const,
  }));
  await ministry.db.insertInto("overseas_assignment_step").values(steps).execute();
});
afterAll(() => ministry[Symbol.asyncDispose]());

const officer = { committees: [], scopes: ["member:read"], organization: "" };
const abroad = (organization: string) => ({ ...officer, organization, purpose: "OVERSEAS_MANAGEMENT" }) as const;
const callers = {
  "the registrar": abroad("foreign-ministry"),
  "a clerk of the home committee": { ...officer, committees: ["PTC-79"], purpose: "MEMBER_MANAGEMENT" },
  "a clerk of a committee without stays": { ...officer, committees: ["PTC-08"], purpose: "ACTIVITY_TRANSFER" },
  "the organization abroad": abroad(studentCell.organization_id),
  "the organization above it": abroad(committeeInJapan.organization_id),
  "an organization in another country": abroad(companyCell.organization_id),
  "a member": { ...officer, scopes: [], memberId: "mb_3", purpose: "OWN_RECORD" },
  "an analyst": { ...abroad("foreign-ministry"), committees: ["PTC-01"], purpose: "STATISTICS" },
  "an auditor": { ...abroad("foreign-ministry"), committees: ["PTC-01"], purpose: "AUDIT" },
  "an officer without a purpose": { ...abroad("foreign-ministry"), purpose: null },
  "an officer without the scope": { ...abroad("foreign-ministry"), scopes: [] },
} as const satisfies Record<string, TestCaller>;

/** The stays that each caller sees; all others look as if they did not exist. */
const expected: Record<keyof typeof callers, readonly string[]> = {
  "the registrar": ["oa_declared", "oa_france", "oa_lately", "oa_longago", "oa_open"],
  "a clerk of the home committee": ["oa_declared", "oa_france"],
  "a clerk of a committee without stays": [],
  "the organization abroad": ["oa_lately", "oa_open"],
  "the organization above it": ["oa_lately", "oa_open"],
  "an organization in another country": ["oa_france"],
  "a member": ["oa_longago"],
  "an analyst": [],
  "an auditor": [],
  "an officer without a purpose": [],
  "an officer without the scope": [],
};

const requestsSeen: Partial<Record<keyof typeof callers, number>> = {
  "the registrar": 3,
  "a clerk of the home committee": 2,
};

describe.each(Object.keys(callers) as (keyof typeof callers)[])("%s", (name) => {
  const caller = callers[name];
  const seen = expected[name];

  it("sees the stays that concern them in every list and count, with their steps", async () => {
    const { data } = await ministry.ask<{ assignments: Page<{ id: string; steps: readonly object[] }> }>(
      "{ assignments { totalCount nodes { id steps { state } } } }",
      {},
      caller,
    );
    expect(data.assignments.nodes.map(({ id }) => id).toSorted()).toEqual(seen);
    expect(data.assignments.totalCount).toBe(seen.length);
    expect(data.assignments.nodes.every(({ steps }) => steps.length === 1)).toBe(true);
  });

  it("finds no other stay by its id, as an entity or through its member, and no key of its member", async () => {
    const { data, errors } = await ministry.ask<{
      _entities: readonly ({ id: string } | { currentAssignment: object | null; assignments: Page } | null)[];
    }>(
      `query ($keys: [_Any!]!) { _entities(representations: $keys) {
        ... on OverseasAssignment { id member { id } }
        ... on Member { currentAssignment { id } assignments { totalCount nodes { id } } }
      } }`,
      {
        keys: stays.flatMap(({ id, member_id }) => [
          { __typename: "OverseasAssignment", id },
          { __typename: "Member", id: member_id },
        ]),
      },
      caller,
    );
    expect(errors).toBeUndefined();
    expect(data._entities).toEqual(
      stays.flatMap(({ id, member_id, state }) => {
        const isSeen = seen.includes(id);
        return [
          isSeen ? { id, member: { id: member_id } } : null,
          {
            currentAssignment: isSeen && state !== "CLOSED" ? { id } : null,
            assignments: { totalCount: isSeen ? 1 : 0, nodes: isSeen ? [{ id }] : [] },
          },
        ];
      }),
    );
  });

  it("sees letters between the registrar and their own committee", async () => {
    const { data } = await ministry.ask<{ verificationRequests: Page }>(
      "{ verificationRequests { totalCount } }",
      {},
      caller,
    );
    expect(data.verificationRequests.totalCount).toBe(requestsSeen[name] ?? 0);
  });
});
