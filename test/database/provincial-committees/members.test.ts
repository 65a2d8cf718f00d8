import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { member, named, probationary } from "./rows.ts";
import { startInstance, type RunningInstance } from "./running-instance.ts";

let instance: RunningInstance;

/** In the order of the list: by given name, in which Đ follows D and Ă and Â follow A; then family name; then id. */
const inOrder = [
  ["mb_a1", "Trần Thị An"],
  ["mb_a2", "Lê Hoàng Ánh"],
  ["mb_a3", "Phạm Hồng Ân"],
  ["mb_b1", "Nguyễn Văn Bình"],
  ["mb_d1", "Vũ Tiến Dũng"],
  ["mb_d2", "Hồ Thu Đào"],
  ["mb_d3", "Đặng Quốc Đạt"],
  ["mb_l1", "Bùi Thị Lan"],
  ["mb_t1", "Đỗ Minh Tuấn"],
  ["mb_t2", "Nguyễn Anh Tuấn"],
  ["mb_t3", "Nguyễn Anh Tuấn"],
] as const;

beforeAll(async () => {
  instance = await startInstance();
  const rows = inOrder.map(([id, name]) => member(id, named(name)));
  const elsewhere = { committee_code: "PTC-08" };
  const others = [
    probationary("mb_p1", { ...named("Cao Xuân Vinh"), ...elsewhere, official_organization_id: "po_cell000000008" }),
    member("mb_p2", { ...named("Cao Xuân Yên"), ...elsewhere, activity_status: "DECEASED" }),
    member("mb_p3", { ...named("Cao Xuân Yến"), ...elsewhere, temporary_organization_id: "po_cell000000008" }),
  ];
  await instance.db.insertInto("member").values([...rows.toReversed(), ...others]).execute();
});
beforeEach(() => void instance.takeStatements());
afterAll(() => instance[Symbol.asyncDispose]());

interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const list = (variables: object) =>
  instance.ask<{ members: Page | null }>(
    `query ($committee: ID!, $first: Int, $after: String, $filter: MemberFilter) {
      members(committee: $committee, first: $first, after: $after, filter: $filter) {
        nodes { id } pageInfo { hasNextPage endCursor }
      }
    }`,
    { committee: "PTC-01", ...variables },
  );

const idsOf = async (variables: object) => (await list(variables)).data.members?.nodes.map(({ id }) => id);
const codesOf = async (variables: object) => (await list(variables)).errors?.map(({ extensions }) => extensions.code);
const cursorOf = (...values: readonly string[]) => Buffer.from(JSON.stringify(values)).toString("base64url");

describe("the members of a committee", () => {
  it("are listed by given name in Vietnamese order, then by family name and id", async () => {
    expect(await idsOf({})).toEqual(inOrder.map(([id]) => id));
  });

  it.each([1, 2, 3, 10, 11])("come once each in pages of %i", async (first) => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Page | null = (await list({ first, after })).data.members;
      seen.push(...(page?.nodes ?? []).map(({ id }) => id));
      after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual(inOrder.map(([id]) => id));
  });

  it("carry their committee, which is half of their key", async () => {
    const query = `{ members(committee: "PTC-08", first: 1) { edges { node { id homeCommittee { code } } } } }`;
    const edges = [{ node: { id: "mb_p1", homeCommittee: { code: "PTC-08" } } }];
    expect((await instance.ask(query)).data).toEqual({ members: { edges } });
  });

  it("cost one statement with their records, and one more when they are counted", async () => {
    const page = `nodes { id homeRecord { name { full } memberClass officialOrganization { id } } }`;
    await instance.ask(`{ members(committee: "PTC-01", first: 50) { ${page} } }`);
    expect(instance.takeStatements()).toHaveLength(1);
    const { data } = await instance.ask(`{ members(committee: "PTC-01", first: 5) { totalCount ${page} } }`);
    expect(data).toMatchObject({ members: { totalCount: inOrder.length } });
    expect(instance.takeStatements()).toHaveLength(2);
  });

  it("may be none", async () => {
    expect((await list({ committee: "CRC-CP" })).data.members).toEqual({
      nodes: [],
      pageInfo: { hasNextPage: false, endCursor: null },
    });
  });

  it("are refused when another instance serves the committee", async () => {
    const { data, errors } = await list({ committee: "PTC-79" });
    expect(data).toEqual({ members: null });
    expect(errors).toMatchObject([{ path: ["members"], extensions: { code: "COMMITTEE_UNKNOWN" } }]);
  });

  it("end after the last, without an error", async () => {
    expect(await list({ after: cursorOf("mb_t3") })).toEqual({
      data: { members: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } },
    });
  });

  it.each([
    ["of a member of another committee", cursorOf("mb_p1")],
    ["of nobody", cursorOf("mb_nobody")],
    ["with two values", cursorOf("An", "mb_a1")],
    ["that is not one", "!"],
  ])("are refused after a cursor %s", async (_, after) => {
    expect(await codesOf({ after })).toEqual(["INPUT_CURSOR_UNKNOWN"]);
  });

  it.each([
    [101, "LIMIT_PAGE_SIZE_EXCEEDED"],
    [-1, "INPUT_MALFORMED"],
  ])("are refused in pages of %i", async (first, code) => {
    expect(await codesOf({ first })).toEqual([code]);
  });

  it("have cursors that tell no name", async () => {
    const endCursor = (await list({ first: 1 })).data.members?.pageInfo.endCursor ?? "";
    expect(Buffer.from(endCursor, "base64url").toString()).toBe('["mb_a1"]');
  });
});

