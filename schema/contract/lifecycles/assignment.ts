import type { Lifecycle, LifecycleRow } from "./lifecycle.ts";
import { rowsOf } from "./rows.ts";

const states = {
  DECLARED: { en: "declared", vi: "đã khai báo" },
  REFUSED: { en: "refused", vi: "không chấp thuận" },
  HOME_APPROVED: { en: "approved at home", vi: "cấp ủy đã đồng ý" },
  REPORT_ONLY: { en: "report only", vi: "chỉ báo cáo" },
  GROUP_CELL: { en: "in a group's own cell", vi: "sinh hoạt tổ đảng, chi bộ của đoàn" },
  TRANSFER_OPEN: { en: "transfer under way", vi: "đang làm thủ tục chuyển" },
  EXEMPT_REQUESTED: { en: "exemption asked for", vi: "đã xin miễn" },
  EXEMPT: { en: "exempt", vi: "được miễn" },
  ENDED: { en: "ended without a return letter", vi: "đã kết thúc" },
  NOTIFIED_MFA: { en: "the ministry has the notice", vi: "đã báo Đảng ủy Bộ Ngoại giao" },
  RECEIVED_ABROAD: { en: "received abroad", vi: "đã tiếp nhận ở ngoài nước" },
  SINGLE_GUIDED: { en: "guided singly", vi: "sinh hoạt đơn lẻ" },
  EXTENDED: { en: "extended", vi: "đã gia hạn" },
  MOVED_COUNTRY: { en: "moved to another country", vi: "đã chuyển nước" },
  RETURN_STARTED: { en: "return started", vi: "bắt đầu về nước" },
  CONFIRMED_ABROAD: { en: "confirmed abroad", vi: "nơi ngoài nước đã xác nhận" },
  INTRODUCED_HOME: { en: "introduced home", vi: "đã giới thiệu về nước" },
  OVERDUE: { en: "return overdue", vi: "quá hạn về" },
  CLOSED: { en: "closed", vi: "đã hoàn tất" },
  CANCELLED: { en: "cancelled", vi: "đã hủy" },
} as const;

/** Where a stay abroad is on its way from declaration to closing. */
export type AssignmentState = keyof typeof states;

/** What is done with a stay. */
export type AssignmentAct =
  | "DECLARE_ASSIGNMENT"
  | "APPROVE_ASSIGNMENT"
  | "REFUSE_ASSIGNMENT"
  | "CANCEL_ASSIGNMENT"
  | "REMOVE_NAME"
  | "ALLOW_REPORT_ONLY"
  | "FORM_GROUP_CELL"
  | "OPEN_ASSIGNMENT_TRANSFER"
  | "REQUEST_EXEMPTION"
  | "GRANT_EXEMPTION"
  | "DECLINE_EXEMPTION"
  | "END_ASSIGNMENT"
  | "RECORD_NOTICE"
  | "RECEIVE_ABROAD"
  | "GUIDE_SINGLY"
  | "FOUND_CELL_ABROAD"
  | "EXTEND_STAY"
  | "MOVE_COUNTRY"
  | "START_RETURN"
  | "CONFIRM_ABROAD"
  | "INTRODUCE_HOME"
  | "MARK_RETURN_OVERDUE"
  | "ACCEPT_AT_HOME";

const ABROAD = ["RECEIVED_ABROAD", "SINGLE_GUIDED", "EXTENDED", "MOVED_COUNTRY"] as const;

const { expected, otherwise } = rowsOf<AssignmentState, AssignmentAct>({ topic: "MEMBERS_ABROAD", point: null });

