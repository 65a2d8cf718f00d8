import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { overseasOrganizations } from "../../deploy/synthetic/overseas-organizations.ts";
import { bodiesAbove, follow, type StoryOf } from "../support/story-case.ts";
import { as, startStory, type Story } from "../support/story.ts";

const inJapan = overseasOrganizations.get("JP") ?? [];
const inKorea = overseasOrganizations.get("KR") ?? [];
const japan = { committee: inJapan[0]?.id ?? "", cell: inJapan[1]?.id ?? "" };
const korea = { committee: inKorea[0]?.id ?? "", cell: inKorea[1]?.id ?? "" };

const clerk = as("province-clerk", "ACTIVITY_TRANSFER");
const officer = as("foreign-ministry-officer", "OVERSEAS_MANAGEMENT");
const secretary = as("overseas-secretary", "OVERSEAS_MANAGEMENT");
const inSeoul = { name: "secretary-in-korea", organization: korea.committee };
const secretaryInKorea = as("overseas-secretary", "OVERSEAS_MANAGEMENT", inSeoul);
const clerkElsewhere = as("province-clerk", "ACTIVITY_TRANSFER", {
  name: "clerk-elsewhere",
  organization: "PTC-01",
  committees: ["PTC-01"],
});

const letter = { letterNumber: "15-GT/TU" };

let story: Story;
let way: StoryOf;
let seenFromKorea: StoryOf;
let bodies: Readonly<Record<string, string>>;
let memberId: string;
beforeAll(async () => {
  story = await startStory("2025-07-07");
  const [member] = await story.sql<{ id: string }>(
    "south",
    `update member set admission_decided_on = '2025-05-10', admitted_on = '2025-05-19'
     where id = (select min(id) from member where committee_code = 'PTC-79' and member_class = 'PROBATIONARY'
       and activity_status = 'ACTIVE' and not is_travelling) returning id`,
  );
  memberId = member?.id ?? "";
  bodies = await bodiesAbove(story, memberId);
  const names = { [bodies["CELL"] ?? ""]: "home", [japan.cell]: "Tokyo", [korea.cell]: "Seoul" };
  way = follow(story, memberId, names);
  seenFromKorea = follow(story, memberId, names, secretaryInKorea);
});
afterAll(() => story[Symbol.asyncDispose]());

/** What clerk and member see is one and the same: the whole. */
const whole = (sight: string) => ({ clerk: `whole ${sight}`, member: `whole ${sight}` });

