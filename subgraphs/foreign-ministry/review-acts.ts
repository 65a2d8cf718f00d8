import { sql } from "kysely";
import { legalBases } from "#contract/legal-bases.ts";
import type { LifecycleRow } from "#contract/lifecycles/lifecycle.ts";
import { reviewLifecycle, type ReviewAct } from "#contract/lifecycles/review.ts";
import { takeStep } from "#kit/take-step.ts";
import { guardFailed, inputRefused, requireActor, type ActInput, type ActScene } from "./acts.ts";
import { newOpaqueId } from "#kit/opaque-id.ts";
import { requireDays } from "#kit/act-days.ts";
import { requireLine, requireText } from "#kit/act-texts.ts";

/** A review to be drafted. */
export interface DraftReviewInput extends ActInput {
  readonly title: string;
  readonly legalBasisCode: string;
  readonly deadlineOn: string;
  readonly questions: readonly string[];
  readonly articles: readonly { readonly heading: string; readonly text: string }[];
}

const QUESTIONS_MAX = 30;
const ARTICLES_MAX = 60;

/** Drafts a review. */
export async function draftReview(scene: ActScene, input: DraftReviewInput) {
  const { tx, today } = scene;
  const row = rowOf("DRAFT_REVIEW");
  await requireActor(scene, row);
  requireDays({ deadlineOn: input.deadlineOn });
  if (input.deadlineOn < today) throw guardFailed(row, "REVIEW_DEADLINE_AHEAD", today);
  if (!legalBases.some(({ code }) => code === input.legalBasisCode))
    throw inputRefused("legalBasisCode", "LEGAL_BASIS_UNKNOWN", "The list of legal bases has no such code.");
  requireCount("questions", input.questions, QUESTIONS_MAX);
  requireCount("articles", input.articles, ARTICLES_MAX);
  const id = newOpaqueId("rv");
  await tx
    .insertInto("review")
    .values({
      id,
      state: "DRAFTED",
      title: requireLine("title", input.title, 300),
      legal_basis_code: input.legalBasisCode,
      drafted_on: today,
      deadline_on: input.deadlineOn,
    })
    .execute();
  const questions = input.questions.map((text, index) => ({
    review_id: id,
    number: index + 1,
    text: requireText("questions", text, 1_000),
  }));
  const articles = input.articles.map(({ heading, text }, index) => ({
    review_id: id,
    number: index + 1,
    heading: requireLine("articles.heading", heading, 300),
    text: requireText("articles.text", text, 10_000),
  }));
  await tx.insertInto("review_question").values(questions).execute();
  await tx.insertInto("review_article").values(articles).execute();
  return { reviewId: id };
}

/** An act on a review as its holder saw it. */
export interface ReviewInput extends ActInput {
  readonly review: string;
  readonly expectedVersion: number;
}

/** The Commission agrees; every committee that has members in the hub is asked for a report. */
export async function openReview(scene: ActScene, input: ReviewInput) {
  const { tx, today, routes } = scene;
  const row = await stepReview(scene, input, "OPEN_REVIEW");
  const opened = await tx
    .updateTable("review")
    .set({ opened_on: today })
    .where("id", "=", input.review)
    .where("deadline_on", ">=", today)
    .executeTakeFirst();
  if (opened.numUpdatedRows === 0n) throw guardFailed(row, "REVIEW_DEADLINE_AHEAD", today);
  const reports = [...routes.keys()].map((committee_code) => ({
    review_id: input.review,
    committee_code,
    state: "INVITED" as const,
  }));
  if (reports.length > 0) await tx.insertInto("review_report").values(reports).execute();
  return { reviewId: input.review };
}

/** Calls off a review that has not opened. */
export async function withdrawReview(scene: ActScene, input: ReviewInput) {
  await stepReview(scene, input, "WITHDRAW_REVIEW");
  return { reviewId: input.review };
}

