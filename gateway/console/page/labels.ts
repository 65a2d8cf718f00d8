/** The languages of the console's own labels. */
export type Language = "vi" | "en";

/** Every label that the console adds to GraphiQL, in both languages. */
export const labels = {
  title: { vi: "Trung tâm truy vấn liên cơ quan", en: "Inter-agency query hub" },
  synthetic: { vi: "Dữ liệu tổng hợp giả lập", en: "Synthetic data" },
  language: { vi: "Ngôn ngữ", en: "Language" },
  readyQuestions: { vi: "Câu hỏi sẵn", en: "Ready questions" },
  readyQuestionsHint: {
    vi: "Chọn một câu hỏi, sửa biến nếu cần, rồi bấm nút chạy (Ctrl+Enter).",
    en: "Choose a question, change its variables if needed, then press the run button (Ctrl+Enter).",
  },
} as const satisfies Record<string, Record<Language, string>>;
