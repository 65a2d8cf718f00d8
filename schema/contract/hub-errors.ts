import { entry, type ErrorEntry } from "./error-entry.ts";

/** What went wrong at the hub itself. */
export const hubErrors = {
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
