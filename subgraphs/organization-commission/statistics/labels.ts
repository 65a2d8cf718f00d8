/** Vietnamese names of the codes that are no country and no committee. */
const LABELS: Readonly<Record<string, string>> = {
  VN: "Cả nước",
  WORK: "Công tác",
  STUDY: "Học tập",
  LABOUR: "Lao động",
  FAMILY_VISIT: "Thăm người thân",
  MEDICAL_TREATMENT: "Chữa bệnh",
  PRIVATE: "Việc riêng",
  START_TRANSFER: "Làm thủ tục chuyển sinh hoạt đảng",
  PRESENT_LETTER: "Xuất trình giấy giới thiệu",
  RETURN_REPORT: "Báo cáo khi về nước",
};

const countryNames = new Intl.DisplayNames(["vi"], { type: "region" });

/** What a purpose, a limit, a country or the nation is called. */
export const labelOf = (code: string): string => LABELS[code] ?? countryNames.of(code) ?? code;
