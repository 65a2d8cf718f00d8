import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { overseasOrganizations } from "../../deploy/synthetic/overseas-organizations.ts";
import { bodiesAbove, follow, type StoryOf } from "../support/story-case.ts";
import { as, startStory, type Story } from "../support/story.ts";

const inJapan = overseasOrganizations.get("JP") ?? [];
const japan = { committee: inJapan[0]?.id ?? "", cell: inJapan[1]?.id ?? "" };

const clerk = as("province-clerk", "ACTIVITY_TRANSFER");
const officer = as("foreign-ministry-officer", "OVERSEAS_MANAGEMENT");
const secretary = as("overseas-secretary", "OVERSEAS_MANAGEMENT");

let story: Story;
let way: StoryOf;
let home: string;
beforeAll(async () => {
  story = await startStory("2025-07-07");
  const [member] = await story.sql<{ id: string }>(
    "south",
    `select min(id) as id from member where committee_code = 'PTC-79' and member_class = 'OFFICIAL'
     and activity_status = 'ACTIVE' and not is_travelling and id not in (select member_id from overseas_application)`,
  );
  home = (await bodiesAbove(story, member?.id ?? ""))["CELL"] ?? "";
  way = follow(story, member?.id ?? "", { [home]: "home", [japan.cell]: "Tokyo" });
});
afterAll(() => story[Symbol.asyncDispose]());

/** The official place is the one that it always was. */
const staysAtHome = async () => expect(await way.isCountedOnce()).toBe(home);

/** What the check of a day says of the stay, with the columns that count it: roster, transfers, register. */
const checked = async (on: string) => {
  const { application } = await way.cases();
  const query = `query ($on: CalendarDay!) { reconciliation(committee: "PTC-79", on: $on) {
    unexplainedCount cases(first: 100) { nodes { assignmentId reason rosterKind transferLogKind registerKind } } } }`;
  const { reconciliation } = await story.ask<{ reconciliation: Check }>(clerk, query, { on });
  expect(reconciliation.unexplainedCount).toBe(0);
  const found = reconciliation.cases.nodes.find(({ assignmentId }) => assignmentId === application?.id);
  return found ? [found.reason, found.rosterKind, found.transferLogKind, found.registerKind].join(" ") : "all agree";
};
interface Check {
  readonly unexplainedCount: number;
  readonly cases: {
    readonly nodes: readonly Readonly<
      Record<"assignmentId" | "reason" | `${"roster" | "transferLog" | "register"}Kind`, string>
    >[];
  };
}

