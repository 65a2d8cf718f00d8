import { entry, type ErrorEntry } from "./error-entry.ts";

/** What is wrong with a request, or with who sends it. */
export const requestErrors = {
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
    "An argument here, or of a field asked of the agency at once, is not of the form that the schema describes; " +
      "for example, a day exists and is written YYYY-MM-DD, and a count is not negative.",
    "Một đối số ở đây, hoặc của trường được hỏi cùng lúc ở cơ quan này, không đúng dạng mà lược đồ mô tả; " +
      "chẳng hạn, ngày phải có thật và viết YYYY-MM-DD, số lượng không được âm.",
  ),
  INPUT_CURSOR_UNKNOWN: entry(
    "request",
    400,
    "The cursor was not made by this list: send one of its own as it came, or none for the first page.",
    "Con trỏ trang không do danh sách này tạo ra: hãy gửi nguyên con trỏ của chính nó, hoặc bỏ trống để lấy trang đầu.",
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
} as const satisfies Record<string, ErrorEntry>;
