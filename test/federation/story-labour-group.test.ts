import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bodiesAbove, follow, type StoryOf } from "../support/story-case.ts";
import { as, startStory, type Story } from "../support/story.ts";

const clerk = as("province-clerk", "ACTIVITY_TRANSFER");
const officer = as("foreign-ministry-officer", "OVERSEAS_MANAGEMENT");
const secretary = as("overseas-secretary", "OVERSEAS_MANAGEMENT");

let story: Story;
let ways: readonly StoryOf[];
let country: string;
let mission: string;
let homes: Record<string, string>;
beforeAll(async () => {
  story = await startStory("2025-07-07");
  const members = await story.sql<{ id: string }>(
    "south",
    `with free as (
       select id, member_class from member
       where committee_code = 'PTC-79' and activity_status = 'ACTIVE' and not is_travelling
         and id not in (select member_id from overseas_application) order by id
     ) (select id from free where member_class = 'OFFICIAL' limit 4)
     union all (select id from free where member_class = 'PROBATIONARY' limit 1)`,
  );
  const [place] = await story.sql<{ country: string; mission: string }>(
    "foreign-ministry",
    `select min(code) as country, (select min(id) from mission) as mission from country
     where code <> 'VN' and code not in (select country_code from overseas_directory_entry)`,
  );
  ({ country, mission } = place ?? { country: "", mission: "" });
  homes = {};
  for (const { id } of members) homes[(await bodiesAbove(story, id))["CELL"] ?? ""] = "home";
  ways = members.map(({ id }) => follow(story, id, homes));
});
afterAll(() => story[Symbol.asyncDispose]());

/** The same for all five, one after the other. */
const each = async (step: (way: StoryOf, index: number) => Promise<unknown>) => {
  for (const [index, way] of ways.entries()) await step(way, index);
};

const listed = async (ofWays = ways) => Promise.all(ofWays.map(async (way) => (await way.cases()).transfer?.id));

const founding = async (ofWays: readonly StoryOf[]) => ({
  members: await Promise.all(
    ofWays.map(async (way) => {
      const { stay } = await way.cases();
      return { assignment: stay?.id, expectedVersion: stay?.version };
    }),
  ),
  ...{ name: "Chi bộ lao động", cellKind: "COMPANY", mission, decisionNumber: "12-QĐ/ĐU", isReserve: false },
  ...{ paperOffice: "Văn phòng", paperAddress: "Hà Nội" },
});

describe("five members go for labour to a country where no organization is", () => {
  it("each gets a slip, and waits: the ministry learns by list", async () => {
    const days = { departsOn: "2025-08-01", expectedReturnOn: "2027-08-01", decidedOn: "2025-07-01" };
    await each(async (way, index) => {
      await way.did(clerk, "declareAssignment", { ...days, purpose: "LABOUR", countryCode: country, groupSize: 5 });
      await way.did(clerk, "approveAssignment");
      expect(await way.take(clerk, "openAssignmentTransfer", { moveKind: "SINGLE_GUIDANCE" })).toMatchObject({
        guard: "PROCEDURE_FITS",
      });
      const { application } = await way.did(clerk, "openAssignmentTransfer", { moveKind: "NEW_CELL" });
      const papers = { decidedOn: "2025-07-01", selfReviewOn: "2025-07-05" };
      await way.did(clerk, "requestTransfer", { ...papers, application: application?.id, kind: "OFFICIAL" });
      await way.did(clerk, "reviewTransferAtCell", { feePaidToMonth: "2025-07", numberInBox: "01" });
      const files = [{ formCode: "2-SHD", issuedOn: "2025-07-06" }];
      await way.did(clerk, "certifyTransfer", { files, numberInBox: "02" });
      if (index === 4) {
        const early = { listNumber: "01-DS/TU", transfers: await listed() };
        expect(await story.act(clerk, "sendListReport", early)).toMatchObject({ code: "NO_SLIP" });
      }
      await way.did(clerk, "issueTransferLetter", { letterNumber: `2${index}-PCT` });
      const { transfer, stay } = await way.cases();
      expect([transfer?.state, stay?.state]).toEqual(["ISSUED", "TRANSFER_OPEN"]);
    });
  });

  it("one list tells the ministry of all five, once", async () => {
    const list = { listNumber: "01-DS/TU", transfers: await listed() };
    expect(await story.act(clerk, "sendListReport", list)).toMatchObject({ list: { id: expect.any(String) } });
    await story.settle();
    await each(async (way) => {
      const { transfer, stay } = await way.cases();
      expect([transfer?.state, stay?.state]).toEqual(["IN_TRANSIT", "NOTIFIED_MFA"]);
    });
    expect(await story.act(clerk, "sendListReport", list)).toMatchObject({ code: "NUMBER_TAKEN" });
    const again = { ...list, listNumber: "02-DS/TU" };
    expect(await story.act(clerk, "sendListReport", again)).toMatchObject({ code: "NO_SLIP" });
    const sight = `OFFICIAL ACTIVE at home; transfer OFFICIAL IN_TRANSIT; stay in ${country} NOTIFIED_MFA`;
    const whole = `whole record ${sight}`;
    await ways[0]?.isSeen({ clerk: whole, member: whole, officer: `record ${sight}` });
  });
});