const atHome: readonly LifecycleRow<AssignmentState, AssignmentAct>[] = [
  expected("DECLARE_ASSIGNMENT", [], "DECLARED", "HOME", ["HOME_CELL"], {
    guards: ["CLASS_KNOWN", "NO_TRANSFER_HOLD", "NO_OPEN_ASSIGNMENT", "NO_OPEN_TRANSFER", "DECISION_PRESENT"],
    documents: ["LEAVE-REPORT", "STATE-DECISION"],
    text: {
      en: "The member declares purpose, country and period.",
      vi: "Đảng viên khai báo mục đích, nước đến và thời gian.",
    },
  }),
  expected("APPROVE_ASSIGNMENT", ["DECLARED"], "HOME_APPROVED", "HOME", ["HOME_COMMITTEE"], {
    guards: ["NO_TRANSFER_HOLD"],
    text: { en: "The home committee agrees to the stay.", vi: "Cấp ủy quản lý đồng ý cho đi." },
  }),
  otherwise("REFUSE_ASSIGNMENT", ["DECLARED"], "REFUSED", "HOME", ["HOME_COMMITTEE"], {
    text: { en: "The home committee does not agree.", vi: "Cấp ủy quản lý không đồng ý." },
  }),
  expected("OPEN_ASSIGNMENT_TRANSFER", ["HOME_APPROVED"], "TRANSFER_OPEN", "HOME", ["HOME_COMMITTEE"], {
    guards: ["PROCEDURE_FITS"],
    text: {
      en: "Three months and more: a transfer of activities begins.",
      vi: "Từ ba tháng trở lên: làm thủ tục chuyển sinh hoạt.",
    },
  }),
  expected("ALLOW_REPORT_ONLY", ["HOME_APPROVED"], "REPORT_ONLY", "HOME", ["HOME_COMMITTEE"], {
    guards: ["PROCEDURE_FITS"],
    documents: ["LEAVE-REPORT"],
    starts: "RETURN_REPORT",
    text: { en: "A short stay: the report to the cell is enough.", vi: "Thời gian ngắn: chỉ báo cáo chi bộ." },
  }),
  expected("FORM_GROUP_CELL", ["HOME_APPROVED"], "GROUP_CELL", "HOME", ["HOME_COMMITTEE"], {
    guards: ["PROCEDURE_FITS"],
    documents: ["LEAVE-REPORT", "GROUP-DECISION"],
    starts: "RETURN_REPORT",
    text: {
      en: "One to three months in a group of three: the group has a cell of its own.",
      vi: "Một đến ba tháng, đoàn từ ba đảng viên: lập tổ đảng hoặc chi bộ lâm thời.",
    },
  }),
  expected("REQUEST_EXEMPTION", ["HOME_APPROVED"], "EXEMPT_REQUESTED", "HOME", ["HOME_CELL"], {
    guards: ["PROCEDURE_FITS", "CELL_RESOLVED"],
    documents: ["EXEMPTION-APPLICATION", "CELL-RESOLUTION"],
    legalBasis: { topic: "CHARTER", point: null },
    text: {
      en: "The member asks for exemption and the cell resolves.",
      vi: "Đảng viên làm đơn xin miễn và chi bộ ra nghị quyết.",
    },
  }),
  expected("GRANT_EXEMPTION", ["EXEMPT_REQUESTED"], "EXEMPT", "HOME", ["HOME_GRASSROOTS_COMMITTEE"], {
    legalBasis: { topic: "CHARTER", point: null },
    starts: "RETURN_REPORT",
    text: { en: "The grassroots committee exempts for the period.", vi: "Đảng ủy cơ sở quyết định miễn có thời hạn." },
  }),
  otherwise("DECLINE_EXEMPTION", ["EXEMPT_REQUESTED"], "HOME_APPROVED", "HOME", ["HOME_GRASSROOTS_COMMITTEE"], {
    legalBasis: { topic: "CHARTER", point: null },
    text: {
      en: "The grassroots committee does not exempt; another procedure is needed.",
      vi: "Đảng ủy cơ sở không cho miễn; phải theo hình thức khác.",
    },
  }),
  expected("END_ASSIGNMENT", ["REPORT_ONLY", "GROUP_CELL", "EXEMPT"], "ENDED", "HOME", ["HOME_CELL"], {
    deadline: "RETURN_REPORT",
    text: { en: "The member is back and has reported.", vi: "Đảng viên đã về và báo cáo." },
  }),
  otherwise(
    "CANCEL_ASSIGNMENT",
    ["DECLARED", "HOME_APPROVED", "REPORT_ONLY", "GROUP_CELL", "TRANSFER_OPEN", "EXEMPT_REQUESTED", "NOTIFIED_MFA"],
    "CANCELLED",
    "HOME",
    ["HOME_COMMITTEE"],
    {
      guards: ["NOT_DEPARTED", "NO_LETTER_OUT"],
      text: { en: "The stay does not take place.", vi: "Không thực hiện chuyến đi." },
    },
  ),
];

