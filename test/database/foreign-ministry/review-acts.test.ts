import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { actCount, freshKey, offices, takeAct, type ActResult } from "./acting.ts";
import { startMinistry, type RunningMinistry } from "./running-ministry.ts";

let ministry: RunningMinistry;
beforeAll(async () => {
  ministry = await startMinistry();
});
beforeEach(async () => {
  await clear();
});
afterAll(() => ministry[Symbol.asyncDispose]());

const TABLES = [
  ...["review_departures", "review_comment", "review_answer", "review_revision", "review_report"],
  ...["review_article", "review_question", "review"],
];
const clear = async () => {
  for (const table of TABLES) await sql`delete from ${sql.table(table)}`.execute(ministry.db);
};

const FAR = "2099-12-31";
const PAST = "2020-01-01";
const id = "rv_reviewreviewr";
const committee = "PTC-79";

type State = "DRAFTED" | "OPEN" | "CLOSED" | "PUBLISHED" | "WITHDRAWN";
type ReportState = "INVITED" | "DRAFTED" | "SUBMITTED" | "REVISING";

/** A review that stands in a state, with one question and two articles, and PTC-79's report in the given state. */
async function place(state: State, report: ReportState | null = null, deadline = FAR) {
  const { db } = ministry;
  const isPast = (states: readonly State[], day: string) => (states.includes(state) ? day : null);
  await db
    .insertInto("review")
    .values({
      id,
      state,
      title: "Góp ý (giả lập)",
      legal_basis_code: "QD-86",
      drafted_on: "2019-01-01",
      opened_on: isPast(["OPEN", "CLOSED", "PUBLISHED"], "2019-01-02"),
      deadline_on: deadline,
      closed_on: isPast(["CLOSED", "PUBLISHED"], "2020-02-01"),
      published_on: isPast(["PUBLISHED"], "2020-03-01"),
      outcome: isPast(["PUBLISHED"], "Xong."),
      is_synthetic: true,
    })
    .execute();
  await db.insertInto("review_question").values({ review_id: id, number: 1, text: "Vì sao?" }).execute();
  const article = (number: number) => ({ review_id: id, number, heading: `Điều ${number}`, text: "Câu chữ." });
  await db.insertInto("review_article").values([article(1), article(2)]).execute();
  if (report === null) return;
  await db.insertInto("review_report").values({ review_id: id, committee_code: committee, state: report }).execute();
  const revision = (number: number, submitted_on: string | null) => ({
    review_id: id,
    committee_code: committee,
    number,
    saved_on: "2019-02-01",
    submitted_on,
    open_transfers: 3,
    late_transfers: 1,
  });
  if (report === "SUBMITTED" || report === "REVISING")
    await db.insertInto("review_revision").values(revision(1, "2019-02-02")).execute();
  if (report === "DRAFTED") await db.insertInto("review_revision").values(revision(1, null)).execute();
  if (report === "REVISING") await db.insertInto("review_revision").values(revision(2, null)).execute();
}

const seen = { review: id, expectedVersion: 1 };
const outcome = { ...seen, outcome: "Kết luận.", articles: [1, 2].map((number) => ({ number, outcome: "Giữ nguyên." })) };
const draft = {
  title: "Góp ý (giả lập)",
  legalBasisCode: "QD-86",
  deadlineOn: FAR,
  questions: ["Vì sao?"],
  articles: [{ heading: "Điều 1", text: "Câu chữ." }],
};
const report = {
  ...seen,
  committee,
  openTransferCount: 5,
  lateTransferCount: 2,
  answers: [{ questionNumber: 1, text: "Vì thế." }],
  comments: [{ articleNumber: 1, position: "AMEND", reason: "Chưa rõ.", amendment: "Viết rõ." }],
};
const submission = { ...seen, committee };

/** Whose act each is, what it is sent with, and from which states it leads where. */
const reviewActs = {
  openReview: ["commission", seen, { DRAFTED: "OPEN" }],
  withdrawReview: ["ministry", seen, { DRAFTED: "WITHDRAWN" }],
  closeReview: ["ministry", seen, { OPEN: "CLOSED" }],
  publishReviewOutcome: ["ministry", outcome, { CLOSED: "PUBLISHED" }],
} as const;
const reportActs = {
  saveReviewReport: ["committee", report, { INVITED: "DRAFTED", DRAFTED: "DRAFTED" }],
  reviseReviewReport: ["committee", report, { SUBMITTED: "REVISING", REVISING: "REVISING" }],
  submitReviewReport: ["committee", submission, { DRAFTED: "SUBMITTED", REVISING: "SUBMITTED" }],
} as const;

const STATES: readonly State[] = ["DRAFTED", "OPEN", "CLOSED", "PUBLISHED", "WITHDRAWN"];
const REPORT_STATES: readonly ReportState[] = ["INVITED", "DRAFTED", "SUBMITTED", "REVISING"];

