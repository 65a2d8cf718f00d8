/** A host country of the synthetic nation. Figures are invented: only their order is meant to be plausible. */
export interface HostCountry {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly name: string;
  /** Seats of missions, the embassy's or office's first; empty where another country's mission looks after it. */
  readonly cities: readonly string[];
  /** The country whose mission looks after it; itself where it has one. */
  readonly missionCountryCode: string;
  /** Cells of members; none where every member is guided singly. */
  readonly cells: number;
  /**
   * The day its only cell was founded for a group of newcomers; null where organizations stood before anyone here left.
   */
  readonly newCellOn: string | null;
  /** Relative likelihood of a stay for work, for study, for labour and for any other purpose. */
  readonly weights: { readonly work: number; readonly study: number; readonly labour: number; readonly other: number };
}

/**
 * Code, name, cities, cells, then weights in the order work, study, labour, other; four ones when not written. In place
 * of cities `@XX` names the country whose mission looks after this one.
 */
const TABLE = `
RU|Liên bang Nga|Mát-xcơ-va;Ekaterinburg;Vladivostok|44|6 8 12 5
JP|Nhật Bản|Tô-ky-ô;Osaka;Fukuoka|41|8 16 60 8
KR|Hàn Quốc|Xơ-un;Busan|24|6 12 40 7
CN|Trung Quốc|Bắc Kinh;Thượng Hải;Quảng Châu;Côn Minh;Nam Ninh|16|10 14 3 8
TW|Đài Loan|Đài Bắc|8|2 6 45 4
DE|Đức|Béc-lin;Frankfurt|12|5 10 8 8
US|Hoa Kỳ|Oa-sinh-tơn;New York;San Francisco;Houston|10|8 14 1 14
FR|Pháp|Pa-ri|8|5 10 1 6
AU|Úc|Can-be-ra;Sydney;Perth|8|4 14 3 8
GB|Vương quốc Anh|Luân Đôn|8|4 10 1 4
LA|Lào|Viêng Chăn;Savannakhet;Pakse;Luang Prabang|12|14 5 6 4
KH|Campuchia|Phnôm Pênh;Battambang;Sihanoukville|8|10 3 4 4
CZ|Séc|Praha|6|2 2 5 3
PL|Ba Lan|Vác-sa-va|4|2 2 5 2
HU|Hung-ga-ri|Bu-đa-pét|4|2 4 4 1
CA|Ca-na-đa|Ốt-ta-oa;Vancouver|5|3 6 1 5
SG|Xinh-ga-po|Xinh-ga-po|5|4 5 2 6
TH|Thái Lan|Băng Cốc;Khon Kaen|5|4 3 1 7
MY|Ma-lai-xi-a|Kuala Lumpur|4|3 2 6 3
NL|Hà Lan|La Hay|4|2 4 1 1
BE|Bỉ|Brúc-xen|4|3 3 1 1
IT|I-ta-li-a|Rô-ma|4|2 3 1 1
CH|Thụy Sĩ|Béc-nơ;Giơ-ne-vơ|4|4 2 1 1
UA|U-crai-na|Ki-ép|4|1 1 1 1
BY|Bê-la-rút|Minsk|3|1 2 1 1
SK|Xlô-va-ki-a|Bratislava|3|1 1 3 1
RO|Ru-ma-ni|Bu-ca-rét|3|1 1 6 1
BG|Bun-ga-ri|Xô-phi-a|3|1 1 1 1
AT|Áo|Viên|3|2 2 1 1
SE|Thụy Điển|Xtốc-khôm|2|1 2 1 1
FI|Phần Lan|Hen-xin-ki|2|1 3 1 1
NO|Na Uy|Ốt-xlô|2|1 2 1 1
DK|Đan Mạch|Cô-pen-ha-ghen|2|1 2 1 1
ES|Tây Ban Nha|Ma-đrít|2|1 2 1 1
IN|Ấn Độ|Niu Đê-li;Mumbai|3|3 3 1 2
ID|In-đô-nê-xi-a|Gia-các-ta|3|3 1 1 2
PH|Phi-líp-pin|Ma-ni-la|3|2 2 1 1
MM|Mi-an-ma|Yangon|3|2 1 1 1
NZ|Niu Di-lân|Oen-linh-tơn|2|1 4 1 2
AO|Ăng-gô-la|Luanda|3|1 1 8 1
DZ|An-giê-ri|An-giê|3|1 1 7 1
MZ|Mô-dăm-bích|Maputo|3|4 1 1 1
LY|Li-bi|Tripoli|2|1 1 2 1
EG|Ai Cập|Cai-rô|2|1 1 1 1
ZA|Nam Phi|Pretoria|2|1 1 1 1
AE|Các Tiểu vương quốc Ả-rập Thống nhất|Abu Dhabi|3|2 1 8 1
SA|A-rập Xê-út|Riyadh|2|1 1 12 1
QA|Ca-ta|Doha|2|1 1 4 1
IL|I-xra-en|Tel Aviv|2|1 2 2 1
CU|Cu-ba|La Habana|4|2 5 1 1
BR|Bra-xin|Brasília|2|1 1 1 1
MX|Mê-hi-cô|Mexico City|2|1 1 1 1
HK|Hồng Công|Hồng Công|3|3 2 1 1
MO|Ma Cao|@HK|1|1 1 3 1
CY|Síp||0|1 1 4 1
IE|Ai-len|Dublin|1|1 3 1 1
PT|Bồ Đào Nha|@FR|1
GR|Hy Lạp|A-ten|1
TR|Thổ Nhĩ Kỳ|Ankara|2
KZ|Ca-dắc-xtan|Astana|1
UZ|U-dơ-bê-ki-xtan|@RU|1
MN|Mông Cổ|Ulaanbaatar|2
KP|Triều Tiên|Bình Nhưỡng|1
BN|Bru-nây|Bandar Seri Begawan|1|1 1 2 1
TL|Ti-mo Lét-xtê|Dili|2
BD|Băng-la-đét|Dhaka|1
LK|Xri Lan-ca|Colombo|1
PK|Pa-ki-xtan|Islamabad|1
NP|Nê-pan|@IN|1
IR|I-ran|Tehran|1
IQ|I-rắc|@IR|1
KW|Cô-oét|Kuwait|1
OM|Ô-man|@SA|1
JO|Gioóc-đa-ni|@EG|1
MA|Ma-rốc|Rabat|1
TN|Tuy-ni-di|@DZ|1
NG|Ni-giê-ri-a|Abuja|1
TZ|Tan-da-ni-a|Dar es Salaam|2
BI|Bu-run-đi|@TZ|1
CM|Ca-mơ-run|@NG|1
ET|Ê-ti-ô-pi-a|@EG|1
KE|Kê-ni-a|@TZ|1
GH|Ga-na|@NG|1
SN|Xê-nê-gan|@MA|1
GN|Ghi-nê|@MA|1
CG|Công-gô|@AO|1
MG|Ma-đa-ga-xca|@ZA|1
AR|Ác-hen-ti-na|Buenos Aires|1
CL|Chi-lê|Santiago|1
PE|Pê-ru|Lima|2
VE|Vê-nê-xu-ê-la|Caracas|1
PA|Pa-na-ma|Panama|1
HT|Ha-i-ti|@CU|2
CO|Cô-lôm-bi-a|@VE|1
EC|Ê-cu-a-đo|@PE|1
UY|U-ru-goay|@AR|1
DO|Cộng hòa Đô-mi-ni-ca-na|@CU|1
NI|Ni-ca-ra-goa|@PA|1
HR|Crô-a-ti-a|@HU|1
RS|Xéc-bi-a|@RO|1
SI|Xlô-ven-ni-a|@AT|1
LT|Lít-va|@PL|1
LV|Lát-vi-a|@SE|1
AZ|A-déc-bai-gian|Baku|1
AM|Ác-mê-ni-a|@AZ|1
GE|Gru-di-a|@UA|1
PW|Pa-lau||0|1 1 3 1
IS|Ai-xơ-len||0|1 2 1 1
EE|E-xtô-ni-a||0|1 2 1 1
LU|Lúc-xăm-bua||0|1 2 1 1
MT|Man-ta||0|1 2 3 1
FJ|Phi-gi||0
BT|Bu-tan||0
RW|Ru-an-đa||0`;

/** Host countries in a fixed order; ordinals of organizations follow it. */
export const hostCountries: readonly HostCountry[] = TABLE.trim()
  .split("\n")
  .map((line) => {
    const [code = "", name = "", seat = "", cells, weights = "1 1 1 1"] = line.split("|");
    const [work = 1, study = 1, labour = 1, other = 1] = weights.split(" ").map(Number);
    const isAccredited = seat.startsWith("@");
    return {
      code,
      name,
      cities: isAccredited ? [] : seat.split(";").filter(Boolean),
      missionCountryCode: isAccredited ? seat.slice(1) : code,
      cells: Number(cells),
      newCellOn: code === "IE" ? "2026-04-15" : null,
      weights: { work, study, labour, other },
    };
  });