const abroad: readonly LifecycleRow<AssignmentState, AssignmentAct>[] = [
  expected("RECORD_NOTICE", ["TRANSFER_OPEN"], "NOTIFIED_MFA", "MINISTRY", ["FOREIGN_MINISTRY", "SYSTEM"], {
    documents: ["3C-SHD", "3-SHD", "2-SHD"],
    text: {
      en: "The ministry's committee has the notice: letter issued, or entry in the list 3C.",
      vi: "Đảng ủy Bộ Ngoại giao nhận tin báo: giấy đã cấp hoặc danh sách 3C.",
    },
  }),
  expected("RECEIVE_ABROAD", ["NOTIFIED_MFA", "MOVED_COUNTRY"], "RECEIVED_ABROAD", "MINISTRY", ["OVERSEAS_COMMITTEE"], {
    guards: ["ORGANIZATION_THERE", "CONTENTS_COMPLETE", "CARD_IN_CUSTODY"],
    text: {
      en: "The committee abroad receives the member and places them in a cell.",
      vi: "Cấp ủy ở ngoài nước tiếp nhận và bố trí về chi bộ.",
    },
  }),
  expected("GUIDE_SINGLY", ["NOTIFIED_MFA", "MOVED_COUNTRY"], "SINGLE_GUIDED", "MINISTRY", ["FOREIGN_MINISTRY"], {
    guards: ["NO_ORGANIZATION_THERE", "CARD_IN_CUSTODY"],
    text: {
      en: "No organization in the country: the ministry's committee guides the member itself.",
      vi: "Nước sở tại chưa có tổ chức đảng: Đảng ủy Bộ Ngoại giao trực tiếp hướng dẫn.",
    },
  }),
  expected(
    "FOUND_CELL_ABROAD",
    ["NOTIFIED_MFA", "SINGLE_GUIDED", "MOVED_COUNTRY"],
    "RECEIVED_ABROAD",
    "MINISTRY",
    ["FOREIGN_MINISTRY"],
    {
      guards: ["NO_ORGANIZATION_THERE", "GROUP_OF_THREE", "CARD_IN_CUSTODY"],
      documents: ["GROUP-DECISION"],
      text: {
        en: "The ministry's committee founds a cell for three official members or more and appoints its committee.",
        vi: "Đảng ủy Bộ Ngoại giao lập chi bộ khi có từ ba đảng viên chính thức và chỉ định chi ủy.",
      },
    },
  ),
  otherwise("EXTEND_STAY", [...ABROAD], "EXTENDED", "MINISTRY", ["OVERSEAS_COMMITTEE", "FOREIGN_MINISTRY"], {
    guards: ["RETURN_LATER"],
    text: {
      en: "The stay is prolonged; abroad and home are both told.",
      vi: "Gia hạn; báo cáo cả nơi ngoài nước và nơi đi.",
    },
  }),
  otherwise("MOVE_COUNTRY", [...ABROAD], "MOVED_COUNTRY", "MINISTRY", ["OVERSEAS_COMMITTEE", "FOREIGN_MINISTRY"], {
    guards: ["OTHER_COUNTRY"],
    text: { en: "The stay goes on in another country.", vi: "Chuyển sang nước khác." },
  }),
  expected("START_RETURN", [...ABROAD], "RETURN_STARTED", "MINISTRY", ["OVERSEAS_COMMITTEE", "FOREIGN_MINISTRY"], {
    documents: ["SELF-REVIEW"],
    text: {
      en: "The member writes the self-review on the time abroad.",
      vi: "Đảng viên viết bản tự kiểm điểm về thời gian ở ngoài nước.",
    },
  }),
  expected(
    "CONFIRM_ABROAD",
    ["RETURN_STARTED"],
    "CONFIRMED_ABROAD",
    "MINISTRY",
    ["OVERSEAS_COMMITTEE", "FOREIGN_MINISTRY"],
    {
      guards: ["SELF_REVIEW_PRESENT"],
      text: {
        en: "The organization abroad confirms the self-review.",
        vi: "Tổ chức đảng ở ngoài nước xác nhận bản tự kiểm điểm.",
      },
    },
  ),
  expected("INTRODUCE_HOME", ["CONFIRMED_ABROAD"], "INTRODUCED_HOME", "MINISTRY", ["FOREIGN_MINISTRY"], {
    guards: ["CARD_GIVEN_BACK", "RECOGNITION_NOT_REFUSED"],
    documents: ["LETTER-10", "2-SHD"],
    starts: "PRESENT_LETTER",
    text: {
      en: "The ministry's committee introduces the member back and gives the card back.",
      vi: "Đảng ủy Bộ Ngoại giao giới thiệu về nước và trả thẻ.",
    },
  }),
  otherwise("MARK_RETURN_OVERDUE", ["INTRODUCED_HOME"], "OVERDUE", "SYSTEM", ["SYSTEM"], {
    guards: ["LIMIT_PASSED"],
    text: { en: "The letter was not shown at home in time.", vi: "Quá thời hạn xuất trình giấy ở nơi về." },
  }),
  expected("ACCEPT_AT_HOME", ["INTRODUCED_HOME", "OVERDUE"], "CLOSED", "HOME", ["HOME_CELL"], {
    guards: ["LETTER_VALID", "LATENESS_DECIDED"],
    deadline: "PRESENT_LETTER",
    starts: "RETURN_REPORT",
    text: {
      en: "The cell at home meets and accepts; the stay is closed.",
      vi: "Chi bộ nơi về họp và tiếp nhận; kết thúc đợt ngoài nước.",
    },
  }),
  otherwise("REMOVE_NAME", [...ABROAD, "RETURN_STARTED", "CONFIRMED_ABROAD"], "ENDED", "HOME", ["HOME_COMMITTEE"], {
    guards: ["RECOGNITION_REFUSED"],
    legalBasis: { topic: "CHARTER", point: null },
    text: {
      en: "The home committee removes the name of a member whom the committee abroad did not recognize as official.",
      vi: "Cấp ủy quản lý xoá tên đảng viên không được công nhận chính thức ở ngoài nước.",
    },
  }),
];

/** A stay abroad, from its declaration to the acceptance at home. */
export const assignmentLifecycle: Lifecycle<AssignmentState, AssignmentAct> = {
  name: "OverseasAssignment",
  title: { en: "Overseas assignment", vi: "Đợt đi nước ngoài" },
  states,
  rows: [...atHome, ...abroad],
};