/** Takes no more reports, once all have answered or the deadline has passed. */
export async function closeReview(scene: ActScene, input: ReviewInput) {
  const { tx, today } = scene;
  const row = await stepReview(scene, input, "CLOSE_REVIEW");
  const { deadline_on: deadline, silent } = await tx
    .selectFrom("review")
    .select(({ selectFrom }) => [
      "deadline_on",
      selectFrom("review_report")
        .whereRef("review_id", "=", "review.id")
        .where("state", "in", ["INVITED", "DRAFTED"])
        .select((eb) => eb.fn.countAll<string>().as("count"))
        .as("silent"),
    ])
    .where("id", "=", input.review)
    .executeTakeFirstOrThrow();
  if (Number(silent) > 0 && today <= deadline) throw guardFailed(row, "REVIEW_ANSWERED_OR_DUE", today);
  await tx.updateTable("review").set({ closed_on: today }).where("id", "=", input.review).execute();
  return { reviewId: input.review };
}

/** What is concluded. */
export interface PublishReviewOutcomeInput extends ReviewInput {
  readonly outcome: string;
  readonly articles: readonly { readonly number: number; readonly outcome: string }[];
}

/** Publishes the outcome of every article with how the committees stood; from then on all of them read it. */
export async function publishReviewOutcome(scene: ActScene, input: PublishReviewOutcomeInput) {
  const { tx, today } = scene;
  await stepReview(scene, input, "PUBLISH_REVIEW_OUTCOME");
  const outcome = requireText("outcome", input.outcome, 20_000);
  await tx.updateTable("review").set({ published_on: today, outcome }).where("id", "=", input.review).execute();
  const outcomes = new Map(input.articles.map(({ number, outcome }) => [number, outcome]));
  const articles = await tx
    .selectFrom("review_article")
    .select("number")
    .where("review_id", "=", input.review)
    .execute();
  const isOnceEach = input.articles.length === articles.length && outcomes.size === articles.length;
  if (!isOnceEach || articles.some(({ number }) => !outcomes.has(number)))
    throw inputRefused("articles", "ARTICLES_INCOMPLETE", "The outcome says one thing about each article.");
  for (const [number, said] of outcomes) {
    await tx
      .updateTable("review_article")
      .set({
        outcome: requireText("articles.outcome", said, 10_000),
        agree_count: countOf(input.review, number, "AGREE"),
        amend_count: countOf(input.review, number, "AMEND"),
      })
      .where("review_id", "=", input.review)
      .where("number", "=", number)
      .execute();
  }
  return { reviewId: input.review };
}

/** How many committees hold a position on an article in what they submitted last. */
const countOf = (review: string, article: number, position: "AGREE" | "AMEND") => sql<number>`(
  select count(*) from review_comment as held join (
    select distinct on (committee_code) committee_code, number from review_revision
    where review_id = ${review} and submitted_on is not null order by committee_code, number desc
  ) as latest on latest.committee_code = held.committee_code and latest.number = held.revision
  where held.review_id = ${review} and held.article = ${article} and held.position = ${position})`;

const rowOf = (act: ReviewAct) => {
  const row = reviewLifecycle.rows.find((each) => each.act === act);
  if (!row) throw new Error(`A review has no act ${act}.`);
  return row;
};

async function stepReview(
  scene: ActScene,
  { review: id, expectedVersion }: ReviewInput,
  act: ReviewAct,
): Promise<LifecycleRow> {
  await requireActor(scene, rowOf(act));
  const { row } = await takeStep(scene.tx, { table: "review", id, expectedVersion, lifecycle: reviewLifecycle, act });
  return row;
}

function requireCount(field: string, items: readonly unknown[], countMax: number): void {
  if (items.length === 0 || items.length > countMax)
    throw inputRefused(field, "COUNT_OUT_OF_RANGE", `${field} holds 1 to ${countMax} items.`);
}
