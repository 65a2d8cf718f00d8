import { officeMutation } from "./acts.ts";
import type { ForeignMinistryContext } from "./context.ts";
import { changeDirectoryEntry, confirmDirectoryChangeRead } from "./directory-acts.ts";
import { closeReview, draftReview, openReview, publishReviewOutcome, withdrawReview } from "./review-acts.ts";
import { reviseReviewReport, saveReviewReport, submitReviewReport } from "./report-acts.ts";

type Context = ForeignMinistryContext;

/** An act on a review names it. */
const ofReview = ({ review }: { readonly review: string }) => review;
const ofReport = ({ review, committee }: { readonly review: string; readonly committee: string }) =>
  `${review}/${committee}`;
const reviewTaken = { taken: "ReviewActTaken", subject: ofReview };
const reportTaken = { taken: "ReviewReportActTaken", subject: ofReport };

/** The acts on papers in which no person stands: the directory and the reviews. */
export const officeMutations = {
  changeDirectoryEntry: officeMutation({
    act: "CHANGE_DIRECTORY_ENTRY",
    taken: "DirectoryChangeTaken",
    subject: ({ organization }) => organization,
    run: changeDirectoryEntry,
  }),
  confirmDirectoryChangeRead: officeMutation({
    act: "CONFIRM_DIRECTORY_CHANGE_READ",
    taken: "DirectoryChangeRead",
    subject: ({ change }) => change,
    run: confirmDirectoryChangeRead,
  }),
  draftReview: officeMutation({
    act: "DRAFT_REVIEW",
    taken: "ReviewActTaken",
    subject: () => "review",
    run: draftReview,
  }),
  openReview: officeMutation({ act: "OPEN_REVIEW", ...reviewTaken, run: openReview }),
  withdrawReview: officeMutation({ act: "WITHDRAW_REVIEW", ...reviewTaken, run: withdrawReview }),
  closeReview: officeMutation({ act: "CLOSE_REVIEW", ...reviewTaken, run: closeReview }),
  publishReviewOutcome: officeMutation({ act: "PUBLISH_REVIEW_OUTCOME", ...reviewTaken, run: publishReviewOutcome }),
  saveReviewReport: officeMutation({ act: "SAVE_REVIEW_REPORT", ...reportTaken, run: saveReviewReport }),
  reviseReviewReport: officeMutation({ act: "REVISE_REVIEW_REPORT", ...reportTaken, run: reviseReviewReport }),
  submitReviewReport: officeMutation({ act: "SUBMIT_REVIEW_REPORT", ...reportTaken, run: submitReviewReport }),
};

/** What the answers of these acts hold: ids, by which what is asked for is read after the act. */
export const officeActResults = {
  DirectoryChangeTaken: {
    change: ({ changeId }: { changeId: string }, _: object, { directoryChangesById }: Context) =>
      directoryChangesById.load(changeId),
  },
  DirectoryChangeRead: {
    change: ({ changeId }: { changeId: string }, _: object, { directoryChangesById }: Context) =>
      directoryChangesById.load(changeId),
  },
  ReviewActTaken: {
    review: ({ reviewId }: { reviewId: string }, _: object, { reviewsById }: Context) => reviewsById.load(reviewId),
  },
  ReviewReportActTaken: {
    report: async (
      { reviewId, committeeCode }: { reviewId: string; committeeCode: string },
      _: object,
      { reportsByReview }: Context,
    ) => (await reportsByReview.load(reviewId)).find((report) => report.committeeCode === committeeCode) ?? null,
  },
};
