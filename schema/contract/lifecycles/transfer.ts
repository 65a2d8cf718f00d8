import type { Lifecycle, LifecycleRow } from "./lifecycle.ts";
import { rowsOf } from "./rows.ts";

const states = {
  REQUESTED: { en: "requested", vi: "đã đề nghị" },
  CELL_REVIEWED: { en: "reviewed by the cell", vi: "chi bộ đã xét" },
  CERTIFIED: { en: "certified by the grassroots committee", vi: "đảng ủy cơ sở đã xác nhận" },
  ISSUED: { en: "letter issued", vi: "đã cấp giấy giới thiệu" },
  IN_TRANSIT: { en: "on the way", vi: "đang chuyển" },
  PRESENTED: { en: "letter shown", vi: "đã xuất trình" },
  OVERDUE: { en: "letter not shown in time", vi: "quá hạn" },
  FILE_CHECKED: { en: "file complete", vi: "đã kiểm tra hồ sơ" },
  RETURNED: { en: "file sent back", vi: "trả lại hồ sơ" },
  ACCEPTED: { en: "accepted", vi: "đã tiếp nhận" },
  CLOSED: { en: "rosters up to date", vi: "đã hoàn tất" },
  WITHDRAWN: { en: "withdrawn", vi: "đã rút" },
  LOST: { en: "letter or file lost", vi: "thất lạc" },
  REISSUED: { en: "letter issued again", vi: "cấp lại" },
  REJECTED: { en: "refused before a letter was issued", vi: "không chấp thuận" },
} as const;

/** Where a transfer stands. */
export type TransferState = keyof typeof states;

/** What is done with a transfer. */
export type TransferAct =
  | "REQUEST_TRANSFER"
  | "REVIEW_TRANSFER_AT_CELL"
  | "CERTIFY_TRANSFER"
  | "ISSUE_TRANSFER_LETTER"
  | "DISPATCH_TRANSFER"
  | "PRESENT_TRANSFER_LETTER"
  | "CHECK_TRANSFER_FILE"
  | "ACCEPT_AT_RECEIVING_CELL"
  | "CLOSE_TRANSFER"
  | "WITHDRAW_TRANSFER"
  | "REJECT_TRANSFER"
  | "MARK_TRANSFER_OVERDUE"
  | "RETURN_TRANSFER_FILE"
  | "REPORT_TRANSFER_LETTER_LOST"
  | "REISSUE_TRANSFER_LETTER"
  | "REPLACE_TRANSFER_LETTER"
  | "RECALL_TRANSFER_LETTER";

const { expected, otherwise } = rowsOf<TransferState, TransferAct>({ topic: "CHARTER", point: "6.3" });

