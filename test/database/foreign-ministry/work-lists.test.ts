import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { offices } from "./acting.ts";
import { committeeInJapan, studentCell } from "./rows.ts";
import { idsOfAllPages, startMinistry, type Page, type RunningMinistry } from "./running-ministry.ts";
import { clearStays, placeStay } from "./stays.ts";

let ministry: RunningMinistry;
const notice = (day: string) => ({
  notice_kind: "LETTER" as const,
  notice_number: "1",
  notice_issued_on: "2024-01-01",
  notice_received_on: day,
});
const place = (id: string, state: Parameters<typeof placeStay>[1], row: object, card: boolean | "returned" = false) =>
  placeStay(ministry, state, { id, card, arrival: null, row });
const unaddressed = { addressed_organization_id: null, receiving_organization_id: null, received_on: null };

beforeAll(async () => {
  ministry = await startMinistry();
  await clearStays(ministry);
  await place("oa_waits2", "NOTIFIED_MFA", { ...notice("2024-02-02"), ...unaddressed, addressed_organization_id: studentCell.organization_id });
  await place("oa_waits1", "NOTIFIED_MFA", { ...notice("2024-02-01"), ...unaddressed });
  await place("oa_france", "NOTIFIED_MFA", { ...notice("2024-02-03"), ...unaddressed, country_code: "FR" });
  await place("oa_here", "RECEIVED_ABROAD", { ...notice("2024-01-02"), home_committee: "PTC-01", expected_return_on: "2026-08-31" });
  await place("oa_later", "EXTENDED", { home_committee: "PTC-01", expected_return_on: "2026-10-01" });
  await place("oa_review", "RETURN_STARTED", { home_committee: "PTC-08", expected_return_on: "2026-07-31", self_review_on: "2026-07-01" });
  await place("oa_gone", "INTRODUCED_HOME", { home_committee: "PTC-08", expected_return_on: "2026-07-31", returned_on: "2026-07-30" });
  await place("oa_due2", "RECEIVED_ABROAD", { official_decision_due_on: "2026-05-02", expected_return_on: "2028-01-01" });
  await place("oa_due1", "RECEIVED_ABROAD", { official_decision_due_on: "2026-05-01", expected_return_on: "2028-01-01" });
  await place("oa_held2", "CLOSED", { card_received_on: "2024-02-02", returned_on: "2024-09-01" });
  await place("oa_held1", "CANCELLED", { card_received_on: "2024-02-01" });
  await place("oa_back", "CLOSED", { card_received_on: "2024-02-01", card_returned_on: "2024-09-01", returned_on: "2024-09-01" });
  await ministry.db
    .insertInto("official_decision")
    .values({ assignment_id: "oa_due2", home_assessed_on: "2026-04-01", is_recommended: true })
    .execute();
});
beforeEach(() => void ministry.takeStatements());
afterAll(() => ministry[Symbol.asyncDispose]());

const quarter = `from: "2026-07-01", until: "2026-09-30"`;
const lists: readonly [string, string, readonly string[]][] = [
  ["awaitedMembers", "", ["oa_waits1", "oa_waits2", "oa_france"]],
  ["awaitedMembers", `country: "FR"`, ["oa_france"]],
  ["awaitedMembers", "isAnswered: false", ["oa_waits1", "oa_france"]],
  ["awaitedMembers", "isAnswered: true", ["oa_waits2"]],
  ["awaitedMembers", `organization: "${studentCell.organization_id}"`, ["oa_waits2"]],
  ["returningMembers", quarter, ["oa_here", "oa_review"]],
  ["returningMembers", `${quarter}, hasSelfReview: true`, ["oa_review"]],
  ["returningMembers", `${quarter}, hasSelfReview: false`, ["oa_here"]],
  ["returningMembers", `from: "2026-07-01", until: "2026-12-31", homeCommittee: "PTC-01"`, ["oa_here", "oa_later"]],
  ["officialDecisionsDue", `until: "2026-05-02"`, ["oa_due1", "oa_due2"]],
  ["officialDecisionsDue", `until: "2026-05-01"`, ["oa_due1"]],
  ["officialDecisionsDue", `until: "2026-05-31", isAssessed: true`, ["oa_due2"]],
  ["officialDecisionsDue", `until: "2026-05-31", isAssessed: false`, ["oa_due1"]],
  ["cardsHeldAfterEnd", "", ["oa_held1", "oa_held2"]],
];

