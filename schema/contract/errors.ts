import { limits } from "./limits.ts";

/** What kind of outcome a code stands for: the request is at fault, an agency is, or the hub itself. */
export type ErrorKind = "request" | "limit" | "agency" | "hub";

interface ErrorEntry {
  readonly kind: ErrorKind;
  /** HTTP status when the whole request fails with this code. */
  readonly status: number;
  readonly en: string;
  readonly vi: string;
}

const entry = (kind: ErrorKind, status: number, en: string, vi: string): ErrorEntry => ({ kind, status, en, vi });

/**
 * Every code a client can meet in `errors[].extensions.code`. The list is closed and append-only: an error
 * without one of these codes leaves the hub as `INTERNAL` with an incident id that also stands in the log.
 */
export const errorCodes = {
  BAD_REQUEST: entry("request", 400, "The request is not well-formed.", "Yêu cầu không đúng định dạng."),
  METHOD_NOT_ALLOWED: entry(
    "request",
    405,
    "The address does not accept this HTTP method.",
    "Địa chỉ này không nhận phương thức HTTP đã dùng.",
  ),
  NOT_ACCEPTABLE: entry(
    "request",
    406,
    "The Accept header names no media type that the hub writes.",
    "Tiêu đề Accept không nêu kiểu dữ liệu nào mà hệ thống trả được.",
  ),
  UNSUPPORTED_MEDIA_TYPE: entry(
    "request",
    415,
    "The body must be application/json.",
    "Nội dung gửi lên phải là application/json.",
  ),
  ROUTE_NOT_FOUND: entry("request", 404, "There is nothing at this address.", "Không có gì ở địa chỉ này."),
  HOST_UNKNOWN: entry(
    "request",
    421,
    "A trial answers only to the names of its own machine.",
    "Bản chạy thử chỉ trả lời khi được gọi bằng tên của chính máy này.",
  ),
  GRAPHQL_PARSE_FAILED: entry(
    "request",
    400,
    "The document is not valid GraphQL syntax.",
    "Văn bản truy vấn sai cú pháp GraphQL.",
  ),
  GRAPHQL_VALIDATION_FAILED: entry(
    "request",
    400,
    "The document does not fit the schema.",
    "Truy vấn không khớp với lược đồ.",
  ),
  DOCUMENT_UNKNOWN: entry(
    "request",
    400,
    "No document is registered under this id.",
    "Không có văn bản truy vấn nào được đăng ký với mã này.",
  ),
  DOCUMENT_REFUSED: entry(
    "request",
    403,
    "The caller may ask registered operations only, by their documentId.",
    "Người gọi chỉ được dùng các thao tác đã đăng ký, nêu bằng documentId.",
  ),
  OPERATION_RESOLUTION_FAILURE: entry(
    "request",
    400,
    "The document does not hold the operation that was asked for.",
    "Văn bản không có thao tác được yêu cầu.",
  ),
  BAD_USER_INPUT: entry(
    "request",
    400,
    "A variable does not have the type that the operation declares.",
    "Một biến không đúng kiểu mà thao tác khai báo.",
  ),
  INPUT_MALFORMED: entry(
    "request",
    400,
    "An argument is not of the form that the field asks for.",
    "Một đối số không đúng dạng mà trường yêu cầu.",
  ),
  INPUT_CURSOR_UNKNOWN: entry(
    "request",
    400,
    "The cursor was not made by this list.",
    "Con trỏ trang không do danh sách này tạo ra.",
  ),
  COMMITTEE_UNKNOWN: entry(
    "request",
    400,
    "No instance serves this committee.",
    "Không có máy chủ nào phục vụ cấp ủy này.",
  ),
  AUTH_TOKEN_MISSING: entry(
    "request",
    401,
    "The request carries no bearer token.",
    "Yêu cầu không kèm mã truy cập.",
  ),
  AUTH_TOKEN_INVALID: entry(
    "request",
    401,
    "The bearer token is not accepted: it may be damaged, of another issuer, expired or withdrawn.",
    "Mã truy cập không được chấp nhận: có thể bị hỏng, do nơi khác cấp, hết hạn hoặc đã bị thu hồi.",
  ),
  AUTH_ENVELOPE_REFUSED: entry(
    "request",
    401,
    "An agency answers the hub alone: the request carries no envelope that it accepts.",
    "Cơ quan chỉ trả lời hệ thống kết nối: yêu cầu không kèm chữ ký được chấp nhận.",
  ),
  AUTH_PURPOSE_REFUSED: entry(
    "request",
    403,
    "The purpose of the request is not one that the caller and the operation allow.",
    "Mục đích sử dụng không nằm trong phạm vi được phép của người gọi và thao tác.",
  ),
  UNAUTHORIZED_FIELD_OR_TYPE: entry(
    "request",
    403,
    "The caller may not ask for this.",
    "Người gọi không được phép hỏi thông tin này.",
  ),
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
  AGENCY_ENTITY_ABSENT: entry(
    "agency",
    502,
    "The agency does not know the object that another agency named.",
    "Cơ quan không có đối tượng mà cơ quan khác nêu.",
  ),
  HUB_OVERLOADED: entry(
    "hub",
    503,
    "The hub answers as many requests as it can at once; try again in a second.",
    "Hệ thống đang trả lời tối đa số yêu cầu cùng lúc; hãy thử lại sau một giây.",
  ),
  AUDIT_UNAVAILABLE: entry(
    "hub",
    503,
    "No access to personal data can be recorded now, so none are served.",
    "Hiện không ghi được nhật ký truy cập nên không cung cấp dữ liệu cá nhân.",
  ),
  INTERNAL: entry(
    "hub",
    500,
    "The hub met an unexpected fault; the incident id is in its log.",
    "Hệ thống gặp lỗi ngoài dự kiến; mã sự cố có trong nhật ký.",
  ),
} as const satisfies Record<string, ErrorEntry>;

/** A code of the closed list. */
export type ErrorCode = keyof typeof errorCodes;

/** Tells whether a value, for example a code that an agency sent, is one of the closed list. */
export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === "string" && Object.hasOwn(errorCodes, value);
