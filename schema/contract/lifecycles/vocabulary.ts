import type { Bilingual } from "../bilingual.ts";

/** Kinds of body that act, never persons. */
export const actors = {
  HOME_CELL: { en: "cell at home", vi: "chi bộ nơi đi" },
  HOME_GRASSROOTS_COMMITTEE: { en: "grassroots committee at home", vi: "đảng ủy cơ sở nơi đi" },
  ISSUING_BODY: { en: "body that issues the letter on the rule date", vi: "cơ quan cấp giấy giới thiệu" },
  HOME_COMMITTEE: { en: "home committee", vi: "cấp ủy quản lý" },
  RECEIVING_CELL: { en: "receiving cell", vi: "chi bộ nơi đến" },
  RECEIVING_GRASSROOTS_COMMITTEE: { en: "receiving grassroots committee", vi: "đảng ủy cơ sở nơi đến" },
  FOREIGN_MINISTRY: { en: "Party committee of the Foreign Ministry", vi: "Đảng ủy Bộ Ngoại giao" },
  ORGANIZATION_COMMISSION: { en: "Central Organization Commission", vi: "Ban Tổ chức Trung ương" },
  OVERSEAS_COMMITTEE: { en: "committee abroad", vi: "cấp ủy ở ngoài nước" },
  SYSTEM: { en: "the agency's process", vi: "hệ thống" },
} as const satisfies Record<string, Bilingual>;

/** One of the kinds of body that act. */
export type ActorKind = keyof typeof actors;

