import type { Insertable, Kysely } from "kysely";
import type { ForeignMinistryTables } from "../../../subgraphs/foreign-ministry/tables.ts";

type Row<Table extends keyof ForeignMinistryTables> = Insertable<ForeignMinistryTables[Table]>;

const base: Row<"review"> = {
  id: "rv_openopenopeno",
  state: "OPEN",
  title: "Góp ý dự thảo (giả lập)",
  legal_basis_code: "QD-86",
  drafted_on: "2026-05-01",
  opened_on: "2026-05-10",
  deadline_on: "2027-01-29",
  closed_on: null,
  published_on: null,
  outcome: null,
  is_synthetic: true,
};

/** Reviews of the tests: one that takes reports, one that only its holders know, one that is over. */
export const openReview = base;
export const draftedReview: Row<"review"> = {
  ...base,
  id: "rv_draftedrafted",
  state: "DRAFTED",
  opened_on: null,
};
export const publishedReview: Row<"review"> = {
  ...base,
  id: "rv_publishedpub",
  state: "PUBLISHED",
  drafted_on: "2025-05-01",
  opened_on: "2025-05-10",
  deadline_on: "2025-09-30",
  closed_on: "2025-10-01",
  published_on: "2025-12-01",
  outcome: "Đã thống nhất (giả lập).",
};

const revision = (committee: string, number: number, submittedOn: string | null): Row<"review_revision"> => ({
  review_id: openReview.id,
  committee_code: committee,
  number,
  saved_on: "2026-06-01",
  submitted_on: submittedOn,
  open_transfers: 10,
  late_transfers: number,
});

const comment = (
  committee: string,
  revision: number,
  article: number,
  isAgreeing: boolean,
): Row<"review_comment"> => ({
  review_id: openReview.id,
  committee_code: committee,
  revision,
  article,
  position: isAgreeing ? "AGREE" : "AMEND",
  reason: isAgreeing ? null : "Chưa rõ thẩm quyền.",
  amendment: isAgreeing ? null : "Bổ sung thẩm quyền.",
});

/**
 * Fills the reviews. Of the open one PTC-79 has submitted and writes a second revision, PTC-01 has submitted, PTC-08
 * drafts, PTC-31 was asked and has written nothing.
 */
export async function loadReviews(db: Kysely<ForeignMinistryTables>): Promise<void> {
  await db.insertInto("review").values([openReview, draftedReview, publishedReview]).execute();
  const of = (review: Row<"review">, number: number) => ({ review_id: review.id, number });
  await db
    .insertInto("review_question")
    .values([openReview, draftedReview, publishedReview].map((review) => ({ ...of(review, 1), text: "Vì sao?" })))
    .execute();
  const articles = [openReview, draftedReview, publishedReview].flatMap((review) =>
    [1, 2].map((number) => ({ ...of(review, number), heading: `Điều ${number}`, text: "Câu chữ giả lập." })),
  );
  await db.insertInto("review_article").values(articles).execute();
  await db
    .updateTable("review_article")
    .set({ outcome: "Giữ nguyên.", agree_count: 2, amend_count: 1 })
    .where("review_id", "=", publishedReview.id)
    .execute();
  const report = (committee_code: string, state: Row<"review_report">["state"]) => ({
    review_id: openReview.id,
    committee_code,
    state,
  });
  await db
    .insertInto("review_report")
    .values([
      report("PTC-01", "SUBMITTED"),
      report("PTC-08", "DRAFTED"),
      report("PTC-31", "INVITED"),
      report("PTC-79", "REVISING"),
    ])
    .execute();
  await db
    .insertInto("review_revision")
    .values([
      revision("PTC-01", 1, "2026-06-02"),
      revision("PTC-08", 1, null),
      revision("PTC-79", 1, "2026-06-03"),
      revision("PTC-79", 2, null),
    ])
    .execute();
  await db
    .insertInto("review_comment")
    .values([
      comment("PTC-01", 1, 1, true),
      comment("PTC-08", 1, 1, false),
      comment("PTC-79", 1, 1, false),
      comment("PTC-79", 2, 1, true),
      comment("PTC-79", 2, 2, true),
    ])
    .execute();
  await db
    .insertInto("review_answer")
    .values([
      { review_id: openReview.id, committee_code: "PTC-79", revision: 2, question: 1, text: "Còn là dự thảo." },
    ])
    .execute();
  const figure = (committee_code: string, year: number, departures: number) => ({
    review_id: openReview.id,
    committee_code,
    revision: 1,
    year,
    purpose: "STUDY" as const,
    departures,
  });
  await db
    .insertInto("review_departures")
    .values([figure("PTC-01", 2024, 3), figure("PTC-79", 2024, 4), figure("PTC-79", 2025, 5)])
    .execute();
}
