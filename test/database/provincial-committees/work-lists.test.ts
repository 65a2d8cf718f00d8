import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dayInVietnam, dayPlus, workingDaysBetween } from "#contract/working-days.ts";
import type { TestCaller } from "../../support/envelope.ts";
import { member, probationary, transfer } from "./rows.ts";
import { startInstance, type RunningInstance } from "./running-instance.ts";
import { application, arrival, loadOrganizations } from "./work-rows.ts";

let instance: RunningInstance;

const today = dayInVietnam(new Date());

beforeAll(async () => {
  instance = await startInstance();
  const { db } = instance;
  await loadOrganizations(db);
  const members = ["mb_asked", "mb_late", "mb_closed", "mb_going", "mb_gone"].map((id) => member(id));
  const elsewhere = member("mb_elsewhere", { committee_code: "PTC-08" });
  const student = probationary("mb_student", { official_organization_id: "po_abroad0000001" });
  await db.insertInto("member").values([...members, student, elsewhere]).execute();
  await db
    .insertInto("activity_transfer")
    .values([
      transfer("at_late", "mb_late", { state: "IN_TRANSIT", to_organization_id: "po_abroad0000001" }),
      transfer("at_asked", "mb_asked", { requested_on: "2025-09-01" }),
      transfer("at_closed", "mb_closed", { state: "CLOSED" }),
      transfer("at_elsewhere", "mb_elsewhere"),
    ])
    .execute();
  const limit = { working_days: 30, legal_basis_code: "QD-294" };
  await db
    .insertInto("activity_transfer_deadline")
    .values([
      { ...limit, transfer_id: "at_late", subject: "PRESENT_LETTER", due_on: dayPlus(today, -1) },
      { ...limit, transfer_id: "at_asked", subject: "START_TRANSFER", due_on: dayPlus(today, 30) },
    ])
    .execute();
  await db
    .insertInto("overseas_application")
    .values([
      application("oa_going", "mb_going", { state: "HOME_APPROVED", expected_return_on: "2028-09-02" }),
      application("oa_student", "mb_student", { state: "RECEIVED_ABROAD", official_decision_due_on: "2027-03-01" }),
      application("oa_gone", "mb_gone", { state: "CLOSED", self_review_received_on: "2026-06-01" }),
      application("oa_elsewhere", "mb_elsewhere", { self_review_received_on: "2026-06-01" }),
    ])
    .execute();
  await db
    .insertInto("arrival")
    .values([
      arrival("at_coming"),
      arrival("at_sooner", { present_due_on: "2026-12-01", state: "PRESENTED", presented_on: "2026-11-20" }),
      arrival("at_taken", { state: "CLOSED", accepted_on: "2026-11-20" }),
      arrival("at_theirs", { committee_code: "PTC-08", to_organization_id: "po_cell000000008" }),
    ])
    .execute();
});
beforeEach(() => void instance.takeStatements());
afterAll(() => instance[Symbol.asyncDispose]());

