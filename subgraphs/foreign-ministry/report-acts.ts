import { sql } from "kysely";
import { reportLifecycle, type ReportAct } from "#contract/lifecycles/review.ts";
import { takeStep } from "#kit/take-step.ts";
import {
  guardFailed,
  inputRefused,
  requireCommittee,
  type ActInput,
  type ActScene,
  type ActTransaction,
} from "./acts.ts";
import { requireText } from "#kit/act-texts.ts";

/** An act on a report as its committee saw it. */
export interface ReportInput extends ActInput {
  readonly review: string;
  readonly committee: string;
  readonly expectedVersion: number;
}

/** What a report says; what was drafted before is replaced as a whole. */
export interface SaveReviewReportInput extends ReportInput {
  readonly openTransferCount: number;
  readonly lateTransferCount: number;
  readonly answers: readonly { readonly questionNumber: number; readonly text: string }[];
  readonly comments: readonly ReviewCommentInput[];
}

interface ReviewCommentInput {
  readonly articleNumber: number;
  readonly position: "AGREE" | "AMEND";
  readonly reason?: string | null;
  readonly amendment?: string | null;
}

/** Writes the first draft. */
export const saveReviewReport = (scene: ActScene, input: SaveReviewReportInput) =>
  write(scene, input, "SAVE_REVIEW_REPORT");

/** Writes another revision of what was submitted; that one counts until this one is submitted. */
export const reviseReviewReport = (scene: ActScene, input: SaveReviewReportInput) =>
  write(scene, input, "REVISE_REVIEW_REPORT");

async function write(scene: ActScene, input: SaveReviewReportInput, act: ReportAct) {
  const { tx, today } = scene;
  await stepReport(scene, input, act);
  requireFigures(input);
  const figures = { open_transfers: input.openTransferCount, late_transfers: input.lateTransferCount, saved_on: today };
  const last = await latestRevision(scene, input);
  const isDraft = last !== undefined && last.submitted_on === null;
  const number = isDraft ? last.number : (last?.number ?? 0) + 1;
  const key = { review_id: input.review, committee_code: input.committee };
  if (isDraft) {
    await tx
      .updateTable("review_revision")
      .set(figures)
      .where((eb) => eb.and({ ...key, number }))
      .execute();
    const held = { ...key, revision: number };
    await tx.deleteFrom("review_answer").where((eb) => eb.and(held)).execute();
    await tx.deleteFrom("review_comment").where((eb) => eb.and(held)).execute();
  } else {
    await tx.insertInto("review_revision").values({ ...key, number, ...figures }).execute();
  }
  await writeContents(scene, input, number);
  return { reviewId: input.review, committeeCode: input.committee };
}

/** Submits the draft; the departures of the committee's members are counted in the register and fixed with it. */
export async function submitReviewReport(scene: ActScene, input: ReportInput) {
  const { tx, today } = scene;
  await stepReport(scene, input, "SUBMIT_REVIEW_REPORT");
  const draft = await latestRevision(scene, input);
  if (!draft) throw new Error("A report in a state with a draft has none.");
  const key = { review_id: input.review, committee_code: input.committee };
  const counted = await departuresOf(scene, input.committee);
  const figures = counted.map(({ departures, ...of }) => ({
    ...key,
    ...of,
    revision: draft.number,
    departures: Number(departures),
  }));
  if (figures.length > 0) await tx.insertInto("review_departures").values(figures).execute();
  await tx
    .updateTable("review_revision")
    .set({ submitted_on: today })
    .where((eb) => eb.and({ ...key, number: draft.number }))
    .execute();
  return { reviewId: input.review, committeeCode: input.committee };
}

/** How often members of a committee have left until today, by year and purpose: counts, and no person. */
const departuresOf = ({ tx, today }: ActScene, committee: string) =>
  tx
    .selectFrom("overseas_assignment")
    .select((eb) => [
      sql<number>`extract(year from started_on)::integer`.as("year"),
      "purpose",
      eb.fn.countAll<string>().as("departures"),
    ])
    .where("home_committee", "=", committee)
    .where("started_on", "<=", today)
    .groupBy(["year", "purpose"])
    .execute();

