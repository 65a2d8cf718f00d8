import { entry, type ErrorEntry } from "./error-entry.ts";
import { limits } from "./limits.ts";

/** What a request has too much of. */
export const limitErrors = {
  LIMIT_BODY_EXCEEDED: entry(
    "limit",
    413,
    "The body is larger than allowed.",
    "Nội dung gửi lên vượt quá dung lượng cho phép.",
  ),
  LIMIT_HEADERS_EXCEEDED: entry(
    "limit",
    431,
    "The request has more headers, or larger ones, than allowed.",
    "Yêu cầu có quá nhiều hoặc quá dài phần tiêu đề HTTP.",
  ),
  REQUEST_TIMEOUT: entry(
    "limit",
    408,
    "The request did not arrive in time.",
    "Yêu cầu không được gửi đến đầy đủ trong thời hạn.",
  ),
  LIMIT_TOKENS_EXCEEDED: entry(
    "limit",
    400,
    "The document has more tokens than allowed.",
    "Truy vấn có quá nhiều từ tố.",
  ),
  LIMIT_NESTING_EXCEEDED: entry(
    "limit",
    400,
    "The document opens more brackets than allowed.",
    "Truy vấn mở quá nhiều ngoặc lồng nhau.",
  ),
  LIMIT_DIRECTIVES_EXCEEDED: entry(
    "limit",
    400,
    "The document uses more directives than allowed.",
    "Truy vấn dùng quá nhiều chỉ thị.",
  ),
  LIMIT_FRAGMENTS_EXCEEDED: entry(
    "limit",
    400,
    "The document defines more fragments than allowed.",
    "Truy vấn khai báo quá nhiều đoạn.",
  ),
  LIMIT_VARIABLES_EXCEEDED: entry(
    "limit",
    400,
    "The document declares more variables than allowed.",
    "Truy vấn khai báo quá nhiều biến.",
  ),
  LIMIT_DEPTH_EXCEEDED: entry(
    "limit",
    400,
    "The operation is nested deeper than allowed.",
    "Thao tác lồng sâu quá mức cho phép.",
  ),
  LIMIT_HEIGHT_EXCEEDED: entry(
    "limit",
    400,
    "The operation has more fields than allowed.",
    "Thao tác có quá nhiều trường.",
  ),
  LIMIT_ROOT_FIELDS_EXCEEDED: entry(
    "limit",
    400,
    "The operation has more fields at its root than allowed.",
    "Thao tác có quá nhiều trường ở gốc.",
  ),
  LIMIT_ALIASES_EXCEEDED: entry(
    "limit",
    400,
    "The operation has more aliases than allowed.",
    "Thao tác có quá nhiều bí danh.",
  ),
  LIMIT_SELECTIONS_EXCEEDED: entry(
    "limit",
    400,
    "The operation selects more fields than allowed once its fragments are filled in.",
    "Thao tác chọn quá nhiều trường sau khi thay các đoạn bằng nội dung của chúng.",
  ),
  LIMIT_PAGE_SIZE_EXCEEDED: entry(
    "limit",
    400,
    `A page holds at most ${limits.pageSizeMax} items.`,
    `Một trang có nhiều nhất ${limits.pageSizeMax} mục.`,
  ),
  LIMIT_REPRESENTATIONS_EXCEEDED: entry(
    "limit",
    400,
    "One call asks an agency for more entities than allowed.",
    "Một lần gọi hỏi cơ quan nhiều đối tượng hơn mức cho phép.",
  ),
  LIMIT_FETCHES_EXCEEDED: entry(
    "limit",
    400,
    "The operation needs more calls to agencies than allowed.",
    "Truy vấn cần gọi tới các cơ quan nhiều lần hơn mức cho phép.",
  ),
  LIMIT_COST_EXCEEDED: entry(
    "limit",
    400,
    "The operation is estimated to cost more than allowed.",
    "Chi phí ước tính của thao tác vượt quá mức cho phép.",
  ),
  LIMIT_AGENCY_COST_EXCEEDED: entry(
    "limit",
    400,
    "The operation is estimated to cost one agency more than allowed.",
    "Chi phí ước tính của thao tác tại một cơ quan vượt quá mức cho phép.",
  ),
  BUDGET_REQUESTS_EXCEEDED: entry(
    "limit",
    429,
    "The caller or its organization has sent as many requests as a minute allows.",
    "Người gọi hoặc cơ quan của người gọi đã dùng hết số yêu cầu cho phép trong một phút.",
  ),
  BUDGET_COST_EXCEEDED: entry(
    "limit",
    429,
    "The caller or its organization has asked for as much as a minute allows.",
    "Người gọi hoặc cơ quan của người gọi đã dùng hết chi phí truy vấn cho phép trong một phút.",
  ),
  LIMIT_PLANNING_EXCEEDED: entry(
    "limit",
    400,
    "The operation is too costly to plan.",
    "Truy vấn quá phức tạp để lập kế hoạch thực hiện.",
  ),
} as const satisfies Record<string, ErrorEntry>;
