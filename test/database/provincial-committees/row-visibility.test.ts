import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestCaller } from "../../support/envelope.ts";
import { letter, member, transfer } from "./rows.ts";
import { startInstance, type RunningInstance } from "./running-instance.ts";

let instance: RunningInstance;

/** Days before today in Viet Nam, which the rules count from. */
const daysAgo = (days: number) => new Date(Date.now() + 7 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10);

const away = { activity_status: "TRANSFERRED", official_organization_id: "po_abroad0000001" } as const;

const members = [
  member("mb_athome"),
  member("mb_other", { committee_code: "PTC-08" }),
  member("mb_abroad", away),
  member("mb_opentransfer"),
  member("mb_endedlately"),
  member("mb_endedlongago"),
];

/** From the members' cell to one abroad. */
const out = (id: string, of: string, endedDaysAgo: number | null) => {
  const requested_on = daysAgo(1_000);
  const state = endedDaysAgo === null ? "IN_TRANSIT" : "CLOSED";
  return transfer(id, of, { state, requested_on, to_organization_id: "po_abroad0000001" });
};
const transfers = [
  { row: out("at_gone", "mb_abroad", 500), endedDaysAgo: 500 },
  { row: out("at_open", "mb_opentransfer", null), endedDaysAgo: null },
  { row: out("at_lately", "mb_endedlately", 90), endedDaysAgo: 90 },
  { row: out("at_longago", "mb_endedlongago", 91), endedDaysAgo: 91 },
];

beforeAll(async () => {
  instance = await startInstance();
  const { db } = instance;
  await db.insertInto("member").values(members).execute();
  const cell = { id: "po_abroad0000001", superior_id: "po_abroad0000000" };
  await db.insertInto("overseas_organization").values(cell).execute();
  for (const { row, endedDaysAgo } of transfers) {
    await db.insertInto("activity_transfer").values(row).execute();
    const abroad = letter(`lt_${row.id}`, row.id, { kind: "ABROAD" });
    await db.insertInto("activity_transfer_letter").values(abroad).execute();
    const step = { transfer_id: row.id, ordinal: 1, entered_on: daysAgo(1_000), state: "REQUESTED" as const };
    const end = { ...step, ordinal: 2, entered_on: daysAgo(endedDaysAgo ?? 0), state: "CLOSED" as const };
    await db
      .insertInto("activity_transfer_step")
      .values(endedDaysAgo === null ? [step] : [step, end])
      .execute();
  }
});
afterAll(() => instance[Symbol.asyncDispose]());

const officer = { committees: [], scopes: ["member:read"], organization: "" };
const callers = {
  "a clerk of the home committee": { ...officer, committees: ["PTC-01"], purpose: "MEMBER_MANAGEMENT" },
  "a clerk of another committee": { ...officer, committees: ["PTC-08"], purpose: "ACTIVITY_TRANSFER" },
  "the registrar": { ...officer, organization: "foreign-ministry", purpose: "OVERSEAS_MANAGEMENT" },
  "the organization abroad": { ...officer, organization: "po_abroad0000001", purpose: "OVERSEAS_MANAGEMENT" },
  "the organization above it": { ...officer, organization: "po_abroad0000000", purpose: "OVERSEAS_MANAGEMENT" },
  "another organization abroad": { ...officer, organization: "po_abroad0000002", purpose: "OVERSEAS_MANAGEMENT" },
  "a member": { ...officer, scopes: [], memberId: "mb_opentransfer", purpose: "OWN_RECORD" },
  "an analyst": { ...officer, committees: ["PTC-01"], organization: "foreign-ministry", purpose: "STATISTICS" },
  "an auditor": { ...officer, committees: ["PTC-01"], organization: "foreign-ministry", purpose: "AUDIT" },
  "a clerk without a purpose": { ...officer, committees: ["PTC-01"], purpose: null },
  "a clerk without the scope": { ...officer, scopes: [], committees: ["PTC-01"], purpose: "MEMBER_MANAGEMENT" },
} as const satisfies Record<string, TestCaller>;

type Seen = readonly (readonly [member: string, transfers: readonly string[], detail: "whole" | "part"])[];

