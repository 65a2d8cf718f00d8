import type { Generated } from "kysely";
import type { StayPurpose } from "./stay-vocabulary.ts";

/** The tables of reviews of the regulation as Kysely sees them. Days are text `YYYY-MM-DD`. */
export interface ReviewTables {
  review: ReviewTable;
  review_question: ReviewQuestionTable;
  review_article: ReviewArticleTable;
  review_report: ReviewReportTable;
  review_revision: ReviewRevisionTable;
  review_answer: ReviewAnswerTable;
  review_comment: ReviewCommentTable;
  review_departures: ReviewDeparturesTable;
}

interface ReviewTable {
  id: string;
  version: Generated<number>;
  state: "DRAFTED" | "OPEN" | "CLOSED" | "PUBLISHED" | "WITHDRAWN";
  title: string;
  legal_basis_code: string;
  drafted_on: string;
  opened_on: string | null;
  deadline_on: string;
  closed_on: string | null;
  published_on: string | null;
  outcome: string | null;
  is_synthetic: Generated<boolean>;
}

interface ReviewQuestionTable {
  review_id: string;
  number: number;
  text: string;
}

interface ReviewArticleTable {
  review_id: string;
  number: number;
  heading: string;
  text: string;
  outcome: string | null;
  agree_count: number | null;
  amend_count: number | null;
}

interface ReviewReportTable {
  review_id: string;
  committee_code: string;
  version: Generated<number>;
  state: "INVITED" | "DRAFTED" | "SUBMITTED" | "REVISING";
}

interface ReviewRevisionTable {
  review_id: string;
  committee_code: string;
  number: number;
  saved_on: string;
  submitted_on: string | null;
  open_transfers: number;
  late_transfers: number;
}

interface ReviewAnswerTable {
  review_id: string;
  committee_code: string;
  revision: number;
  question: number;
  text: string;
}

interface ReviewCommentTable {
  review_id: string;
  committee_code: string;
  revision: number;
  article: number;
  position: "AGREE" | "AMEND";
  reason: string | null;
  amendment: string | null;
}

interface ReviewDeparturesTable {
  review_id: string;
  committee_code: string;
  revision: number;
  year: number;
  purpose: StayPurpose;
  departures: number;
}
