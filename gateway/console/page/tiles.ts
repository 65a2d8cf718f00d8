import type { Cell, Table } from "./tables.ts";

/** A province on the map of tiles. */
export interface Tile {
  readonly code: string;
  /** Its short name, which is the same in both languages. */
  readonly name: string;
  readonly column: number;
  readonly row: number;
}

/** Where the 34 provinces lie to each other, from north to south; a dot is sea or another country. */
const layout = `
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

/** The provincial committees of today, by their codes. */
export const tiles: readonly Tile[] = layout
  .trim()
  .split("\n")
  .flatMap((line, row) =>
    line.split("|").flatMap((cell, column) => {
      const [digits = "", ...words] = cell.trim().split(" ");
      return digits === "." ? [] : [{ code: `PTC-${digits}`, name: words.join(" "), column, row }];
    }),
  );

const codes: ReadonlySet<string> = new Set(tiles.map(({ code }) => code));
const isOnMap = (cell: Cell | undefined): cell is string => typeof cell === "string" && codes.has(cell);

/** The column that holds codes of provincial committees of today; null when none does. */
export function provinceColumn({ columns, rows }: Table): number | null {
  const found = columns.findIndex((_, column) => rows.some((row) => isOnMap(row[column])));
  return found === -1 ? null : found;
}

/** What the tiles show. */
export interface TileValues {
  /** Sum by code; null where a number is suppressed, absent where the table has no row. */
  readonly values: ReadonlyMap<string, number | null>;
  /** Rows whose code is none of a province of today. */
  readonly rowsElsewhere: number;
}

/** Adds up a column by province, or counts rows when `value` is null. A suppressed part makes a sum unknown. */
export function tileValues({ rows }: Table, province: number, value: number | null): TileValues {
  const values = new Map<string, number | null>();
  for (const row of rows) {
    const code = row[province];
    if (!isOnMap(code)) continue;
    const cell = value === null ? 1 : row[value];
    const before = values.get(code) === undefined ? 0 : (values.get(code) ?? null);
    values.set(code, typeof cell === "number" && before !== null ? before + cell : null);
  }
  return { values, rowsElsewhere: rows.filter((row) => !isOnMap(row[province])).length };
}

/** Shades from light to dark. */
const shades = 5;

/** The shade of a number, 0 the lightest; equal steps up to the largest. */
export const shadeOf = (value: number, largest: number): number =>
  largest <= 0 ? 0 : Math.min(shades - 1, Math.floor((Math.max(value, 0) / largest) * shades));
