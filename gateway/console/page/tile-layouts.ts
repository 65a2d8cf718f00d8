/** A province on the map of tiles. */
export interface Tile {
  /** Of its provincial committee. */
  readonly code: string;
  /** Its short name, which is the same in both languages. */
  readonly name: string;
  readonly column: number;
  readonly row: number;
}

/** How provinces lie to each other, from north to south, by their codes; a dot is sea or another country. */
const today = `
12 Lai Châu   | 15 Lào Cai | 08 Tuyên Quang | 04 Cao Bằng    | .
11 Điện Biên  | 14 Sơn La  | 19 Thái Nguyên | 20 Lạng Sơn    | .
.             | 25 Phú Thọ | 01 Hà Nội      | 24 Bắc Ninh    | 22 Quảng Ninh
.             | .          | 37 Ninh Bình   | 33 Hưng Yên    | 31 Hải Phòng
.             | 38 Thanh Hóa | .            | .              | .
.             | 40 Nghệ An | 42 Hà Tĩnh     | .              | .
.             | .          | 44 Quảng Trị   | 46 Huế         | .
.             | .          | .              | 48 Đà Nẵng     | 51 Quảng Ngãi
.             | .          | .              | 52 Gia Lai     | 66 Đắk Lắk
.             | 80 Tây Ninh | 75 Đồng Nai   | 68 Lâm Đồng    | 56 Khánh Hòa
91 An Giang   | 82 Đồng Tháp | 79 TP. Hồ Chí Minh | .        | .
92 Cần Thơ    | 86 Vĩnh Long | .            | .              | .
96 Cà Mau     | .          | .              | .              | .`;

const until2025 = `
12 Lai Châu   | 10 Lào Cai   | 02 Hà Giang     | 04 Cao Bằng       | .             | .
11 Điện Biên  | 15 Yên Bái   | 08 Tuyên Quang  | 06 Bắc Kạn        | 20 Lạng Sơn   | .
14 Sơn La     | 25 Phú Thọ   | 26 Vĩnh Phúc    | 19 Thái Nguyên    | 24 Bắc Giang  | 22 Quảng Ninh
.             | 17 Hòa Bình  | 01 Hà Nội       | 27 Bắc Ninh       | 30 Hải Dương  | 31 Hải Phòng
.             | .            | 35 Hà Nam       | 33 Hưng Yên       | 34 Thái Bình  | .
.             | 38 Thanh Hóa | 37 Ninh Bình    | 36 Nam Định       | .             | .
.             | 40 Nghệ An   | 42 Hà Tĩnh      | .                 | .             | .
.             | .            | 44 Quảng Bình   | 45 Quảng Trị      | .             | .
.             | .            | .               | 46 Thừa Thiên Huế | 48 Đà Nẵng    | .
.             | .            | .               | .                 | 49 Quảng Nam  | .
.             | .            | .               | 62 Kon Tum        | 51 Quảng Ngãi | .
.             | .            | .               | 64 Gia Lai        | 52 Bình Định  | .
.             | .            | .               | 66 Đắk Lắk        | 54 Phú Yên    | .
.             | .            | 70 Bình Phước   | 67 Đắk Nông       | 56 Khánh Hòa  | .
.             | 72 Tây Ninh  | 74 Bình Dương   | 68 Lâm Đồng       | 58 Ninh Thuận | .
.             | 80 Long An   | 79 TP. Hồ Chí Minh | 75 Đồng Nai    | 60 Bình Thuận | .
89 An Giang   | 87 Đồng Tháp | 82 Tiền Giang   | 77 BR - Vũng Tàu  | .             | .
91 Kiên Giang | 92 Cần Thơ   | 86 Vĩnh Long    | 83 Bến Tre        | .             | .
.             | 93 Hậu Giang | 94 Sóc Trăng    | 84 Trà Vinh       | .             | .
96 Cà Mau     | 95 Bạc Liêu  | .               | .                 | .             | .`;

/** The provinces that the mergers left as they were, whose committees keep their codes. */
const unmerged = new Set(["01", "04", "11", "12", "14", "20", "22", "38", "40", "42", "46"]);

const tilesOf = (layout: string, codeOf: (digits: string) => string): readonly Tile[] =>
  layout
    .trim()
    .split("\n")
    .flatMap((line, row) =>
      line.split("|").flatMap((cell, column) => {
        const [digits = "", ...words] = cell.trim().split(" ");
        return digits === "." ? [] : [{ code: codeOf(digits), name: words.join(" "), column, row }];
      }),
    );

/** The 34 provinces of today. */
export const tilesOfToday = tilesOf(today, (digits) => `PTC-${digits}`);

/** The 63 provinces that stood until 30 June 2025. */
export const tilesUntil2025 = tilesOf(until2025, (digits) => `${unmerged.has(digits) ? "PTC" : "PTC63"}-${digits}`);
