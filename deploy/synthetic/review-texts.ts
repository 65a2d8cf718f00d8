/** What the made-up reviews ask committees. */
export const QUESTIONS: readonly string[] = [
  "Kết quả và khó khăn khi làm thủ tục cho đảng viên ra ngoài nước? (câu hỏi giả lập)",
  "Việc tiếp nhận đảng viên trở về có đúng thời hạn không, vì sao? (câu hỏi giả lập)",
  "Kiến nghị về phối hợp giữa cấp ủy trong nước và ngoài nước? (câu hỏi giả lập)",
];

/** Their draft articles; the wording is invented and is no regulation's. */
export const ARTICLES: readonly { readonly heading: string; readonly text: string }[] = [
  {
    heading: "Phạm vi và đối tượng (giả lập)",
    text: "Điều này nêu phạm vi áp dụng cho đảng viên ra ngoài nước. Câu chữ là giả lập.",
  },
  {
    heading: "Thời hạn làm thủ tục (giả lập)",
    text: "Điều này nêu thời hạn làm thủ tục chuyển sinh hoạt. Câu chữ là giả lập.",
  },
  {
    heading: "Tiếp nhận và bố trí sinh hoạt (giả lập)",
    text: "Điều này nêu trách nhiệm tiếp nhận của cấp ủy ở ngoài nước. Câu chữ là giả lập.",
  },
  {
    heading: "Giới thiệu về nước (giả lập)",
    text: "Điều này nêu việc giới thiệu đảng viên về nước. Câu chữ là giả lập.",
  },
];

/** Why a committee wants an article changed. */
export const REASON = "Cần phân biệt rõ thẩm quyền theo mô hình hai cấp (lý do giả lập).";
/** What it would write instead. */
export const AMENDMENT = "Bổ sung cấp có thẩm quyền và thời hạn cụ thể (đề nghị giả lập).";