describe("a member of Ho Chi Minh City goes to Japan to study for two years", () => {
  const stay = { countryCode: "JP", departsOn: "2025-08-01", expectedReturnOn: "2027-08-01", purpose: "STUDY" };

  it("cannot be declared while transfers are held, without the State's decision, or by another committee", async () => {
    const hold = "update member set transfer_held_on = $2, transfer_held_by = $3 where id = $1";
    await story.sql("south", hold, [memberId, "2025-07-01", bodies["GRASSROOTS"]]);
    const decided = { ...stay, decidedOn: "2025-07-01" };
    expect(await way.take(clerk, "declareAssignment", decided)).toMatchObject({ guard: "NO_TRANSFER_HOLD" });
    await story.sql("south", hold, [memberId, null, null]);
    expect(await way.take(clerk, "declareAssignment", stay)).toMatchObject({ guard: "DECISION_PRESENT" });
    const elsewhere = { ...decided, committee: "PTC-01" };
    expect(await way.take(clerkElsewhere, "declareAssignment", elsewhere)).toMatchObject({ code: "MEMBER_UNKNOWN" });
    await expect(way.take(clerkElsewhere, "declareAssignment", decided)).rejects.toThrow("UNAUTHORIZED_FIELD_OR_TYPE");
    await way.isSeen(whole("record PROBATIONARY ACTIVE at home"));
  });

  it("is declared once, however often the same key comes, and the ministry's register begins", async () => {
    const input = { ...stay, decidedOn: "2025-07-01", idempotencyKey: "declared-on-7-july" };
    const first = await way.did(clerk, "declareAssignment", input);
    expect((await way.did(clerk, "declareAssignment", input)).application).toEqual(first.application);
    const other = { ...input, countryCode: "KR" };
    expect(await way.take(clerk, "declareAssignment", other)).toMatchObject({ code: "ACT_KEY_REUSED" });
    await way.isSeen({
      ...whole("record PROBATIONARY ACTIVE at home; stay in JP DECLARED"),
      officer: "stay in JP DECLARED",
    });
  });

  it("is approved, and the rules give an official transfer and no other procedure", async () => {
    expect(await way.take(clerk, "openAssignmentTransfer", { moveKind: "OFFICIAL_TRANSFER" })).toMatchObject({
      code: "ACT_OUT_OF_STATE",
      nextAct: "APPROVE_ASSIGNMENT",
    });
    await way.did(clerk, "approveAssignment");
    expect(await way.take(clerk, "approveAssignment", { expectedVersion: 1 })).toMatchObject({
      __typename: "HomeActConflict",
      currentVersion: 2,
      currentState: "HOME_APPROVED",
    });
    const temporary = { moveKind: "TEMPORARY_TRANSFER" };
    expect(await way.take(clerk, "openAssignmentTransfer", temporary)).toMatchObject({ guard: "PROCEDURE_FITS" });
    await way.did(clerk, "openAssignmentTransfer", { moveKind: "OFFICIAL_TRANSFER" });
  });

  it("gets a letter box by box, each by the body whose box it is", async () => {
    const bodyOf = (level: string) =>
      as("province-clerk", "ACTIVITY_TRANSFER", { name: `officer-${level}`, organization: bodies[level] ?? "" });
    const { application } = await way.cases();
    const requested = { application: application?.id, kind: "OFFICIAL", toOrganization: japan.committee };
    const papers = { decidedOn: "2025-07-01", selfReviewOn: "2025-07-05" };
    expect(await way.take(clerk, "requestTransfer", { ...requested, decidedOn: "2025-07-01" })).toMatchObject({
      guard: "SELF_REVIEW_PRESENT",
    });
    await way.did(bodyOf("CELL"), "requestTransfer", { ...requested, ...papers });
    expect(await way.take(clerk, "requestTransfer", { ...requested, ...papers })).toMatchObject({
      guard: "NO_OPEN_TRANSFER",
    });
    expect(await way.take(clerk, "issueTransferLetter", letter)).toMatchObject({ code: "ACT_OUT_OF_STATE" });
    const box = (numberInBox: string) => ({ numberInBox });
    const fees = { feePaidToMonth: "2025-07" };
    expect(await way.take(bodyOf("GRASSROOTS"), "reviewTransferAtCell", { ...fees, ...box("01") })).toMatchObject({
      code: "ACT_NOT_BY_CALLER",
    });
    expect(await way.take(bodyOf("CELL"), "reviewTransferAtCell", box("01"))).toMatchObject({
      guard: "FEE_MONTH_STATED",
    });
    await way.did(bodyOf("CELL"), "reviewTransferAtCell", { ...fees, ...box("01") });
    expect(await way.take(bodyOf("GRASSROOTS"), "certifyTransfer", { files: [], ...box("02") })).toMatchObject({
      guard: "FILE_LIST_CERTIFIED",
    });
    const files = [{ formCode: "2-SHD", issuedOn: "2025-07-06" }];
    await way.did(bodyOf("GRASSROOTS"), "certifyTransfer", { files, ...box("02") });
    await way.isSeen({
      ...whole("record PROBATIONARY ACTIVE at home; transfer OFFICIAL CERTIFIED; stay in JP TRANSFER_OPEN"),
      officer: "record PROBATIONARY ACTIVE at home; transfer OFFICIAL CERTIFIED; stay in JP TRANSFER_OPEN",
      secretary: "record PROBATIONARY ACTIVE at home; transfer OFFICIAL CERTIFIED",
    });
    await way.did(bodyOf("ABOVE_GRASSROOTS"), "issueTransferLetter", letter);
    await way.isSeen({
      ...whole("record PROBATIONARY ACTIVE at home; transfer OFFICIAL IN_TRANSIT; stay in JP NOTIFIED_MFA"),
      officer: "record PROBATIONARY ACTIVE at home; transfer OFFICIAL IN_TRANSIT; stay in JP NOTIFIED_MFA",
      secretary: "record PROBATIONARY ACTIVE at home; transfer OFFICIAL IN_TRANSIT; stay in JP NOTIFIED_MFA",
    });
  });
});