/** What of the six members each caller sees: those who are not named look as if they did not exist. */
const expected: Record<keyof typeof callers, Seen> = {
  "a clerk of the home committee": [
    ["mb_athome", [], "whole"],
    ["mb_abroad", ["at_gone"], "whole"],
    ["mb_opentransfer", ["at_open"], "whole"],
    ["mb_endedlately", ["at_lately"], "whole"],
    ["mb_endedlongago", ["at_longago"], "whole"],
  ],
  "a clerk of another committee": [["mb_other", [], "whole"]],
  "the registrar": [
    ["mb_abroad", [], "part"],
    ["mb_opentransfer", ["at_open"], "part"],
    ["mb_endedlately", ["at_lately"], "part"],
  ],
  "the organization abroad": [
    ["mb_abroad", [], "part"],
    ["mb_opentransfer", ["at_open"], "part"],
    ["mb_endedlately", ["at_lately"], "part"],
  ],
  "the organization above it": [
    ["mb_abroad", [], "part"],
    ["mb_opentransfer", ["at_open"], "part"],
    ["mb_endedlately", ["at_lately"], "part"],
  ],
  "another organization abroad": [],
  "a member": [["mb_opentransfer", ["at_open"], "whole"]],
  "an analyst": [],
  "an auditor": [],
  "a clerk without a purpose": [],
  "a clerk without the scope": [],
};

interface MemberAnswer {
  readonly id: string;
  readonly homeRecord: { readonly name: { readonly full: string }; readonly bornOn?: string } | null;
  readonly activityTransfers: { readonly totalCount: number; readonly nodes: readonly TransferAnswer[] } | null;
}

interface TransferAnswer {
  readonly id: string;
  readonly steps: readonly object[];
  readonly letters: readonly object[];
}

const keys = members.map(({ id, committee_code }) => ({
  __typename: "Member",
  id,
  homeCommittee: { code: committee_code },
}));
const entities = (fields: string, caller: TestCaller) =>
  instance.ask<{ _entities: MemberAnswer[] }>(
    `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Member { id ${fields} } } }`,
    { keys },
    caller,
  );

describe.each(Object.keys(callers) as (keyof typeof callers)[])("%s", (name) => {
  const caller = callers[name];
  const seen = expected[name];

  it("sees the records and transfers that concern them, and no sign of others", async () => {
    const fields = `homeRecord { name { full } }
      activityTransfers { totalCount nodes { id steps { state } letters { id } } }`;
    const { data, errors } = await entities(fields, caller);
    expect(errors).toBeUndefined();
    const found = data._entities.map(({ id, homeRecord, activityTransfers }) => [
      id,
      homeRecord && activityTransfers?.nodes.map((node) => node.id),
      homeRecord && activityTransfers?.totalCount,
    ]);
    const all = members.map(({ id }) => {
      const own = seen.find(([seenId]) => seenId === id);
      return [id, own?.[1] ?? null, own?.[1].length ?? null];
    });
    expect(found).toEqual(all);
    for (const { activityTransfers } of data._entities)
      for (const { steps, letters } of activityTransfers?.nodes ?? [])
        expect([steps.length > 0, letters.length]).toEqual([true, 1]);
  });

  it("is told no more than the minimum of those who are not theirs", async () => {
    const { data, errors = [] } = await entities("homeRecord { name { full } bornOn }", caller);
    const whole = seen.filter(([, , detail]) => detail === "whole").map(([id]) => id);
    expect(data._entities.filter(({ homeRecord }) => homeRecord?.bornOn).map(({ id }) => id)).toEqual(whole);
    const part = seen.length - whole.length;
    const refused = { extensions: { code: "UNAUTHORIZED_FIELD_OR_TYPE" } };
    expect(errors).toMatchObject(Array.from({ length: part }, () => refused));
  });

  it("lists and counts no others", async () => {
    const list = (committee: string) => `members(committee: "${committee}") { totalCount nodes { id } }`;
    type List = { readonly totalCount: number; readonly nodes: readonly { readonly id: string }[] };
    const { data } = await instance.ask<{ hanoi: List; other: List }>(
      `{ hanoi: ${list("PTC-01")} other: ${list("PTC-08")} }`,
      {},
      caller,
    );
    const ids = seen.map(([id]) => id).toSorted();
    expect([...data.hanoi.nodes, ...data.other.nodes].map(({ id }) => id).toSorted()).toEqual(ids);
    expect(data.hanoi.totalCount + data.other.totalCount).toBe(ids.length);
  });
});

describe("a transfer", () => {
  it("follows its member to another committee", async () => {
    const { db } = instance;
    await db.insertInto("member").values(member("mb_moving")).execute();
    await db.insertInto("activity_transfer").values(transfer("at_moving", "mb_moving")).execute();
    await db.updateTable("member").set({ committee_code: "PTC-08" }).where("id", "=", "mb_moving").execute();
    const transfers = db.selectFrom("activity_transfer").where("id", "=", "at_moving");
    expect(await transfers.select("committee_code").execute()).toEqual([{ committee_code: "PTC-08" }]);
    await db.deleteFrom("activity_transfer").where("id", "=", "at_moving").execute();
    await db.deleteFrom("member").where("id", "=", "mb_moving").execute();
  });
});