const stateOf = async (table: "review" | "review_report") =>
  (await ministry.db.selectFrom(table).select(["state", "version"]).executeTakeFirst()) ?? null;

describe("every act on a review", () => {
  it.each(Object.entries(reviewActs))("%s is taken in its own states and in no other", async (act, [by, input, steps]) => {
    for (const state of STATES) {
      await clear();
      await place(state);
      const to = (steps as Partial<Record<State, State>>)[state];
      const result = await takeAct(ministry, act, input, offices[by]);
      expect([state, result.__typename]).toEqual([state, to ? "ReviewActTaken" : "MinistryActNotAllowed"]);
      expect(await stateOf("review")).toEqual(to ? { state: to, version: 2 } : { state, version: 1 });
      const isOver = state === "PUBLISHED" || state === "WITHDRAWN";
      if (!to) expect(result.code).toBe(isOver ? "ACT_AFTER_END" : "ACT_OUT_OF_STATE");
    }
  });

  it.each(Object.entries(reviewActs))("%s is nobody else's", async (act, [by, input, steps]) => {
    const [from] = Object.keys(steps) as State[];
    await place(from ?? "DRAFTED");
    for (const [name, office] of Object.entries(offices)) {
      if (name === by) continue;
      const result = await takeAct(ministry, act, input, office);
      expect([name, result.code]).toEqual([name, "ACT_NOT_BY_CALLER"]);
    }
    expect(await stateOf("review")).toEqual({ state: from, version: 1 });
  });

  it.each(Object.entries(reviewActs))("%s on another version is told the version it is at", async (act, [by, input]) => {
    await place("CLOSED");
    const result = await takeAct(ministry, act, { ...input, expectedVersion: 7 }, offices[by]);
    expect(result).toEqual({ __typename: "MinistryActConflict", currentVersion: 1, currentState: "CLOSED" });
  });
});

describe("every act on a report", () => {
  it.each(Object.entries(reportActs))("%s is taken in its own states and in no other", async (act, [by, input, steps]) => {
    for (const state of REPORT_STATES) {
      await clear();
      await place("OPEN", state);
      const to = (steps as Partial<Record<ReportState, ReportState>>)[state];
      const result = await takeAct(ministry, act, input, offices[by]);
      expect([state, result.__typename]).toEqual([state, to ? "ReviewReportActTaken" : "MinistryActNotAllowed"]);
      expect(await stateOf("review_report")).toEqual(to ? { state: to, version: 2 } : { state, version: 1 });
    }
  });

  it.each(Object.entries(reportActs))("%s is nobody else's, and another committee's report is not there", async (act, [by, input, steps]) => {
    const [from] = Object.keys(steps) as ReportState[];
    await place("OPEN", from ?? "INVITED");
    for (const [name, office] of Object.entries(offices)) {
      if (name === by) continue;
      expect([name, (await takeAct(ministry, act, input, office)).code]).toEqual([name, "ACT_NOT_BY_CALLER"]);
    }
    const other = await takeAct(ministry, act, { ...input, committee: "PTC-01" }, offices.otherCommittee);
    expect(other.code).toBe("ACT_NOT_BEGUN");
    expect(await stateOf("review_report")).toEqual({ state: from, version: 1 });
  });

  it.each(Object.entries(reportActs))("%s is refused by a review that takes no reports", async (act, [by, input, steps]) => {
    const [from] = Object.keys(steps) as ReportState[];
    for (const [state, deadline] of [["CLOSED", FAR], ["PUBLISHED", FAR], ["OPEN", PAST]] as const) {
      await clear();
      await place(state, from ?? "INVITED", deadline);
      const result = await takeAct(ministry, act, input, offices[by]);
      expect(result).toEqual({
        __typename: "MinistryGuardFailed",
        guard: "REVIEW_TAKES_REPORTS",
        legalBasisCode: "QD-86",
      });
      expect(await stateOf("review_report")).toEqual({ state: from, version: 1 });
    }
  });
});

