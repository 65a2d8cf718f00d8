/** A province as it stood from 1 August 2008 to 30 June 2025, or a committee that never was one. */
export interface FormerCommittee {
  readonly name: string;
  /** Letters after the six digits of a record number. The real list is not public; these are this project's own. */
  readonly symbol: string;
}

/** By the two digits of the province before the mergers. */
export const formerProvinces: ReadonlyMap<string, FormerCommittee> = new Map(
  `01 HN Hà Nội, 02 HG Hà Giang, 04 CB Cao Bằng, 06 BK Bắc Kạn, 08 TQ Tuyên Quang, 10 LCA Lào Cai, 11 ĐB Điện Biên,
  12 LC Lai Châu, 14 SL Sơn La, 15 YB Yên Bái, 17 HB Hòa Bình, 19 TN Thái Nguyên, 20 LS Lạng Sơn, 22 QN Quảng Ninh,
  24 BG Bắc Giang, 25 PT Phú Thọ, 26 VP Vĩnh Phúc, 27 BN Bắc Ninh, 30 HD Hải Dương, 31 HP Hải Phòng, 33 HY Hưng Yên,
  34 TB Thái Bình, 35 HNA Hà Nam, 36 NĐ Nam Định, 37 NB Ninh Bình, 38 TH Thanh Hóa, 40 NA Nghệ An, 42 HT Hà Tĩnh,
  44 QB Quảng Bình, 45 QT Quảng Trị, 46 TTH Thừa Thiên Huế, 48 ĐNA Đà Nẵng, 49 QNA Quảng Nam, 51 QNG Quảng Ngãi,
  52 BĐ Bình Định, 54 PY Phú Yên, 56 KH Khánh Hòa, 58 NT Ninh Thuận, 60 BTH Bình Thuận, 62 KT Kon Tum, 64 GL Gia Lai,
  66 ĐL Đắk Lắk, 67 ĐNO Đắk Nông, 68 LĐ Lâm Đồng, 70 BP Bình Phước, 72 TNI Tây Ninh, 74 BD Bình Dương, 75 ĐN Đồng Nai,
  77 VT Bà Rịa - Vũng Tàu, 79 HCM Hồ Chí Minh, 80 LA Long An, 82 TG Tiền Giang, 83 BT Bến Tre, 84 TV Trà Vinh,
  86 VL Vĩnh Long, 87 ĐT Đồng Tháp, 89 AG An Giang, 91 KG Kiên Giang, 92 CT Cần Thơ, 93 HGI Hậu Giang, 94 ST Sóc Trăng,
  95 BL Bạc Liêu, 96 CM Cà Mau`
    .split(/,\s+/)
    .map((entry) => {
      const [code = "", symbol = "", ...words] = entry.split(" ");
      return [code, { name: words.join(" "), symbol }] as const;
    }),
);