interface List {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

const clerkOf = (...committees: string[]): TestCaller => ({
  organization: committees[0] ?? "",
  committees,
  scopes: ["member:read"],
  purpose: "ACTIVITY_TRANSFER",
});

const list = async (field: string, given = "", caller = clerkOf("PTC-01")) => {
  const query = `{ list: ${field}(committee: "PTC-01" ${given}) {
    totalCount nodes { id } pageInfo { endCursor hasNextPage } } }`;
  const { data, errors } = await instance.ask<{ readonly list: List }>(query, {}, caller);
  expect(errors).toBeUndefined();
  return data.list;
};
const idsOf = async (...given: Parameters<typeof list>) => (await list(...given)).nodes.map(({ id }) => id);

describe("a committee's transfers under way", () => {
  it("come oldest request first, without those that are over or another committee's", async () => {
    expect(await idsOf("openTransfers")).toEqual(["at_late", "at_asked"]);
  });

  it("are kept by state and by whether a limit has run out", async () => {
    expect(await idsOf("openTransfers", "states: [REQUESTED, CLOSED]")).toEqual(["at_asked"]);
    expect(await idsOf("openTransfers", "isBeyondDeadline: true")).toEqual(["at_late"]);
    expect(await idsOf("openTransfers", "isBeyondDeadline: false")).toEqual(["at_asked"]);
  });
});

describe("a committee's applications", () => {
  it.each([
    ["", ["oa_gone", "oa_student", "oa_going"]],
    ["filter: { states: [HOME_APPROVED] }", ["oa_going"]],
    ["filter: { states: [] }", []],
    [`filter: { returningFrom: "2028-09-01", returningTo: "2028-09-01" }`, ["oa_student"]],
    [`filter: { returningTo: "2030-01-01" }`, ["oa_student", "oa_going"]],
    [`filter: { decisionDueTo: "2027-02-28" }`, []],
    [`filter: { decisionDueTo: "2027-03-01", isAssessed: false }`, ["oa_student"]],
    [`filter: { decisionDueTo: "2027-03-01", isAssessed: true }`, []],
    ["filter: { hasSelfReview: true }", ["oa_gone"]],
    ["filter: { hasSelfReview: false }", ["oa_student", "oa_going"]],
  ])("under %s are %j", async (filter, ids) => {
    expect(await idsOf("overseasApplications", filter)).toEqual(ids);
  });
});

describe("a committee's arrivals", () => {
  it("are those not yet received, the first limit first", async () => {
    expect(await idsOf("arrivals")).toEqual(["at_sooner", "at_coming"]);
    expect(await idsOf("arrivals", "states: [CLOSED]")).toEqual(["at_taken"]);
  });
});

describe.each(["openTransfers", "overseasApplications", "arrivals"])("the list %s", (field) => {
  it("shows a clerk of another committee nothing, not even a number", async () => {
    expect(await list(field, "", clerkOf("PTC-08"))).toMatchObject({ totalCount: 0, nodes: [] });
  });

  it("gives each once in pages of one, in two statements a page", async () => {
    const all = await idsOf(field);
    instance.takeStatements();
    const seen: string[] = [];
    let after = "";
    for (let pages = 0; pages < all.length; pages++) {
      const page = await list(field, `first: 1 ${after && `after: "${after}"`}`);
      seen.push(...page.nodes.map(({ id }) => id));
      expect(page.pageInfo.hasNextPage).toBe(pages < all.length - 1);
      after = page.pageInfo.endCursor ?? "";
    }
    expect(seen).toEqual(all);
    expect(instance.takeStatements()).toHaveLength(all.length * 2);
  });

  it("refuses a cursor that it did not make", async () => {
    const cursor = Buffer.from(JSON.stringify(["2026-02-30", "at_x"])).toString("base64url");
    const query = `{ list: ${field}(committee: "PTC-01", after: "${cursor}") { nodes { id } } }`;
    const { errors } = await instance.ask(query);
    expect(errors).toMatchObject([{ extensions: { code: "INPUT_CURSOR_UNKNOWN" } }]);
  });
});

describe("the next step", () => {
  const fields = `nextStep { act office organization { id } formCodes dueOn workingDaysLeft legalBasisCode }`;
  const nextSteps = async (ids: readonly string[]) => {
    const query = `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Member { ${fields} } } }`;
    const keys = ids.map((id) => ({ __typename: "Member", id, homeCommittee: { code: "PTC-01" } }));
    const { data } = await instance.ask<{ _entities: { nextStep: object | null }[] }>(query, { keys });
    return data._entities.map(({ nextStep }) => nextStep);
  };

  it("says who must act, with what, by when and under which rule", async () => {
    const [asked, late, going] = await nextSteps(["mb_asked", "mb_late", "mb_going"]);
    expect(asked).toEqual({
      act: "REVIEW_TRANSFER_AT_CELL",
      office: "chi bộ nơi đi",
      organization: { id: "po_cell000000001" },
      formCodes: [],
      dueOn: dayPlus(today, 30),
      workingDaysLeft: workingDaysBetween(today, dayPlus(today, 30)),
      legalBasisCode: "QD-294",
    });
    expect(late).toMatchObject({ act: "PRESENT_TRANSFER_LETTER", organization: { id: "po_abroad0000001" } });
    expect((late as { workingDaysLeft: number }).workingDaysLeft).toBeLessThanOrEqual(0);
    expect(going).toMatchObject({ act: "OPEN_ASSIGNMENT_TRANSFER", organization: { id: "po_head000000001" } });
  });

  it("of a slip is the list, and of a letter to somebody not yet known names nobody", async () => {
    const { db } = instance;
    await db.insertInto("member").values(["mb_slip", "mb_unknown"].map((id) => member(id))).execute();
    const rows = [
      transfer("at_slip", "mb_slip", { state: "ISSUED" }),
      transfer("at_unknown", "mb_unknown", { state: "IN_TRANSIT" }),
    ];
    await db.insertInto("activity_transfer").values(rows).execute();
    const [slip, unknown] = await nextSteps(["mb_slip", "mb_unknown"]);
    const body = { organization: { id: "po_ward000000001" }, formCodes: ["3C-SHD"], legalBasisCode: "HD-12-2022" };
    expect(slip).toMatchObject({ act: "SEND_LIST_REPORT", ...body });
    expect(unknown).toMatchObject({ act: "PRESENT_TRANSFER_LETTER", organization: null });
  });

  it("is none where nothing is under way, and for a member without a record here", async () => {
    expect(await nextSteps(["mb_closed", "mb_nobody", "mb_elsewhere"])).toEqual([null, null, null]);
  });

  it("of a whole page costs one statement a table", async () => {
    await nextSteps(["mb_asked", "mb_late", "mb_going", "mb_closed", "mb_student"]);
    expect(instance.takeStatements()).toHaveLength(5);
  });
});