describe("a member goes to Japan to work for six months", () => {
  it("gets a temporary transfer, because the stay is short of twelve months", async () => {
    const days = { departsOn: "2025-08-01", expectedReturnOn: "2026-02-01", decidedOn: "2025-07-01" };
    await way.did(clerk, "declareAssignment", { ...days, purpose: "WORK", countryCode: "JP" });
    await way.did(clerk, "approveAssignment");
    expect(await way.take(clerk, "openAssignmentTransfer", { moveKind: "OFFICIAL_TRANSFER" })).toMatchObject({
      guard: "PROCEDURE_FITS",
    });
    const { application } = await way.did(clerk, "openAssignmentTransfer", { moveKind: "TEMPORARY_TRANSFER" });
    const requested = { application: application?.id, toOrganization: japan.committee, decidedOn: "2025-07-01" };
    await way.did(clerk, "requestTransfer", { ...requested, kind: "TEMPORARY" });
    await way.did(clerk, "reviewTransferAtCell", { feePaidToMonth: "2025-07", numberInBox: "01" });
    const files = [{ formCode: "2-SHD", issuedOn: "2025-07-06" }];
    await way.did(clerk, "certifyTransfer", { files, numberInBox: "02" });
    expect(await checked("2025-07-07")).toBe("all agree");
    await way.did(clerk, "issueTransferLetter", { letterNumber: "31-GT" });
    expect(await checked("2025-07-07")).toBe("LETTER_NOT_SHOWN  TEMPORARY ");
    await staysAtHome();
  });

  it("a letter that was lost is void at the receiver too, and the one in its place counts", async () => {
    const police = { policeConfirmedOn: "2025-07-20" };
    expect(await way.take(clerk, "reportTransferLetterLost", police)).toMatchObject({ code: "DAY_AHEAD" });
    await story.passTo("2025-07-21");
    expect(await way.take(clerk, "reportTransferLetterLost")).toMatchObject({ guard: "LOSS_CONFIRMED" });
    await way.did(clerk, "reportTransferLetterLost", police);
    expect(await checked("2025-07-21")).toBe("LETTER_LOST  TEMPORARY ");
    const old = { letterNumber: "31-GT" };
    expect(await way.take(secretary, "presentLetterAbroad", old)).toMatchObject({ code: "ACT_OUT_OF_STATE" });
    await way.did(clerk, "reissueTransferLetter", { letterNumber: "32-GT" });
    expect(await way.take(secretary, "presentLetterAbroad", old)).toMatchObject({ guard: "LETTER_VALID" });
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => way.take(secretary, "presentLetterAbroad", { letterNumber: "32-GT" })),
    );
    await story.settle();
    // Whoever comes while it is done hears of a conflict, whoever comes after it that it is not due any more.
    const others = answers.filter(({ __typename }) => __typename !== "ArrivalActTaken");
    expect(others).toHaveLength(3);
    for (const { __typename } of others) expect(__typename).toMatch(/^MinistryAct(Conflict|NotAllowed)$/);
    await staysAtHome();
  });

  it("abroad the member is received without a card, and is counted at home alone", async () => {
    await story.passTo("2025-08-11");
    await way.did(secretary, "checkFileAbroad", { isListCertified: true, isComplete: true });
    await way.did(secretary, "receiveAbroad", { cell: japan.cell });
    expect(await checked("2025-08-11")).toBe("all agree");
    // What was so on an earlier day stays so.
    expect(await checked("2025-08-10")).toBe("NOT_YET_RECEIVED  TEMPORARY ");
    await staysAtHome();
    const sight =
      "OFFICIAL TEMPORARILY_AWAY at home now at Tokyo; transfer TEMPORARY CLOSED; stay in JP RECEIVED_ABROAD at Tokyo";
    await way.isSeen({
      ...{ clerk: `whole record ${sight}`, member: `whole record ${sight}` },
      ...{ officer: `record ${sight}`, secretary: `record ${sight}` },
    });
    expect(await way.take(clerk, "cancelAssignment")).toMatchObject({ code: "ACT_OUT_OF_STATE" });
  });

  it("prolongs the stay only to a later day, of which home learns", async () => {
    await story.passTo("2026-01-12");
    expect(await way.take(secretary, "extendStay", { expectedReturnOn: "2026-01-31" })).toMatchObject({
      guard: "RETURN_LATER",
    });
    await way.did(secretary, "extendStay", { expectedReturnOn: "2026-03-01" });
    expect((await way.cases()).application?.state).toBe("EXTENDED");
  });

  it("comes home, and ninety days later only home sees anything of it", async () => {
    await story.passTo("2026-02-23");
    await way.did(secretary, "startReturn", { selfReviewOn: "2026-02-20" });
    await way.did(secretary, "confirmAbroad");
    await way.did(officer, "introduceHome", { letterNumber: "90-GT", returnedOn: "2026-03-01" });
    await story.passTo("2026-03-09");
    await way.did(clerk, "presentTransferLetter", { letterNumber: "90-GT" });
    await way.did(clerk, "checkTransferFile", { missingFormCodes: [] });
    await way.did(clerk, "acceptAtReceivingCell");
    await staysAtHome();
    const { application, transfer, stay } = await way.cases();
    expect([application?.state, transfer?.state, stay?.state]).toEqual(["CLOSED", "CLOSED", "CLOSED"]);
    const sight = "whole record OFFICIAL ACTIVE at home; transfer TEMPORARY CLOSED; transfer TEMPORARY CLOSED";
    expect(await checked("2026-03-09")).toBe("all agree");
    expect(await checked("2026-03-08")).toBe("all agree");
    const ownSide = { clerk: sight, member: sight };
    await way.isSeen({ ...ownSide, secretary: "record OFFICIAL ACTIVE at home; transfer TEMPORARY CLOSED" });
    await story.passTo("2026-06-15");
    await way.isSeen(ownSide);
  });
});