/** What must hold before an act; each sentence states it as it should be. */
export const guards = {
  NO_TRANSFER_HOLD: { en: "No body holds the member's transfers.", vi: "Không có yêu cầu tạm dừng chuyển sinh hoạt." },
  NO_OPEN_TRANSFER: {
    en: "The member has no other open transfer.",
    vi: "Đảng viên không có hồ sơ chuyển khác đang mở.",
  },
  NO_OPEN_ASSIGNMENT: {
    en: "The member has no other open stay.",
    vi: "Đảng viên không có đợt ngoài nước khác đang mở.",
  },
  CLASS_KNOWN: {
    en: "The member is active, probationary or official.",
    vi: "Đảng viên đang sinh hoạt, dự bị hoặc chính thức.",
  },
  DECISION_PRESENT: {
    en: "The State body's decision or permit is there.",
    vi: "Có quyết định hoặc giấy phép của cơ quan nhà nước.",
  },
  SELF_REVIEW_PRESENT: { en: "The self-review is there.", vi: "Có bản tự kiểm điểm." },
  FEE_MONTH_STATED: { en: "Fees are paid up to a stated month.", vi: "Đảng phí đã đóng đến tháng ghi rõ." },
  FILE_LIST_CERTIFIED: {
    en: "The list of the file's contents is certified.",
    vi: "Mục lục tài liệu hồ sơ đã được xác nhận.",
  },
  KIND_FITS_LENGTH: {
    en: "The kind of transfer fits the length of the stay.",
    vi: "Hình thức chuyển phù hợp thời gian ở ngoài nước.",
  },
  PROCEDURE_FITS: {
    en: "The rules give this procedure for the purpose, length and group.",
    vi: "Hình thức phù hợp quy định về mục đích, thời gian và số người.",
  },
  ISSUER_COMPETENT: {
    en: "The issuer is competent on the rule date.",
    vi: "Cơ quan cấp đúng thẩm quyền tại thời điểm áp dụng.",
  },
  LETTER_VALID: { en: "The letter shown is the one that holds.", vi: "Giấy giới thiệu xuất trình còn hiệu lực." },
  LATENESS_DECIDED: {
    en: "If the limit has passed, the reason is given and the competent committee has decided.",
    vi: "Nếu quá hạn, đã nêu lý do và cấp ủy có thẩm quyền đã quyết định.",
  },
  CONTENTS_COMPLETE: { en: "The file is complete by its certified list.", vi: "Hồ sơ đủ theo mục lục đã xác nhận." },
  CONTENTS_INCOMPLETE: {
    en: "The file lacks its certified list or a paper on it.",
    vi: "Hồ sơ thiếu mục lục xác nhận hoặc tài liệu.",
  },
  RECEIVER_ACCEPTED: { en: "The receiver's acceptance has arrived.", vi: "Đã nhận tin tiếp nhận từ nơi đến." },
  LOSS_CONFIRMED: { en: "The police have confirmed the loss.", vi: "Có xác nhận mất của công an." },
  LETTER_RETURNED: {
    en: "The letter has been handed back, or is lost.",
    vi: "Giấy giới thiệu đã được nộp lại hoặc đã mất.",
  },
  NO_LETTER_OUT: {
    en: "The stay has no open transfer whose letter was issued.",
    vi: "Không còn hồ sơ chuyển đang mở đã cấp giấy.",
  },
  BOX_ONE_WRONG: { en: "Box 1 of the letter has an error.", vi: "Ô số 1 của giấy giới thiệu có sai sót." },
  LIMIT_PASSED: { en: "The limit has passed.", vi: "Thời hạn đã hết." },
  NOT_DEPARTED: { en: "The member has not been received abroad.", vi: "Đảng viên chưa được tiếp nhận ở ngoài nước." },
  CELL_RESOLVED: { en: "The cell has resolved for it.", vi: "Chi bộ đã có nghị quyết." },
  GROUP_OF_THREE: {
    en: "There are three official members or more.",
    vi: "Có từ ba đảng viên chính thức trở lên.",
  },
  ORGANIZATION_THERE: { en: "The organization receives members in the country.", vi: "Tổ chức đảng có ở nước sở tại." },
  NO_ORGANIZATION_THERE: { en: "There is no organization in the country.", vi: "Nước sở tại chưa có tổ chức đảng." },
  CARD_IN_CUSTODY: {
    en: "Of an official transfer, the card is in the ministry's custody, or it is recorded why there is none.",
    vi: "Chuyển chính thức: thẻ đảng viên đã gửi Đảng ủy Bộ Ngoại giao giữ, hoặc đã ghi rõ lý do chưa có thẻ.",
  },
  CARD_GIVEN_BACK: { en: "The card is given back.", vi: "Đã trả lại thẻ đảng viên." },
  RETURN_LATER: { en: "The new day of return is later.", vi: "Ngày về mới muộn hơn." },
  HOME_ASSESSMENT_THERE: {
    en: "The home committee has given its assessment.",
    vi: "Đã có nhận xét của cấp ủy nơi đi.",
  },
  RECOGNITION_REFUSED: {
    en: "The decision not to recognize the member as official has come.",
    vi: "Đã có quyết định không công nhận đảng viên chính thức.",
  },
  RECOGNITION_NOT_REFUSED: {
    en: "No decision refuses the member recognition as official.",
    vi: "Không có quyết định không công nhận đảng viên chính thức.",
  },
  PROBATION_OVER: { en: "The year of probation is over.", vi: "Đã hết thời gian dự bị." },
  REVIEW_DEADLINE_AHEAD: { en: "The deadline for reports lies ahead.", vi: "Hạn gửi báo cáo chưa đến." },
  REVIEW_TAKES_REPORTS: {
    en: "The review is open and its deadline has not passed.",
    vi: "Đợt tổng kết đang mở và chưa hết hạn gửi báo cáo.",
  },
  REVIEW_ANSWERED_OR_DUE: {
    en: "Every committee has answered, or the deadline has passed.",
    vi: "Mọi cấp ủy đã gửi báo cáo, hoặc đã hết hạn.",
  },
  OTHER_COUNTRY: { en: "The country is another one.", vi: "Nước đến là nước khác." },
} as const satisfies Record<string, Bilingual>;

/** One of the guards. */
export type GuardName = keyof typeof guards;

/** The limits that run during a case. */
export const deadlineSubjects = {
  START_TRANSFER: { en: "start the transfer, 60 working days from the decision", vi: "làm thủ tục chuyển" },
  PRESENT_LETTER: { en: "show the letter, 30 working days from its issue", vi: "xuất trình giấy giới thiệu" },
  RETURN_REPORT: { en: "report the return, a limit local to the committee", vi: "báo cáo sau khi về" },
} as const satisfies Record<string, Bilingual>;

/** One of the limits. */
export type DeadlineSubject = keyof typeof deadlineSubjects;

/** Codes of the Commission's list of forms, in its order. */
export const formCodes = [
  "LEAVE-REPORT",
  "GROUP-DECISION",
  "STATE-DECISION",
  "SELF-REVIEW",
  "2-SHD",
  "LETTER-10",
  "3-SHD",
  "3A-SHD",
  "3C-SHD",
  "EXEMPTION-APPLICATION",
  "CELL-RESOLUTION",
] as const;

/** One of the forms. */
export type FormCode = (typeof formCodes)[number];
