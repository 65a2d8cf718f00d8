import type { Insertable } from "kysely";
import type { ForeignMinistryTables } from "../../subgraphs/foreign-ministry/tables.ts";
import { homeCommittees } from "./home-committees.ts";
import { opaqueId } from "./identifiers.ts";
import { ARTICLES, QUESTIONS, REASON, AMENDMENT } from "./review-texts.ts";

type Row<Table extends keyof ForeignMinistryTables> = Insertable<ForeignMinistryTables[Table]>;
type ReviewState = ForeignMinistryTables["review"]["state"];
type ReportState = ForeignMinistryTables["review_report"]["state"];

interface SyntheticReview {
  readonly id: string;
  readonly state: ReviewState;
  readonly title: string;
  readonly draftedOn: string;
  readonly openedOn: string | null;
  readonly deadlineOn: string;
  readonly closedOn: string | null;
  readonly publishedOn: string | null;
  /** When those who report do; null while nobody could. */
  readonly submittedOn: string | null;
}

const review = (
  number: number,
  state: ReviewState,
  title: string,
  days: Partial<SyntheticReview>,
): SyntheticReview => ({
  id: opaqueId("rv", 0, number),
  state,
  title: `${title} (số liệu giả lập)`,
  draftedOn: "2025-08-01",
  openedOn: null,
  deadlineOn: "2025-10-31",
  closedOn: null,
  publishedOn: null,
  submittedOn: null,
  ...days,
});

/** One review in every state. */
const reviews: readonly SyntheticReview[] = [
  review(0, "PUBLISHED", "Sơ kết ba năm thực hiện Quy định 86-QĐ/TW", {
    openedOn: "2025-08-20",
    closedOn: "2025-11-03",
    publishedOn: "2025-12-15",
    submittedOn: "2025-10-20",
  }),
  review(1, "WITHDRAWN", "Khảo sát nhanh về giấy giới thiệu ra ngoài nước", {
    draftedOn: "2025-09-10",
    deadlineOn: "2025-12-31",
  }),
  review(2, "CLOSED", "Góp ý hướng dẫn lưu giữ thẻ đảng viên", {
    draftedOn: "2026-01-05",
    openedOn: "2026-01-20",
    deadlineOn: "2026-03-31",
    closedOn: "2026-04-02",
    submittedOn: "2026-03-20",
  }),
  review(3, "OPEN", "Góp ý dự thảo quy định thay thế Quy định 86-QĐ/TW", {
    draftedOn: "2026-05-04",
    openedOn: "2026-05-18",
    deadlineOn: "2027-01-29",
    submittedOn: "2026-06-15",
  }),
  review(4, "DRAFTED", "Tổng kết công tác giới thiệu đảng viên về nước", {
    draftedOn: "2026-06-22",
    deadlineOn: "2027-03-31",
  }),
];

const opened = reviews.filter(({ openedOn }) => openedOn !== null);
const codes = [...homeCommittees.keys()];

/** How a committee's report stands, so that an open review shows every state; closed ones miss a few reports. */
function reportState({ state }: SyntheticReview, index: number): ReportState {
  if (state !== "OPEN") return index % 13 === 5 ? "INVITED" : "SUBMITTED";
  return (["SUBMITTED", "INVITED", "DRAFTED", "SUBMITTED", "REVISING"] as const)[index % 5] ?? "INVITED";
}

interface Report {
  readonly of: SyntheticReview;
  readonly index: number;
  readonly code: string;
  readonly state: ReportState;
}

const reports: readonly Report[] = opened.flatMap((of) =>
  codes.map((code, index) => ({ of, index, code, state: reportState(of, index) })),
);

interface Revision extends Report {
  readonly number: number;
  readonly submittedOn: string | null;
}

const revisions: readonly Revision[] = reports.flatMap((report) => {
  const { submittedOn } = report.of;
  const first = { ...report, number: 1, submittedOn };
  const draft = { ...report, number: report.state === "REVISING" ? 2 : 1, submittedOn: null };
  return { INVITED: [], DRAFTED: [draft], SUBMITTED: [first], REVISING: [first, draft] }[report.state];
});

/** Whether a committee wants an article changed: every sixth pair or so. */
const isAmending = (index: number, article: number) => (index * 5 + article * 3) % 6 === 0;
/** Whether it says nothing about an article. */
const isSilent = (index: number, article: number) => (index + article) % 11 === 4;