describe("the ministry", () => {
  it("founds a cell for three and more whose files are complete, and nobody else does", async () => {
    await story.passTo("2025-08-11");
    expect(await story.act(officer, "foundCellAbroad", await founding(ways))).toMatchObject({
      guard: "CONTENTS_COMPLETE",
    });
    await each(async (way, index) => {
      await way.did(officer, "presentLetterAbroad", { letterNumber: `2${index}-PCT` });
      await way.did(officer, "checkFileAbroad", { isListCertified: true, isComplete: true });
    });
    // The slip says that the card was handed in, but the member's is being exchanged: home hears so too.
    const [first] = ways;
    expect(await first?.take(secretary, "recordMissingCard", { reason: "BEING_EXCHANGED" })).toMatchObject({
      code: "ACT_NOT_BY_CALLER",
    });
    await first?.did(officer, "recordMissingCard", { reason: "BEING_EXCHANGED" });
    const custody = "select is_card_in_mfa_custody as held from activity_transfer where assignment_id = $1";
    const { stay: withoutCard } = (await first?.cases()) ?? {};
    expect(await story.sql("south", custody, [withoutCard?.id])).toEqual([{ held: false }]);
    expect(await story.act(secretary, "foundCellAbroad", await founding(ways))).toMatchObject({
      code: "ACT_NOT_BY_CALLER",
    });
    expect(await story.act(officer, "foundCellAbroad", await founding(ways.slice(0, 2)))).toMatchObject({
      guard: "GROUP_OF_THREE",
    });
    const old = await founding(ways);
    const stale = { ...old, members: old.members.map((member) => ({ ...member, expectedVersion: 1 })) };
    expect(await story.act(officer, "foundCellAbroad", stale)).toMatchObject({ currentState: "NOTIFIED_MFA" });
  });

  it("receives all five at once into the cell, where each of them has the one official place", async () => {
    const input = { ...(await founding(ways)), idempotencyKey: "founded-on-11-august" };
    const { organization } = await story.act(officer, "foundCellAbroad", input);
    expect(await story.act(officer, "foundCellAbroad", input)).toMatchObject({ organization });
    await story.settle();
    homes[organization?.id ?? ""] = "the new cell";
    const sight = `OFFICIAL TRANSFERRED at the new cell; transfer OFFICIAL CLOSED; stay in ${country} RECEIVED_ABROAD`;
    const whole = `whole record ${sight} at the new cell`;
    await ways[0]?.isSeen({ clerk: whole, member: whole, officer: `record ${sight} at the new cell` });
    await each(async (way) => {
      const { application, transfer, stay } = await way.cases();
      expect([application?.state, transfer?.state, stay?.state]).toEqual([
        "RECEIVED_ABROAD",
        "CLOSED",
        "RECEIVED_ABROAD",
      ]);
      await way.isCountedOnce();
    });
  });

  it("has its cell in the Commission's registry, for everybody who meets its id", async () => {
    const [id = ""] = Object.entries(homes).find(([, name]) => name === "the new cell") ?? [];
    const query = `query ($id: ID!) { partyOrganization(id: $id) { name level kind validFrom committee { code } superior { level kind } } }`;
    const { partyOrganization } = await story.ask<{ partyOrganization: object }>(officer, query, { id });
    expect(partyOrganization).toMatchObject({
      ...{ name: "Chi bộ lao động", level: "CELL", kind: "OVERSEAS", validFrom: "2025-08-11" },
      ...{ committee: { code: "CRC-CP" }, superior: { kind: "HOME" } },
    });
  });

  it("founds no second cell for members who have one", async () => {
    expect(await story.act(officer, "foundCellAbroad", await founding(ways))).toMatchObject({
      code: "ACT_OUT_OF_STATE",
    });
  });
});

describe("the one of them who is on probation", () => {
  it("is not recognized by the ministry with home's assessment beside it, and home removes the name", async () => {
    const last = ways[4];
    if (!last) throw new Error("The group has five members.");
    const { stay: before } = await last.cases();
    const due = "select official_decision_due_on::text as day from overseas_assignment where id = $1";
    const [over] = await story.sql<{ day: string }>("foreign-ministry", due, [before?.id]);
    await story.passTo(over?.day ?? "");
    await last.did(clerk, "sendAssessment", { isRecommended: false });
    expect(await last.take(clerk, "removeName")).toMatchObject({ guard: "RECOGNITION_REFUSED" });
    await last.did(officer, "refuseRecognitionAbroad", { decisionNumber: "31-QĐ/ĐU" });
    await last.did(clerk, "removeName");
    const { application, stay } = await last.cases();
    expect([application?.state, stay?.state]).toEqual(["ENDED", "ENDED"]);
    expect(await last.take(clerk, "removeName")).toMatchObject({ code: "ACT_AFTER_END" });
  });
});
