import type { Kysely, Selection } from "kysely";
import { loadByKey, loadManyByKey } from "#kit/batch.ts";
import { connectionOf, type PageArguments } from "#kit/page.ts";
import { countRows, dayPageRequest, given } from "./list-query.ts";
import type { ReviewTables } from "./review-tables.ts";
import type { ForeignMinistryTables } from "./tables.ts";

const columns = [
  "id",
  "version",
  "state",
  "title",
  "legal_basis_code as legalBasisCode",
  "drafted_on as draftedOn",
  "opened_on as openedOn",
  "deadline_on as deadlineOn",
  "closed_on as closedOn",
  "published_on as publishedOn",
  "outcome",
  "is_synthetic as isSynthetic",
] as const;

/** A review as its fields are answered. */
export type Review = Selection<ForeignMinistryTables, "review", (typeof columns)[number]>;

/** Reviews by id, one statement for all that a request names. */
export const reviewsById = (db: Kysely<ForeignMinistryTables>) =>
  loadByKey(
    (ids: readonly string[]) =>
      db
        .selectFrom("review")
        .select(columns)
        .where((eb) => eb("id", "=", eb.fn.any(eb.val([...ids]))))
        .execute(),
    ({ id }) => id,
  );

/** What the list can be narrowed to. */
export interface ReviewArguments extends PageArguments {
  readonly state?: ReviewTables["review"]["state"] | null;
}

/** Reviews, the latest drafted first, then by id downwards. */
export async function listReviews(
  db: Kysely<ForeignMinistryTables>,
  { state, ...pageArguments }: ReviewArguments,
) {
  const page = dayPageRequest(pageArguments);
  const matching = db.selectFrom("review").where((eb) => eb.and(given({ state })));
  const rows = await matching
    .where(({ and, eb, refTuple, tuple }) =>
      page.after ? eb(refTuple("drafted_on", "id"), "<", tuple(...page.after)) : and([]),
    )
    .select(columns)
    .orderBy("drafted_on", "desc")
    .orderBy("id", "desc")
    .limit(page.size + 1)
    .execute();
  return connectionOf(rows, page, ({ draftedOn, id }) => [draftedOn, id], () => countRows(matching));
}

/** The questions of many reviews in one statement, in their order. */
export const questionsByReview = (db: Kysely<ForeignMinistryTables>) =>
  loadManyByKey(
    (ids: readonly string[]) =>
      db
        .selectFrom("review_question")
        .select(["review_id as reviewId", "number", "text"])
        .where((eb) => eb("review_id", "=", eb.fn.any(eb.val([...ids]))))
        .orderBy("review_id")
        .orderBy("number")
        .execute(),
    ({ reviewId }) => reviewId,
  );

/** The draft articles of many reviews in one statement, in their order. */
export const articlesByReview = (db: Kysely<ForeignMinistryTables>) =>
  loadManyByKey(
    (ids: readonly string[]) =>
      db
        .selectFrom("review_article")
        .select([
          "review_id as reviewId",
          "number",
          "heading",
          "text",
          "outcome",
          "agree_count as agreeCount",
          "amend_count as amendCount",
        ])
        .where((eb) => eb("review_id", "=", eb.fn.any(eb.val([...ids]))))
        .orderBy("review_id")
        .orderBy("number")
        .execute(),
    ({ reviewId }) => reviewId,
  );