const ask = async (list: string, args: string, caller: object = offices.ministry) => {
  const given = args === "" ? "" : `(${args})`;
  const query = `{ list: ${list}${given} { nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage endCursor } } }`;
  return (await ministry.ask<{ list: Page }>(query, {}, caller)).data.list;
};

describe("a work list", () => {
  it.each(lists)("%s(%s) holds what is to be worked through, in order, in one statement and a count", async (list, args, ids) => {
    const { nodes, totalCount } = await ask(list, args);
    expect(nodes.map(({ id }) => id)).toEqual(ids);
    expect(totalCount).toBe(ids.length);
    expect(ministry.takeStatements()).toHaveLength(2);
  });

  it.each(lists.filter(([, , ids]) => ids.length > 1))("%s(%s) is the same page by page", async (list, args, ids) => {
    const pageAfter = (after: string | null) => ask(list, [args, `first: 1, after: ${JSON.stringify(after)}`].filter(Boolean).join(", "));
    expect(await idsOfAllPages(pageAfter)).toEqual(ids);
  });

  it("shows a committee abroad whom it may expect, and nobody whom it may not", async () => {
    const committee = { ...offices.committeeInJapan, organization: committeeInJapan.organization_id };
    expect((await ask("awaitedMembers", "", committee)).nodes).toEqual([{ id: "oa_waits2" }]);
    expect((await ask("awaitedMembers", "", offices.cellInFrance)).totalCount).toBe(0);
    expect((await ask("awaitedMembers", "", offices.member)).totalCount).toBe(0);
  });

  it("tells of each stay what is next, by whom and by when, in one more statement", async () => {
    const query = `{ awaitedMembers(country: "JP") { nodes { id nextStep { act office officeEnglish organization { id }
      formCodes dueOn legalBasisCode } } } }`;
    const { data } = await ministry.ask<{ awaitedMembers: Page<{ nextStep: object }> }>(query, {}, offices.ministry);
    expect(ministry.takeStatements()).toHaveLength(2);
    expect(data.awaitedMembers.nodes[1]?.nextStep).toEqual({
      act: "RECEIVE_ABROAD",
      office: "cấp ủy ở ngoài nước",
      officeEnglish: "committee abroad",
      organization: { id: studentCell.organization_id },
      formCodes: [],
      dueOn: null,
      legalBasisCode: "QD-86",
    });
  });
});

describe("in a register of many stays", () => {
  beforeAll(async () => {
    await sql`insert into overseas_assignment (id, member_id, purpose, country_code, state, move_kind, declared_by,
        home_committee, declared_on, departs_on, started_on, expected_return_on, returned_on, is_synthetic)
      select 'oa_many' || n, 'mb_many' || n, 'STUDY', 'DE', 'CLOSED', 'OFFICIAL_TRANSFER', 'PTC-79', 'PTC-' || 10 + n % 34,
        '2015-01-01', '2015-02-01', '2015-02-01', '2016-01-01', '2016-01-01', true
      from generate_series(1, 20000) n`.execute(ministry.db);
    await sql`analyze overseas_assignment`.execute(ministry.db);
  });

  it.each([
    ["awaitedMembers", "", "overseas_assignment_awaited_idx"],
    ["returningMembers", quarter, "overseas_assignment_returning_idx"],
    ["officialDecisionsDue", `until: "2026-05-31"`, "overseas_assignment_decision_due_idx"],
    ["cardsHeldAfterEnd", "", "overseas_assignment_card_held_idx"],
  ])("%s(%s) reads its own index", async (list, args, index) => {
    const scans = async () => {
      const { rows } = await sql<{ scans: string }>`select idx_scan as scans from pg_stat_user_indexes
        where indexrelname = ${index}`.execute(ministry.db);
      return Number(rows[0]?.scans);
    };
    await sql`select pg_stat_force_next_flush()`.execute(ministry.db);
    const before = await scans();
    await ask(list, args);
    // A connection hands its figures over with a later statement.
    const laterScans = async () => {
      await ask("missions", "");
      return scans();
    };
    await expect.poll(laterScans, { timeout: 5_000, interval: 300 }).toBeGreaterThan(before);
  });
});