describe("a member of Ho Chi Minh City moves to Hanoi", () => {
  const inHanoi = as("province-clerk", "ACTIVITY_TRANSFER", { organization: "PTC-01", committees: ["PTC-01"] });
  const RECORD = `query ($id: ID!) { member(id: $id) {
    homeCommittee { code } homeRecord { ethnicity { code } } activityTransfers(first: 1) { nodes { kind state } } } }`;
  let id: string;
  let cell: string;
  beforeAll(async () => {
    const [member] = await story.sql<{ id: string }>(
      "south",
      `select max(id) as id from member where committee_code = 'PTC-79' and member_class = 'OFFICIAL'
       and activity_status = 'ACTIVE' and not is_travelling and id not in (select member_id from overseas_application)`,
    );
    const cells = "select min(id) as id from home_organization where committee_code = 'PTC-01' and level = 'CELL'";
    [id, cell] = [member?.id ?? "", (await story.sql<{ id: string }>("north", cells))[0]?.id ?? ""];
  });

  const seenBy = async (who: Parameters<Story["act"]>[0]) => {
    const { data } = await story.hub.ask(RECORD, { id }, who);
    return (data as { member: Record<"homeCommittee" | "homeRecord" | "activityTransfers", object | null> }).member;
  };
  const did = async (who: Parameters<Story["act"]>[0], act: string, input: object) => {
    const result = await story.act(who, act, input);
    expect([act, result.__typename]).toEqual([act, expect.stringMatching(/StepTaken$/)]);
    await story.settle();
    return result;
  };

  it("and with the acceptance there the record is kept there, and nowhere else", async () => {
    const days = { decidedOn: "2026-06-12", selfReviewOn: "2026-06-12" };
    const way = { toOrganization: cell, toCommittee: "PTC-01" };
    const { transfer } = await did(clerk, "requestTransfer", { member: id, kind: "OFFICIAL", ...way, ...days });
    const step = (act: string, expectedVersion: number, own: object) =>
      did(clerk, act, { transfer: transfer?.id, expectedVersion, ...own });
    await step("reviewTransferAtCell", 1, { feePaidToMonth: "2026-06", numberInBox: "01" });
    await step("certifyTransfer", 2, { files: [{ formCode: "SELF-REVIEW", issuedOn: "2026-06-12" }], numberInBox: "02" });
    await step("issueTransferLetter", 3, { letterNumber: "40-GT" });
    expect(await seenBy(clerk)).toMatchObject({ homeCommittee: { code: "PTC-79" }, homeRecord: {} });
    const arrive = (act: string, expectedVersion: number, own: object) =>
      did(inHanoi, act, { committee: "PTC-01", arrival: transfer?.id, expectedVersion, ...own });
    await arrive("presentTransferLetter", 1, { letterNumber: "40-GT" });
    await arrive("checkTransferFile", 2, { missingFormCodes: [] });
    expect(await seenBy(inHanoi)).toBeNull();
    await arrive("acceptAtReceivingCell", 3, {});
    const here = { homeCommittee: { code: "PTC-01" }, activityTransfers: { nodes: [{ kind: "OFFICIAL", state: "CLOSED" }] } };
    expect(await seenBy(inHanoi)).toMatchObject({ ...here, homeRecord: { ethnicity: {} } });
    expect(await seenBy(as("member", "OWN_RECORD", { memberId: id }))).toMatchObject({ ...here, homeRecord: { ethnicity: {} } });
    expect(await follow(story, id, {}).isCountedOnce()).toBe(cell);
  });

  it("the committee that was left sees who it was for ninety days, and then nothing", async () => {
    const { homeCommittee, activityTransfers } = await seenBy(clerk);
    expect([homeCommittee, activityTransfers]).toMatchObject([{ code: "PTC-01" }, { nodes: [{ state: "CLOSED" }] }]);
    const name = "query ($id: ID!) { member(id: $id) { homeRecord { name { full } } } }";
    expect(await story.ask(clerk, name, { id })).toMatchObject({ member: { homeRecord: { name: {} } } });
    await story.passTo("2026-09-14");
    expect(await seenBy(clerk)).toBeNull();
    expect(await seenBy(inHanoi)).toMatchObject({ homeRecord: { ethnicity: {} } });
  });
});