/** Moves the report on, if it is the caller's and its review takes reports today. */
async function stepReport(scene: ActScene, { review, committee, expectedVersion }: ReportInput, act: ReportAct) {
  requireCommittee(scene, committee);
  const id = `${review}/${committee}`;
  const { row } = await takeStep(scene.tx, {
    table: "review_report",
    id,
    expectedVersion,
    lifecycle: reportLifecycle,
    act,
  });
  const open = await scene.tx
    .selectFrom("review")
    .select("id")
    .where("id", "=", review)
    .where("state", "=", "OPEN")
    .where("deadline_on", ">=", scene.today)
    .executeTakeFirst();
  if (!open) throw guardFailed(row, "REVIEW_TAKES_REPORTS", scene.today);
}

const latestRevision = ({ tx }: ActScene, { review, committee }: ReportInput) =>
  tx
    .selectFrom("review_revision")
    .select(["number", "submitted_on"])
    .where("review_id", "=", review)
    .where("committee_code", "=", committee)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();

function requireFigures({ openTransferCount: open, lateTransferCount: late }: SaveReviewReportInput): void {
  if (open < 0) throw inputRefused("openTransferCount", "COUNT_OUT_OF_RANGE", "A count is not negative.");
  if (late < 0 || late > open)
    throw inputRefused("lateTransferCount", "COUNT_OUT_OF_RANGE", "Late transfers are some of the open ones.");
}

async function writeContents({ tx }: ActScene, input: SaveReviewReportInput, revision: number): Promise<void> {
  const key = { review_id: input.review, committee_code: input.committee, revision };
  const { questions, articles } = await numbersOf(tx, input.review);
  requireNumbers("answers", input.answers.map(({ questionNumber }) => questionNumber), questions);
  requireNumbers("comments", input.comments.map(({ articleNumber }) => articleNumber), articles);
  const answers = input.answers.map(({ questionNumber, text }) => ({
    ...key,
    question: questionNumber,
    text: requireText("answers.text", text, 10_000),
  }));
  const comments = input.comments.map(({ articleNumber, position, ...said }) => ({
    ...key,
    article: articleNumber,
    position,
    ...wordsOf(position, said),
  }));
  if (answers.length > 0) await tx.insertInto("review_answer").values(answers).execute();
  if (comments.length > 0) await tx.insertInto("review_comment").values(comments).execute();
}

async function numbersOf(tx: ActTransaction, review: string) {
  const of = (table: "review_question" | "review_article") =>
    tx.selectFrom(table).select("number").where("review_id", "=", review).execute();
  const [questions, articles] = [await of("review_question"), await of("review_article")];
  return { questions: questions.map(({ number }) => number), articles: articles.map(({ number }) => number) };
}

function requireNumbers(field: string, given: readonly number[], known: readonly number[]): void {
  if (given.some((number) => !known.includes(number)))
    throw inputRefused(field, "NUMBER_UNKNOWN", `${field} speak of what the review does not have.`);
  if (new Set(given).size < given.length)
    throw inputRefused(field, "NUMBER_TWICE", `${field} speak of one thing twice.`);
}

/** Who wants a change says why and what should stand there instead. */
function wordsOf(
  position: ReviewCommentInput["position"],
  { reason, amendment }: Pick<ReviewCommentInput, "reason" | "amendment">,
) {
  if (position === "AGREE") {
    if (amendment != null) throw inputRefused("comments.amendment", "TEXT_UNEXPECTED", "Who agrees amends nothing.");
    return { reason: reason == null ? null : requireText("comments.reason", reason, 5_000), amendment: null };
  }
  return {
    reason: requireText("comments.reason", reason ?? "", 5_000),
    amendment: requireText("comments.amendment", amendment ?? "", 10_000),
  };
}