describe("abroad", () => {
  it("receives nobody without a certified list, by another country's committee, or in another country's cell", async () => {
    await story.passTo("2025-08-11");
    await way.did(secretary, "presentLetterAbroad", letter);
    expect(await way.take(secretary, "receiveAbroad", { cell: japan.cell })).toMatchObject({
      guard: "CONTENTS_COMPLETE",
    });
    const unlisted = { isListCertified: false, isComplete: true };
    expect(await way.take(secretary, "checkFileAbroad", unlisted)).toMatchObject({ guard: "CONTENTS_COMPLETE" });
    await way.did(secretary, "returnFileAbroad", { reason: "NO_CERTIFIED_LIST" });
    expect((await way.cases()).transfer).toMatchObject({ state: "RETURNED" });
    await way.did(secretary, "checkFileAbroad", { isListCertified: true, isComplete: true });
    expect(await way.take(secretaryInKorea, "receiveAbroad", { cell: korea.cell })).toMatchObject({
      code: "ACT_NOT_BEGUN",
    });
    expect(await way.take(secretary, "receiveAbroad", { cell: korea.cell })).toMatchObject({
      guard: "ORGANIZATION_THERE",
    });
  });

  it("the acceptance in Japan moves the one official place there", async () => {
    await way.did(secretary, "receiveAbroad", { cell: inJapan[2]?.id });
    await way.did(secretary, "placeInCell", { cell: japan.cell });
    const sight = "PROBATIONARY TRANSFERRED at Tokyo; transfer OFFICIAL CLOSED; stay in JP RECEIVED_ABROAD at Tokyo";
    await way.isSeen({
      ...whole(`record ${sight}`),
      officer: `record ${sight}`,
      secretary: `record ${sight}`,
    });
  });

  it("decides on the probationary member when the year is over and home has given its assessment", async () => {
    const decision = { decisionNumber: "07-QĐ/ĐU" };
    await story.passTo("2026-05-15");
    await way.did(clerk, "sendAssessment", { isRecommended: true });
    expect(await way.take(secretary, "recognizeAbroad", decision)).toMatchObject({ guard: "PROBATION_OVER" });
    expect(await way.take(officer, "takeCardIntoCustody")).toMatchObject({ code: "CARD_OF_NOBODY" });
    await story.passTo("2026-05-25");
    const elsewhere = { committee: "PTC-01", isRecommended: true };
    expect(await way.take(clerkElsewhere, "sendAssessment", elsewhere)).toMatchObject({ code: "ACT_NOT_BEGUN" });
    await way.did(secretary, "recognizeAbroad", decision);
    expect(await way.take(secretary, "recognizeAbroad", decision)).toMatchObject({ code: "NO_DECISION_DUE" });
    await way.did(officer, "takeCardIntoCustody");
    // Ninety days after its end a transfer shows to nobody but home any more; the stay goes on.
    const sight = "OFFICIAL TRANSFERRED at Tokyo";
    await way.isSeen({
      ...whole(`record ${sight}; transfer OFFICIAL CLOSED; stay in JP RECEIVED_ABROAD at Tokyo`),
      officer: `record ${sight}; stay in JP RECEIVED_ABROAD at Tokyo`,
      secretary: `record ${sight}; stay in JP RECEIVED_ABROAD at Tokyo`,
    });
  });

  it("lets the stay go on in Korea, whose committee takes over from Japan's", async () => {
    await story.passTo("2027-02-15");
    expect(await way.take(secretary, "moveCountry", { country: "JP" })).toMatchObject({ guard: "OTHER_COUNTRY" });
    await way.did(secretary, "moveCountry", { country: "KR", organization: korea.committee });
    const moved = "record OFFICIAL TRANSFERRED at Tokyo; stay in KR MOVED_COUNTRY at Tokyo";
    await way.isSeen({
      ...whole("record OFFICIAL TRANSFERRED at Tokyo; transfer OFFICIAL CLOSED; stay in KR MOVED_COUNTRY at Tokyo"),
      officer: moved,
      secretary: moved,
    });
    expect(await way.take(secretary, "receiveAbroad", { cell: japan.cell })).toMatchObject({
      guard: "ORGANIZATION_THERE",
    });
    await way.did(secretaryInKorea, "receiveAbroad", { cell: korea.cell });
    const abroad = "stay in KR RECEIVED_ABROAD at Seoul";
    const received = `record OFFICIAL TRANSFERRED at Seoul; ${abroad}`;
    const own = whole(`record OFFICIAL TRANSFERRED at Seoul; transfer OFFICIAL CLOSED; ${abroad}`);
    await way.isSeen({ ...own, officer: received });
    await seenFromKorea.isSeen({ ...own, officer: received, secretary: received });
    expect(await way.take(secretary, "startReturn")).toMatchObject({ code: "ACT_NOT_BEGUN" });
  });
});