/** The reviews, in every state. */
export function* reviewRows(): Generator<Row<"review">> {
  for (const { id, state, title, draftedOn, openedOn, deadlineOn, closedOn, publishedOn } of reviews) {
    yield {
      id,
      state,
      title,
      legal_basis_code: "QD-86",
      drafted_on: draftedOn,
      opened_on: openedOn,
      deadline_on: deadlineOn,
      closed_on: closedOn,
      published_on: publishedOn,
      outcome: publishedOn && "Các cấp ủy cơ bản thống nhất; một số điều được chỉnh lý theo góp ý (nội dung giả lập).",
      is_synthetic: true,
    };
  }
}

/** The questions of each review. */
export function* reviewQuestionRows(): Generator<Row<"review_question">> {
  for (const { id } of reviews)
    for (const [index, text] of QUESTIONS.entries()) yield { review_id: id, number: index + 1, text };
}

/** The draft articles of each review; what became of them where it is published. */
export function* reviewArticleRows(): Generator<Row<"review_article">> {
  for (const of of reviews) {
    const said = reports.filter((report) => report.of === of && report.state === "SUBMITTED");
    for (const [index, { heading, text }] of ARTICLES.entries()) {
      const about = said.filter((report) => !isSilent(report.index, index + 1));
      const amend = about.filter((report) => isAmending(report.index, index + 1)).length;
      const isPublished = of.publishedOn !== null;
      yield {
        review_id: of.id,
        number: index + 1,
        heading,
        text,
        outcome: isPublished ? "Giữ nguyên nội dung, chỉnh lý câu chữ (giả lập)." : null,
        agree_count: isPublished ? about.length - amend : null,
        amend_count: isPublished ? amend : null,
      };
    }
  }
}

/** One report for each committee of each review that has opened. */
export function* reviewReportRows(): Generator<Row<"review_report">> {
  for (const { of, code, state } of reports) yield { review_id: of.id, committee_code: code, state };
}

/** What has been written, draft by draft. */
export function* reviewRevisionRows(): Generator<Row<"review_revision">> {
  for (const { of, code, number, index, submittedOn } of revisions) {
    yield {
      review_id: of.id,
      committee_code: code,
      number,
      saved_on: of.submittedOn ?? of.draftedOn,
      submitted_on: submittedOn,
      open_transfers: 4 + ((index * 7) % 23),
      late_transfers: index % 4,
    };
  }
}

/** An answer to each question. */
export function* reviewAnswerRows(): Generator<Row<"review_answer">> {
  for (const { of, code, number } of revisions)
    for (const question of QUESTIONS.keys())
      yield {
        review_id: of.id,
        committee_code: code,
        revision: number,
        question: question + 1,
        text: `Nội dung trả lời giả lập của ${code} cho câu hỏi ${question + 1}.`,
      };
}

/** A comment on most articles. */
export function* reviewCommentRows(): Generator<Row<"review_comment">> {
  for (const { of, code, number, index } of revisions) {
    for (const article of ARTICLES.keys()) {
      if (isSilent(index, article + 1)) continue;
      const amends = isAmending(index, article + 1);
      yield {
        review_id: of.id,
        committee_code: code,
        revision: number,
        article: article + 1,
        position: amends ? "AMEND" : "AGREE",
        reason: amends ? REASON : null,
        amendment: amends ? AMENDMENT : null,
      };
    }
  }
}

type Departure = Pick<Row<"overseas_assignment">, "home_committee" | "purpose" | "started_on">;

/**
 * Counts departures as the register is written, so that reports show what it holds: `count` hears each stay, and `rows`
 * tells the figures of every submitted revision.
 */
export function departureFigures() {
  const counts = new Map<string, number>();
  return {
    *count<Stay extends Departure>(stays: Iterable<Stay>): Generator<Stay> {
      for (const stay of stays) {
        for (const { id, submittedOn } of opened) {
          if (stay.started_on == null || submittedOn === null || stay.started_on > submittedOn) continue;
          const key = `${id} ${stay.home_committee} ${stay.started_on.slice(0, 4)} ${stay.purpose}`;
          counts.set(key, (counts.get(key) ?? 0) + 1);
        }
        yield stay;
      }
    },
    *rows(): Generator<Row<"review_departures">> {
      const submitted = new Set(
        revisions.flatMap(({ of, code, submittedOn }) => (submittedOn === null ? [] : [`${of.id} ${code}`])),
      );
      for (const [key, departures] of counts) {
        const [review_id = "", committee_code = "", year, purpose] = key.split(" ");
        if (!submitted.has(`${review_id} ${committee_code}`)) continue;
        yield {
          review_id,
          committee_code,
          revision: 1,
          year: Number(year),
          purpose: purpose as Departure["purpose"],
          departures,
        };
      }
    },
  };
}