describe("drafting a review", () => {
  it("keeps questions and articles in order and shows it to its holders alone", async () => {
    const fields = "... on ReviewActTaken { review { state version questions { number text } articles { number heading } } }";
    const result = await takeAct(ministry, "draftReview", draft, offices.ministry, fields);
    expect(result).toMatchObject({
      __typename: "ReviewActTaken",
      review: {
        state: "DRAFTED",
        version: 1,
        questions: [{ number: 1, text: "Vì sao?" }],
        articles: [{ number: 1, heading: "Điều 1" }],
      },
    });
  });

  it.each<[string, object, Partial<ActResult>]>([
    ["a deadline that has passed", { deadlineOn: PAST }, { guard: "REVIEW_DEADLINE_AHEAD" }],
    ["a regulation that is not in the list", { legalBasisCode: "QD-0" }, { field: "legalBasisCode", code: "LEGAL_BASIS_UNKNOWN" }],
    ["no question", { questions: [] }, { field: "questions", code: "COUNT_OUT_OF_RANGE" }],
    ["too many articles", { articles: Array.from({ length: 61 }, () => draft.articles[0]) }, { field: "articles" }],
    ["an empty title", { title: " \n" }, { field: "title", code: "TEXT_EMPTY" }],
    ["a title that nobody sees", { title: "\u200b" }, { field: "title", code: "TEXT_UNSEEN" }],
    ["a deadline in another century", { deadlineOn: "2207-01-31" }, { field: "deadlineOn", code: "DAY_AHEAD" }],
    ["a title beyond measure", { title: "x".repeat(301) }, { field: "title", code: "TEXT_TOO_LONG" }],
  ])("is refused with %s, and leaves nothing", async (_, change, expected) => {
    const result = await takeAct(ministry, "draftReview", { ...draft, ...change }, offices.ministry);
    expect(result).toMatchObject(expected);
    expect(await stateOf("review")).toBeNull();
  });

  it.each(["commission", "committee", "committeeInJapan", "member"] as const)("is not for the %s", async (name) => {
    expect((await takeAct(ministry, "draftReview", draft, offices[name])).code).toBe("ACT_NOT_BY_CALLER");
  });
});

describe("the guards of a review", () => {
  it("let it open only while its deadline lies ahead, and then ask every home committee", async () => {
    await place("DRAFTED", null, PAST);
    expect((await takeAct(ministry, "openReview", seen, offices.commission)).guard).toBe("REVIEW_DEADLINE_AHEAD");
    await clear();
    await place("DRAFTED");
    const fields = "... on ReviewActTaken { review { openedOn reports { state } unansweredCommittees { code } } }";
    const { review } = await takeAct<{ review: { reports: object[]; unansweredCommittees: object[] } }>(
      ministry,
      "openReview",
      seen,
      offices.commission,
      fields,
    );
    expect(review.reports).toHaveLength(38);
    expect(review.unansweredCommittees).toContainEqual({ code: "CRC-CP" });
  });

  it.each<[string, ReportState, string, boolean]>([
    ["with a report missing before the deadline", "INVITED", FAR, false],
    ["with a draft that was never submitted", "DRAFTED", FAR, false],
    ["when all have answered, one revising again", "REVISING", FAR, true],
    ["after the deadline, whoever is silent", "INVITED", PAST, true],
  ])("%s", async (_, state, deadline, isClosed) => {
    await place("OPEN", state, deadline);
    const result = await takeAct(ministry, "closeReview", seen, offices.ministry);
    if (isClosed) expect(result.__typename).toBe("ReviewActTaken");
    else expect(result.guard).toBe("REVIEW_ANSWERED_OR_DUE");
  });

  it.each<[string, object[]]>([
    ["an article without a word", [{ number: 1, outcome: "Giữ." }]],
    ["one that is not in the draft", [1, 2, 3].map((number) => ({ number, outcome: "Giữ." }))],
    ["one twice", [1, 1, 2].map((number) => ({ number, outcome: "Giữ." }))],
  ])("publish nothing with %s", async (_, articles) => {
    await place("CLOSED");
    const result = await takeAct(ministry, "publishReviewOutcome", { ...outcome, articles }, offices.ministry);
    expect(result).toMatchObject({ field: "articles", code: "ARTICLES_INCOMPLETE" });
    expect(await stateOf("review")).toEqual({ state: "CLOSED", version: 1 });
  });
});

