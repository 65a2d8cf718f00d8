import { COMMISSION, REGISTRAR } from "#contract/reach.ts";
import type { ForeignMinistryContext } from "./context.ts";
import { consolidate } from "./review-consolidation.ts";
import type { ReportKey, ReviewReport } from "./review-reports.ts";
import { listReviews, type Review, type ReviewArguments } from "./reviews.ts";

type Context = ForeignMinistryContext;
type Id = { readonly id: string };

/** Nobody else sees more than a part of the reports, and no part stands for the whole. */
const holdsReviews = ({ organization }: Context) => organization === REGISTRAR || organization === COMMISSION;

/** Those of the rows of a review that belong to one of its reports. */
const ofReport =
  <Row extends ReportKey>(load: (context: Context) => { readonly load: (id: string) => Promise<readonly Row[]> }) =>
  async ({ reviewId, committeeCode }: ReportKey, _: object, context: Context) =>
    (await load(context).load(reviewId)).filter((row) => row.committeeCode === committeeCode);

const committeeOf = ({ committeeCode }: { readonly committeeCode: string }) => ({ code: committeeCode });

/** The root fields of reviews. */
export const reviewQueries = {
  reviews: (_: unknown, args: ReviewArguments, { office }: Context) => listReviews(office, args),
  review: (_: unknown, { id }: Id, { reviewsById }: Context) => reviewsById.load(id),
};

/** Where each field of a review comes from. */
export const reviewResolvers = {
  Review: {
    questions: ({ id }: Review, _: object, { questionsByReview }: Context) => questionsByReview.load(id),
    articles: ({ id }: Review, _: object, { articlesByReview }: Context) => articlesByReview.load(id),
    reports: async ({ id }: Review, { committee }: { committee?: string | null }, { reportsByReview }: Context) =>
      (await reportsByReview.load(id)).filter(({ committeeCode }) => committee == null || committeeCode === committee),
    unansweredCommittees: async ({ id }: Review, _: object, context: Context) =>
      holdsReviews(context)
        ? (await context.reportsByReview.load(id)).filter(({ submittedOn }) => submittedOn === null).map(committeeOf)
        : null,
    consolidation: (review: Review, _: object, context: Context) =>
      holdsReviews(context) ? consolidate(review, context) : null,
  },
  ReviewReport: {
    committee: committeeOf,
    answers: ofReport(({ answersByReview }) => answersByReview),
    comments: ofReport(({ commentsByReview }) => commentsByReview),
    departures: (report: ReviewReport, args: object, context: Context) =>
      ofReport(({ departuresByReview }) => departuresByReview)(report, args, context),
  },
  ReviewComment: { committee: committeeOf },
};
