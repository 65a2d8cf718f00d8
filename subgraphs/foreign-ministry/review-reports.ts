import type { Kysely } from "kysely";
import { loadManyByKey } from "#kit/batch.ts";
import type { ForeignMinistryTables } from "./tables.ts";

/** A report as its fields are answered, with the newest revision that the caller may see. */
export type ReviewReport = Awaited<ReturnType<typeof latestReports>>[number];

/** The reports of many reviews that the caller may see, by committee: its own, or all of them. */
export const reportsByReview = (db: Kysely<ForeignMinistryTables>) =>
  loadManyByKey((ids: readonly string[]) => latestReports(db, ids), ({ reviewId }) => reviewId);

function latestReports(db: Kysely<ForeignMinistryTables>, reviewIds: readonly string[]) {
  return db
    .selectFrom("review_report as report")
    .leftJoin(latestRevisions(db, reviewIds), (join) =>
      join
        .onRef("latest.review_id", "=", "report.review_id")
        .onRef("latest.committee_code", "=", "report.committee_code"),
    )
    .select([
      "report.review_id as reviewId",
      "report.committee_code as committeeCode",
      "report.version",
      "report.state",
      "latest.number as revision",
      "latest.saved_on as savedOn",
      "latest.submitted_on as submittedOn",
      "latest.open_transfers as openTransferCount",
      "latest.late_transfers as lateTransferCount",
    ])
    .where((eb) => eb("report.review_id", "=", eb.fn.any(eb.val([...reviewIds]))))
    .orderBy("report.review_id")
    .orderBy("report.committee_code")
    .execute();
}

/** A report's newest revision; which those are that a caller may see, the rules on rows decide. */
const latestRevisions = (db: Kysely<ForeignMinistryTables>, reviewIds: readonly string[]) =>
  db
    .selectFrom("review_revision")
    .distinctOn(["review_id", "committee_code"])
    .selectAll()
    .where((eb) => eb("review_id", "=", eb.fn.any(eb.val([...reviewIds]))))
    .orderBy("review_id")
    .orderBy("committee_code")
    .orderBy("number", "desc")
    .as("latest");

/** A report, by which what it holds is found. */
export type ReportKey = Pick<ReviewReport, "reviewId" | "committeeCode">;

/** Answers to questions in the newest visible revisions of many reviews, in the order of the questions. */
export const answersByReview = (db: Kysely<ForeignMinistryTables>) =>
  loadManyByKey(
    (ids: readonly string[]) =>
      db
        .selectFrom("review_answer as held")
        .innerJoin(latestRevisions(db, ids), (join) =>
          join
            .onRef("latest.review_id", "=", "held.review_id")
            .onRef("latest.committee_code", "=", "held.committee_code")
            .onRef("latest.number", "=", "held.revision"),
        )
        .select([
          "held.review_id as reviewId",
          "held.committee_code as committeeCode",
          "held.question as questionNumber",
          "held.text",
        ])
        .orderBy("held.committee_code")
        .orderBy("held.question")
        .execute(),
    ({ reviewId }) => reviewId,
  );

/** Comments on articles in the newest visible revisions of many reviews, in the order of the articles. */
export const commentsByReview = (db: Kysely<ForeignMinistryTables>) =>
  loadManyByKey(
    (ids: readonly string[]) =>
      db
        .selectFrom("review_comment as held")
        .innerJoin(latestRevisions(db, ids), (join) =>
          join
            .onRef("latest.review_id", "=", "held.review_id")
            .onRef("latest.committee_code", "=", "held.committee_code")
            .onRef("latest.number", "=", "held.revision"),
        )
        .select([
          "held.review_id as reviewId",
          "held.committee_code as committeeCode",
          "held.article as articleNumber",
          "held.position",
          "held.reason",
          "held.amendment",
        ])
        .orderBy("held.committee_code")
        .orderBy("held.article")
        .execute(),
    ({ reviewId }) => reviewId,
  );

/** Departures counted in the newest visible revisions of many reviews, by year and purpose. */
export const departuresByReview = (db: Kysely<ForeignMinistryTables>) =>
  loadManyByKey(
    (ids: readonly string[]) =>
      db
        .selectFrom("review_departures as held")
        .innerJoin(latestRevisions(db, ids), (join) =>
          join
            .onRef("latest.review_id", "=", "held.review_id")
            .onRef("latest.committee_code", "=", "held.committee_code")
            .onRef("latest.number", "=", "held.revision"),
        )
        .select([
          "held.review_id as reviewId",
          "held.committee_code as committeeCode",
          "held.year",
          "held.purpose",
          "held.departures as departureCount",
        ])
        .orderBy("held.committee_code")
        .orderBy("held.year")
        .orderBy("held.purpose")
        .execute(),
    ({ reviewId }) => reviewId,
  );
