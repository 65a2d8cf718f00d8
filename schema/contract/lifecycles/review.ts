import type { Lifecycle } from "./lifecycle.ts";
import { rowsOf } from "./rows.ts";

const reviewStates = {
  DRAFTED: { en: "drafted", vi: "đã soạn" },
  OPEN: { en: "reports are asked for", vi: "đang lấy báo cáo" },
  CLOSED: { en: "no more reports are taken", vi: "đã khóa" },
  PUBLISHED: { en: "outcome published", vi: "đã công bố" },
  WITHDRAWN: { en: "called off", vi: "đã rút" },
} as const;

/** Where a review of the regulation stands. */
export type ReviewState = keyof typeof reviewStates;

/** What is done with a review. */
export type ReviewAct = "DRAFT_REVIEW" | "OPEN_REVIEW" | "WITHDRAW_REVIEW" | "CLOSE_REVIEW" | "PUBLISH_REVIEW_OUTCOME";

const review = rowsOf<ReviewState, ReviewAct>({ topic: "MEMBERS_ABROAD", point: null });

/** A review of the regulation, from the ministry's draft to the published outcome. */
export const reviewLifecycle: Lifecycle<ReviewState, ReviewAct> = {
  name: "Review",
  title: { en: "Review of the regulation", vi: "Đợt tổng kết quy định" },
  states: reviewStates,
  rows: [
    review.expected("DRAFT_REVIEW", [], "DRAFTED", "MINISTRY", ["FOREIGN_MINISTRY"], {
      guards: ["REVIEW_DEADLINE_AHEAD"],
      text: {
        en: "The ministry drafts title, questions and articles, and sets the deadline.",
        vi: "Đảng ủy Bộ Ngoại giao soạn câu hỏi, các điều dự thảo và thời hạn.",
      },
    }),
    review.expected("OPEN_REVIEW", ["DRAFTED"], "OPEN", "COMMISSION", ["ORGANIZATION_COMMISSION"], {
      guards: ["REVIEW_DEADLINE_AHEAD"],
      text: {
        en: "The Commission agrees, and every home committee is asked for a report.",
        vi: "Ban Tổ chức Trung ương thống nhất; đề nghị các cấp ủy gửi báo cáo.",
      },
    }),
    review.otherwise("WITHDRAW_REVIEW", ["DRAFTED"], "WITHDRAWN", "MINISTRY", ["FOREIGN_MINISTRY"], {
      text: { en: "The ministry calls off what has not opened.", vi: "Rút khi chưa mở." },
    }),
    review.expected("CLOSE_REVIEW", ["OPEN"], "CLOSED", "MINISTRY", ["FOREIGN_MINISTRY"], {
      guards: ["REVIEW_ANSWERED_OR_DUE"],
      text: {
        en: "Once all have answered or the deadline has passed, the ministry takes no more reports.",
        vi: "Khi đã đủ báo cáo hoặc hết hạn, khóa việc nhận báo cáo.",
      },
    }),
    review.expected("PUBLISH_REVIEW_OUTCOME", ["CLOSED"], "PUBLISHED", "MINISTRY", ["FOREIGN_MINISTRY"], {
      text: {
        en: "The ministry publishes what was concluded on every article.",
        vi: "Công bố kết luận về từng điều.",
      },
    }),
  ],
};

const reportStates = {
  INVITED: { en: "asked for", vi: "đã được đề nghị" },
  DRAFTED: { en: "being drafted", vi: "đang soạn" },
  SUBMITTED: { en: "submitted", vi: "đã gửi" },
  REVISING: { en: "submitted, another revision being written", vi: "đang sửa lại" },
} as const;

/** Where one committee's report stands. */
export type ReportState = keyof typeof reportStates;

/** What is done with a report. */
export type ReportAct = "ASK_FOR_REPORT" | "SAVE_REVIEW_REPORT" | "SUBMIT_REVIEW_REPORT" | "REVISE_REVIEW_REPORT";

const report = rowsOf<ReportState, ReportAct>({ topic: "MEMBERS_ABROAD", point: null });

/** One committee's report to a review; revisions follow each other until the deadline. */
export const reportLifecycle: Lifecycle<ReportState, ReportAct> = {
  name: "ReviewReport",
  title: { en: "Report to a review", vi: "Báo cáo tổng kết của cấp ủy" },
  states: reportStates,
  rows: [
    report.expected("ASK_FOR_REPORT", [], "INVITED", "SYSTEM", ["SYSTEM"], {
      text: { en: "The opened review asks the committee.", vi: "Đợt tổng kết mở; cấp ủy được đề nghị báo cáo." },
    }),
    report.expected("SAVE_REVIEW_REPORT", ["INVITED", "DRAFTED"], "DRAFTED", "HOME", ["HOME_COMMITTEE"], {
      guards: ["REVIEW_TAKES_REPORTS"],
      text: { en: "The committee writes; nobody else reads.", vi: "Cấp ủy soạn; chưa ai khác đọc được." },
    }),
    report.otherwise("REVISE_REVIEW_REPORT", ["SUBMITTED", "REVISING"], "REVISING", "HOME", ["HOME_COMMITTEE"], {
      guards: ["REVIEW_TAKES_REPORTS"],
      text: {
        en: "The committee writes another revision; the one submitted still counts.",
        vi: "Cấp ủy soạn lần mới; bản đã gửi vẫn có giá trị.",
      },
    }),
    report.expected("SUBMIT_REVIEW_REPORT", ["DRAFTED", "REVISING"], "SUBMITTED", "HOME", ["HOME_COMMITTEE"], {
      guards: ["REVIEW_TAKES_REPORTS"],
      text: {
        en: "The committee submits; the ministry's register adds the departures.",
        vi: "Cấp ủy gửi; số lượt đi lấy từ sổ của Đảng ủy Bộ Ngoại giao.",
      },
    }),
  ],
};
