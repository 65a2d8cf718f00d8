/** The languages of the console's own labels. */
export type Language = "vi" | "en";

/** Every label that the console adds to GraphiQL, in both languages. */
export const labels = {
  title: { vi: "Trung tâm truy vấn liên cơ quan", en: "Inter-agency query hub" },
  synthetic: { vi: "Dữ liệu tổng hợp giả lập", en: "Synthetic data" },
  language: { vi: "Ngôn ngữ", en: "Language" },
  signIn: { vi: "Danh tính", en: "Identity" },
  askAs: { vi: "Hỏi với tư cách", en: "Ask as" },
  ownToken: { vi: "Mã truy cập khác…", en: "Another token…" },
  token: { vi: "Mã truy cập", en: "Token" },
  tokenHint: { vi: "dán vào đây; không được lưu lại", en: "paste it here; it is not stored" },
  purpose: { vi: "Mục đích", en: "Purpose" },
  noPurpose: { vi: "không nêu", en: "none stated" },
  signInFirst: {
    vi: "Hãy dán mã truy cập ở đầu trang trước.",
    en: "First paste a token at the top of the page.",
  },
  readyQuestions: { vi: "Câu hỏi sẵn", en: "Ready questions" },
  readyQuestionsHint: {
    vi: "Chọn một câu hỏi, sửa biến nếu cần, rồi bấm nút chạy (Ctrl+Enter).",
    en: "Choose a question, change its variables if needed, then press the run button (Ctrl+Enter).",
  },
  closedQuestions: { vi: "Không mở cho danh tính này", en: "Closed to this identity" },
  needsPurpose: { vi: "cần mục đích:", en: "needs the purpose:" },
  result: { vi: "Kết quả", en: "Result" },
  json: { vi: "JSON", en: "JSON" },
  table: { vi: "Bảng", en: "Table" },
  chart: { vi: "Biểu đồ", en: "Chart" },
  list: { vi: "Danh sách", en: "List" },
  whole: { vi: "toàn bộ câu trả lời", en: "the whole answer" },
  rows: { vi: "dòng", en: "rows" },
  field: { vi: "Trường", en: "Field" },
  value: { vi: "Giá trị", en: "Value" },
  downloadCsv: { vi: "Tải CSV", en: "Download CSV" },
  downloadXlsx: { vi: "Tải Excel", en: "Download Excel" },
  kindOfChart: { vi: "Kiểu", en: "Kind" },
  bars: { vi: "Cột", en: "Bars" },
  lines: { vi: "Đường theo năm", en: "Lines by year" },
  map: { vi: "Bản đồ tỉnh, thành", en: "Map of provinces" },
  years: { vi: "Năm", en: "Year" },
  oneLineFor: { vi: "Mỗi đường là", en: "A line for each" },
  allTogether: { vi: "tất cả", en: "all together" },
  province: { vi: "tỉnh, thành", en: "province" },
  suppressed: { vi: "không nêu", en: "withheld" },
  suppressedHint: {
    vi: "“không nêu”: số quá nhỏ nên được giữ kín; “–”: bảng không có số.",
    en: "“withheld”: a number too small to be published; “–”: none in the table.",
  },
  rowsElsewhere: { vi: "dòng không thuộc tỉnh, thành hiện nay.", en: "rows belong to no province of today." },
  groupBy: { vi: "Nhóm theo", en: "Group by" },
  countOfRows: { vi: "số dòng", en: "number of rows" },
  absent: { vi: "(không có)", en: "(absent)" },
  otherGroups: { vi: "nhóm khác", en: "other groups" },
  notRun: {
    vi: "Bấm nút chạy (Ctrl+Enter) để xem kết quả ở đây.",
    en: "Press the run button (Ctrl+Enter) to see the result here.",
  },
  noData: { vi: "Câu trả lời không có dữ liệu.", en: "The answer holds no data." },
  partMissing: { vi: "Một phần câu trả lời bị thiếu:", en: "Part of the answer is missing:" },
  allMissing: { vi: "Không có câu trả lời:", en: "There is no answer:" },
  incident: { vi: "Số sự cố:", en: "Incident:" },
  hubAway: {
    vi: "Không kết nối được với trung tâm truy vấn. Xin thử lại sau.",
    en: "The hub cannot be reached. Please try again later.",
  },
  asking: { vi: "Đang hỏi…", en: "Asking…" },
  rights: { vi: "Quyền của tôi", en: "My rights" },
  rightsHint: {
    vi: "Theo quy tắc của hệ thống, không chạy câu hỏi và không cho biết có người nào hay không.",
    en: "By the rules of the hub alone: nothing is run, and nothing tells whether a person exists.",
  },
  notAsked: {
    vi: "Câu hỏi trong khung soạn thảo chưa đúng cú pháp hoặc danh tính chưa được chấp nhận.",
    en: "The operation in the editor is not valid yet, or the identity is not accepted.",
  },
  openFields: { vi: "trường được xem", en: "fields open" },
  closedFields: { vi: "trường không được xem", en: "fields closed" },
  allOrNothing: {
    vi: "Thao tác ghi bị từ chối toàn bộ khi thiếu một quyền.",
    en: "An operation that writes is refused as a whole.",
  },
  maySee: { vi: "Được xem", en: "May see" },
  missing: { vi: "Còn thiếu", en: "Missing" },
  yes: { vi: "có", en: "yes" },
  no: { vi: "không", en: "no" },
  none: { vi: "không có", en: "none" },
  or: { vi: "hoặc", en: "or" },
  overall: { vi: "Danh tính này", en: "This identity" },
  organization: { vi: "Tổ chức", en: "Organization" },
  committees: { vi: "Cấp ủy phụ trách", en: "Committees" },
  scopes: { vi: "Quyền (scope)", en: "Scopes" },
  missingToken: { vi: "danh tính", en: "an identity" },
  missingPurpose: { vi: "mục đích của câu hỏi", en: "a stated purpose" },
  missingScope: { vi: "quyền (scope)", en: "the scope" },
  neverServed: { vi: "không cấp cho ai", en: "given to nobody" },
} as const satisfies Record<string, Record<Language, string>>;

/** What each purpose of the hub is called; a purpose that is not here shows its code. */
export const purposeLabels: Readonly<Record<string, Record<Language, string>>> = {
  MEMBER_MANAGEMENT: { vi: "Quản lý đảng viên", en: "Keeping members' records" },
  ACTIVITY_TRANSFER: { vi: "Chuyển sinh hoạt đảng", en: "Transfer of activities" },
  OVERSEAS_MANAGEMENT: { vi: "Quản lý đảng viên ở ngoài nước", en: "Members abroad" },
  STATISTICS: { vi: "Thống kê", en: "Statistics" },
  AUDIT: { vi: "Kiểm tra truy cập", en: "Audit of accesses" },
  OWN_RECORD: { vi: "Xem hồ sơ của chính mình", en: "One's own record" },
};

/** What each policy of the hub allows; a policy that is not here shows its name. */
export const policyLabels: Readonly<Record<string, Record<Language, string>>> = {
  "own-committee": { vi: "chỉ cấp ủy mà danh tính phụ trách", en: "only a committee of this identity" },
  "members-ask-for-themselves": { vi: "đảng viên chỉ hỏi về chính mình", en: "members ask for themselves only" },
};
