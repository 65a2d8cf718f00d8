import { entry, type ErrorEntry } from "./error-entry.ts";

/** What went wrong at an agency; the error names it in `extensions.agency`. */
export const agencyErrors = {
  AGENCY_UNREACHABLE: entry(
    "agency",
    502,
    "The agency did not accept the connection.",
    "Không kết nối được với cơ quan.",
  ),
  AGENCY_TIMEOUT: entry("agency", 504, "The agency did not answer in time.", "Cơ quan không trả lời kịp thời hạn."),
  AGENCY_ANSWER_MALFORMED: entry(
    "agency",
    502,
    "The agency's answer could not be understood.",
    "Không đọc được câu trả lời của cơ quan.",
  ),
  AGENCY_ANSWER_TOO_LARGE: entry(
    "agency",
    502,
    "The agency's answer was larger than allowed.",
    "Câu trả lời của cơ quan vượt quá dung lượng cho phép.",
  ),
  AGENCY_FAILED: entry("agency", 502, "The agency reported a fault of its own.", "Cơ quan báo lỗi nội bộ."),
  AGENCY_BUSY: entry(
    "agency",
    503,
    "The agency has more to do than it can at the moment; ask again shortly.",
    "Cơ quan đang quá tải; hãy hỏi lại sau ít phút.",
  ),
  AGENCY_ENTITY_ABSENT: entry(
    "agency",
    502,
    "The agency does not know the object that another agency named.",
    "Cơ quan không có đối tượng mà cơ quan khác nêu.",
  ),
} as const satisfies Record<string, ErrorEntry>;