describe("a report", () => {
  const REPORT = `... on ReviewReportActTaken { report { version state revision submittedOn openTransferCount
    answers { questionNumber text } comments { articleNumber position amendment }
    departures { year purpose departureCount } } }`;
  interface Taken {
    readonly report: { readonly version: number; readonly revision: number; readonly departures: readonly object[] };
  }

  it("goes through drafts and revisions; submitting adds the departures of the register, and only the committee's", async () => {
    await place("OPEN", "INVITED");
    const save = await takeAct<Taken>(ministry, "saveReviewReport", report, offices.committee, REPORT);
    expect(save.report).toMatchObject({ version: 2, revision: 1, submittedOn: null, openTransferCount: 5, departures: [] });
    const again = { ...report, expectedVersion: 2, answers: [], comments: [{ articleNumber: 2, position: "AGREE" }] };
    const second = await takeAct<Taken>(ministry, "saveReviewReport", again, offices.committee, REPORT);
    expect(second.report).toMatchObject({ revision: 1, answers: [], comments: [{ articleNumber: 2, amendment: null }] });
    const submit = { ...submission, expectedVersion: 3 };
    const submitted = await takeAct<Taken>(ministry, "submitReviewReport", submit, offices.committee, REPORT);
    expect(submitted.report).toMatchObject({ version: 4, state: "SUBMITTED", revision: 1 });
    // The stays of PTC-79 in the tests' rows that have begun; those of PTC-01 are not among them.
    expect(submitted.report.departures).toEqual([
      { year: 2018, purpose: "LABOUR", departureCount: 1 },
      { year: 2022, purpose: "STUDY", departureCount: 1 },
      { year: 2024, purpose: "STUDY", departureCount: 2 },
    ]);
    const revise = { ...report, expectedVersion: 4 };
    const revised = await takeAct<Taken>(ministry, "reviseReviewReport", revise, offices.committee, REPORT);
    expect(revised.report).toMatchObject({ state: "REVISING", revision: 2, submittedOn: null });
    const seenByMinistry = await ministry.ask(
      "query ($id: ID!) { review(id: $id) { reports { state revision comments { articleNumber } } } }",
      { id },
      offices.ministry,
    );
    expect(seenByMinistry.data).toEqual({
      review: { reports: [{ state: "REVISING", revision: 1, comments: [{ articleNumber: 2 }] }] },
    });
  });

  it.each<[string, object, string, string]>([
    ["a question that is not asked", { answers: [{ questionNumber: 2, text: "?" }] }, "answers", "NUMBER_UNKNOWN"],
    ["an answer twice", { answers: [report.answers[0], report.answers[0]] }, "answers", "NUMBER_TWICE"],
    ["an article that is not there", { comments: [{ articleNumber: 9, position: "AGREE" }] }, "comments", "NUMBER_UNKNOWN"],
    ["an amendment without a reason", { comments: [{ articleNumber: 1, position: "AMEND", amendment: "x" }] }, "comments.reason", "TEXT_EMPTY"],
    ["an agreement that amends", { comments: [{ articleNumber: 1, position: "AGREE", amendment: "x" }] }, "comments.amendment", "TEXT_UNEXPECTED"],
    ["more late transfers than open ones", { lateTransferCount: 6 }, "lateTransferCount", "COUNT_OUT_OF_RANGE"],
    ["a negative count", { openTransferCount: -1 }, "openTransferCount", "COUNT_OUT_OF_RANGE"],
  ])("is refused with %s, and nothing of it is kept", async (_, change, field, code) => {
    await place("OPEN", "INVITED");
    const result = await takeAct(ministry, "saveReviewReport", { ...report, ...change }, offices.committee);
    expect(result).toMatchObject({ __typename: "MinistryActInputRefused", field, code });
    expect(await stateOf("review_report")).toEqual({ state: "INVITED", version: 1 });
    expect(await ministry.db.selectFrom("review_revision").select("number").execute()).toEqual([]);
  });

  it("is counted into the published outcome by what was submitted, not by the draft after it", async () => {
    await place("OPEN", "INVITED");
    await takeAct(ministry, "saveReviewReport", report, offices.committee);
    await takeAct(ministry, "submitReviewReport", { ...submission, expectedVersion: 2 }, offices.committee);
    const agree = { ...report, expectedVersion: 3, comments: [{ articleNumber: 1, position: "AGREE" }] };
    await takeAct(ministry, "reviseReviewReport", agree, offices.committee);
    await takeAct(ministry, "closeReview", seen, offices.ministry);
    const published = { ...outcome, expectedVersion: 2 };
    const fields = "... on ReviewActTaken { review { articles { agreeCount amendCount outcome } } }";
    expect(await takeAct(ministry, "publishReviewOutcome", published, offices.ministry, fields)).toMatchObject({
      review: {
        articles: [
          { agreeCount: 0, amendCount: 1, outcome: "Giữ nguyên." },
          { agreeCount: 0, amendCount: 0, outcome: "Giữ nguyên." },
        ],
      },
    });
  });
});

describe("an act under a key", () => {
  it("is done once however often it is sent, and another act under the key is refused", async () => {
    await place("OPEN", "INVITED");
    const keyed = { ...report, idempotencyKey: freshKey() };
    const before = await actCount(ministry);
    const first = await takeAct(ministry, "saveReviewReport", keyed, offices.committee);
    expect(await takeAct(ministry, "saveReviewReport", keyed, offices.committee)).toEqual(first);
    expect(await stateOf("review_report")).toEqual({ state: "DRAFTED", version: 2 });
    expect(await actCount(ministry)).toBe(before + 1);
    const other = { ...keyed, openTransferCount: 9 };
    expect(await takeAct(ministry, "saveReviewReport", other, offices.committee)).toMatchObject({ code: "ACT_KEY_REUSED" });
  });
});