describe("coming home", () => {
  const home = { letterNumber: "88-GT/BNG" };

  it("is introduced with a confirmed self-review and the card given back, and in no other order", async () => {
    await story.passTo("2027-07-20");
    await way.did(secretaryInKorea, "startReturn");
    expect(await way.take(secretaryInKorea, "confirmAbroad")).toMatchObject({ guard: "SELF_REVIEW_PRESENT" });
    await way.did(secretaryInKorea, "confirmAbroad", { selfReviewOn: "2027-07-19" });
    const introduced = { ...home, returnedOn: "2027-08-01" };
    expect(await way.take(secretaryInKorea, "introduceHome", introduced)).toMatchObject({ code: "ACT_NOT_BY_CALLER" });
    expect(await way.take(officer, "introduceHome", introduced)).toMatchObject({ guard: "CARD_GIVEN_BACK" });
    await way.did(officer, "giveCardBack");
    await way.did(officer, "introduceHome", introduced);
    const abroad = "OFFICIAL TRANSFERRED at Seoul";
    await seenFromKorea.isSeen({
      ...whole(
        `record ${abroad}; transfer OFFICIAL IN_TRANSIT; transfer OFFICIAL CLOSED; stay in KR INTRODUCED_HOME at Seoul`,
      ),
      officer: `record ${abroad}; stay in KR INTRODUCED_HOME at Seoul`,
      secretary: `record ${abroad}; transfer OFFICIAL IN_TRANSIT; stay in KR INTRODUCED_HOME at Seoul`,
    });
  });

  it("counts when late only with a reason that the committee accepts", async () => {
    await story.passTo("2027-10-11");
    expect(await way.take(clerk, "acceptAtReceivingCell")).toMatchObject({ code: "ACT_OUT_OF_STATE" });
    expect(await way.take(clerk, "presentTransferLetter", home)).toMatchObject({ guard: "LATENESS_DECIDED" });
    expect(await way.take(clerk, "presentTransferLetter", { ...letter })).toMatchObject({ guard: "LETTER_VALID" });
    const reason = { lateReason: "Flights were cancelled.", isLatenessAccepted: true };
    await way.did(clerk, "presentTransferLetter", { ...home, ...reason });
    expect(await way.take(clerk, "checkTransferFile", { missingFormCodes: ["SELF-REVIEW"] })).toMatchObject({
      guard: "CONTENTS_COMPLETE",
    });
    await way.did(clerk, "checkTransferFile", { missingFormCodes: [] });
  });

  it("ends with the acceptance at home: the place is there again, the card too, and both sides are closed", async () => {
    await way.did(clerk, "acceptAtReceivingCell");
    const { application, stay, transfer } = await way.cases();
    expect([application?.state, stay?.state, transfer?.state]).toEqual(["CLOSED", "CLOSED", "CLOSED"]);
    const ended = `query ($id: ID!) {
      assignment(id: $id) { returnedOn cardCustody { returnedOn } returnTransfer { state } nextStep { act } } }`;
    expect(await story.ask(officer, ended, { id: stay?.id })).toEqual({
      assignment: {
        returnedOn: "2027-08-01",
        cardCustody: { returnedOn: "2027-07-20" },
        returnTransfer: { state: "CLOSED" },
        nextStep: null,
      },
    });
    await way.isSeen(whole("record OFFICIAL ACTIVE at home; transfer OFFICIAL CLOSED; transfer OFFICIAL CLOSED"));
    expect(await way.take(clerk, "cancelAssignment")).toMatchObject({ code: "ACT_AFTER_END" });
    await way.did(clerk, "recordReturnReport", { reportedOn: "2027-10-11" });
  });
});