describe("a name without marks", () => {
  it.each([
    ["nguyen van binh", ["mb_b1"]],
    ["NGUYỄN   văn b", ["mb_b1"]],
    ["nguyễn anh".normalize("NFD"), ["mb_t2", "mb_t3"]],
    ["d", ["mb_d1", "mb_d2", "mb_d3", "mb_t1"]],
    ["đạt", ["mb_d3"]],
    ["an", ["mb_a1", "mb_a2", "mb_a3", "mb_t2", "mb_t3"]],
    ["anh t", ["mb_t2", "mb_t3"]],
  ])("finds by the beginning of words: %s", async (name, ids) => {
    expect(await idsOf({ filter: { name } })).toEqual(ids);
  });

  it.each(["inh", "van nguyen", "nguyen binh"])("does not find inside a word or out of order: %s", async (name) => {
    expect(await idsOf({ filter: { name } })).toEqual([]);
  });

  it.each(["n%h", "b_nh", "b\\inh"])("gives no pattern character a meaning: %s", async (name) => {
    expect(await idsOf({ filter: { name } })).toEqual([]);
  });

  it.each(["", "   ", "%", "_", "\\", "'"])("is refused when it holds no letter or digit: '%s'", async (name) => {
    expect(await codesOf({ filter: { name } })).toEqual(["INPUT_MALFORMED"]);
  });
});

describe("a filter", () => {
  const kept = (filter: object) => idsOf({ committee: "PTC-08", filter });

  it("keeps those whose official place is the organization, not guests", async () => {
    expect(await kept({ organization: "po_cell000000008" })).toEqual(["mb_p1"]);
  });

  it("keeps a class", async () => {
    expect(await kept({ class: "PROBATIONARY" })).toEqual(["mb_p1"]);
  });

  it("keeps an activity status", async () => {
    expect(await kept({ activityStatus: "DECEASED" })).toEqual(["mb_p2"]);
  });

  it("joins its conditions", async () => {
    expect(await kept({ class: "OFFICIAL", name: "yen", activityStatus: "ACTIVE" })).toEqual(["mb_p3"]);
    expect(await kept({ class: "PROBATIONARY", name: "yen" })).toEqual([]);
  });

  it("keeps all when it says nothing", async () => {
    expect(await kept({ class: null, name: null, organization: null, activityStatus: null })).toHaveLength(3);
  });

  it("counts what it keeps", async () => {
    const list = `members(committee: "PTC-08", first: 1, filter: { name: "cao xuan y" })`;
    const { data } = await instance.ask(`{ ${list} { totalCount nodes { id } } }`);
    expect(data).toEqual({ members: { totalCount: 2, nodes: [{ id: "mb_p2" }] } });
  });

  it.each(["ethnicity", "religion"])("knows no condition on %s", async (field) => {
    expect(await codesOf({ filter: { [field]: "01" } })).toEqual(["BAD_USER_INPUT"]);
  });
});