const rows: readonly LifecycleRow<TransferState, TransferAct>[] = [
  expected("REQUEST_TRANSFER", [], "REQUESTED", "SENDER", ["HOME_CELL"], {
    guards: [
      "CLASS_KNOWN",
      "NO_TRANSFER_HOLD",
      "NO_OPEN_TRANSFER",
      "NO_OPEN_ASSIGNMENT",
      "DECISION_PRESENT",
      "SELF_REVIEW_PRESENT",
    ],
    documents: ["STATE-DECISION", "SELF-REVIEW"],
    starts: "START_TRANSFER",
    text: {
      en: "The member asks for the transfer, with decision and self-review.",
      vi: "Đảng viên đề nghị chuyển, kèm quyết định và bản tự kiểm điểm.",
    },
  }),
  expected("REVIEW_TRANSFER_AT_CELL", ["REQUESTED"], "CELL_REVIEWED", "SENDER", ["HOME_CELL"], {
    guards: ["FEE_MONTH_STATED"],
    text: { en: "The cell reviews the request and fills box 1.", vi: "Chi bộ xét và ghi ô số 1." },
  }),
  expected("CERTIFY_TRANSFER", ["CELL_REVIEWED"], "CERTIFIED", "SENDER", ["HOME_GRASSROOTS_COMMITTEE"], {
    guards: ["FILE_LIST_CERTIFIED"],
    text: {
      en: "The grassroots committee remarks on the self-review and certifies the list of papers.",
      vi: "Đảng ủy cơ sở nhận xét bản tự kiểm điểm và xác nhận mục lục hồ sơ.",
    },
  }),
  expected("ISSUE_TRANSFER_LETTER", ["CERTIFIED"], "ISSUED", "SENDER", ["ISSUING_BODY"], {
    guards: ["NO_TRANSFER_HOLD", "ISSUER_COMPETENT", "KIND_FITS_LENGTH", "NO_OPEN_ASSIGNMENT"],
    documents: ["LETTER-10", "2-SHD", "3-SHD", "3A-SHD", "3C-SHD"],
    deadline: "START_TRANSFER",
    starts: "PRESENT_LETTER",
    text: {
      en: "The body competent on the rule date issues the letter.",
      vi: "Cơ quan có thẩm quyền tại thời điểm áp dụng cấp giấy giới thiệu.",
    },
  }),
  expected("DISPATCH_TRANSFER", ["ISSUED"], "IN_TRANSIT", "SYSTEM", ["SYSTEM"], {
    text: {
      en: "The receiver is told; the limit for showing the letter runs.",
      vi: "Báo nơi tiếp nhận; bắt đầu tính thời hạn xuất trình.",
    },
  }),
  expected(
    "PRESENT_TRANSFER_LETTER",
    ["IN_TRANSIT", "REISSUED", "OVERDUE"],
    "PRESENTED",
    "RECEIVER",
    ["RECEIVING_CELL"],
    {
      guards: ["LETTER_VALID", "LATENESS_DECIDED"],
      deadline: "PRESENT_LETTER",
      text: { en: "The member shows the letter at the new place.", vi: "Đảng viên xuất trình giấy tại nơi đến." },
    },
  ),
  expected(
    "CHECK_TRANSFER_FILE",
    ["PRESENTED", "RETURNED"],
    "FILE_CHECKED",
    "RECEIVER",
    ["RECEIVING_GRASSROOTS_COMMITTEE"],
    {
      guards: ["CONTENTS_COMPLETE"],
      legalBasis: { topic: "CHARTER_GUIDANCE", point: "8.2" },
      text: {
        en: "The receiving committee checks the file against its certified list.",
        vi: "Đảng ủy nơi đến đối chiếu hồ sơ với mục lục đã xác nhận.",
      },
    },
  ),
  expected("ACCEPT_AT_RECEIVING_CELL", ["FILE_CHECKED"], "ACCEPTED", "RECEIVER", ["RECEIVING_CELL"], {
    text: {
      en: "The receiving cell meets and accepts; from here the move holds.",
      vi: "Chi bộ nơi đến họp và tiếp nhận; việc chuyển có hiệu lực.",
    },
  }),
  expected("CLOSE_TRANSFER", ["ACCEPTED"], "CLOSED", "SYSTEM", ["SYSTEM"], {
    guards: ["RECEIVER_ACCEPTED"],
    text: {
      en: "The sender's roster is brought up to date: an official transfer moves the official place, no other does.",
      vi: "Cập nhật danh sách nơi đi: chuyển chính thức đổi nơi sinh hoạt chính thức, chuyển tạm thời thì không.",
    },
  }),
  otherwise("WITHDRAW_TRANSFER", ["REQUESTED", "CELL_REVIEWED", "CERTIFIED"], "WITHDRAWN", "SENDER", ["HOME_CELL"], {
    text: { en: "The member withdraws before a letter is issued.", vi: "Đảng viên rút đề nghị trước khi cấp giấy." },
  }),
  otherwise(
    "REJECT_TRANSFER",
    ["REQUESTED", "CELL_REVIEWED", "CERTIFIED"],
    "REJECTED",
    "SENDER",
    ["HOME_CELL", "HOME_GRASSROOTS_COMMITTEE", "ISSUING_BODY"],
    { text: { en: "Refused before a letter is issued.", vi: "Không chấp thuận trước khi cấp giấy." } },
  ),
  otherwise("MARK_TRANSFER_OVERDUE", ["IN_TRANSIT", "REISSUED"], "OVERDUE", "SYSTEM", ["SYSTEM"], {
    guards: ["LIMIT_PASSED"],
    text: { en: "The letter was not shown in time.", vi: "Quá thời hạn xuất trình giấy." },
  }),
  otherwise(
    "RETURN_TRANSFER_FILE",
    ["PRESENTED"],
    "RETURNED",
    "RECEIVER",
    ["RECEIVING_GRASSROOTS_COMMITTEE"],
    {
      guards: ["CONTENTS_INCOMPLETE"],
      legalBasis: { topic: "CHARTER_GUIDANCE", point: "8.2" },
      text: {
        en: "No certified list, no acceptance: the file goes back to be completed.",
        vi: "Không có mục lục xác nhận thì không tiếp nhận: trả hồ sơ để bổ sung.",
      },
    },
  ),
  otherwise(
    "REPORT_TRANSFER_LETTER_LOST",
    ["ISSUED", "IN_TRANSIT", "OVERDUE", "REISSUED"],
    "LOST",
    "SENDER",
    ["HOME_CELL"],
    {
      guards: ["LOSS_CONFIRMED"],
      text: {
        en: "The member reports the loss of letter or file where it began.",
        vi: "Đảng viên báo mất giấy hoặc hồ sơ với nơi đi.",
      },
    },
  ),
  expected("REISSUE_TRANSFER_LETTER", ["LOST"], "REISSUED", "SENDER", ["ISSUING_BODY"], {
    guards: ["ISSUER_COMPETENT"],
    documents: ["LETTER-10", "2-SHD", "3-SHD", "3A-SHD"],
    starts: "PRESENT_LETTER",
    text: {
      en: "A new letter takes the place of the lost one, and its limit runs anew.",
      vi: "Cấp lại giấy thay giấy đã mất; tính lại thời hạn xuất trình.",
    },
  }),
  otherwise("REPLACE_TRANSFER_LETTER", ["ISSUED", "IN_TRANSIT", "OVERDUE"], "REISSUED", "SENDER", ["ISSUING_BODY"], {
    guards: ["BOX_ONE_WRONG", "ISSUER_COMPETENT"],
    documents: ["LETTER-10", "2-SHD", "3-SHD", "3A-SHD"],
    starts: "PRESENT_LETTER",
    text: {
      en: "An error in box 1 asks for a new letter; the old one is void.",
      vi: "Sai sót ở ô số 1 phải viết giấy mới; giấy cũ hết hiệu lực.",
    },
  }),
  otherwise(
    "RECALL_TRANSFER_LETTER",
    ["ISSUED", "IN_TRANSIT", "OVERDUE", "LOST", "REISSUED"],
    "WITHDRAWN",
    "SENDER",
    ["ISSUING_BODY"],
    {
      guards: ["LETTER_RETURNED"],
      text: {
        en: "The letter comes back unused and is void; once the receiver confirms, the transfer is withdrawn.",
        vi: "Thu hồi giấy chưa dùng, giấy hết hiệu lực; khi nơi đến xác nhận, hồ sơ được rút.",
      },
    },
  ),
];

/** A transfer of Party activities, from the request to the closing of both rosters. */
export const transferLifecycle: Lifecycle<TransferState, TransferAct> = {
  name: "ActivityTransfer",
  title: { en: "Activity transfer", vi: "Chuyển sinh hoạt đảng" },
  states,
  rows,
};
