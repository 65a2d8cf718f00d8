import type { Cell, Table } from "./tables.ts";
import { tilesOfToday, tilesUntil2025, type Tile } from "./tile-layouts.ts";

const codesOf = (tiles: readonly Tile[]): ReadonlySet<string> => new Set(tiles.map(({ code }) => code));
const codesOfToday = codesOf(tilesOfToday);
const codesUntil2025 = codesOf(tilesUntil2025);
const isOneOf = (codes: ReadonlySet<string>, cell: Cell | undefined): cell is string =>
  typeof cell === "string" && codes.has(cell);

/** The column that holds codes of provincial committees, of today or of before; null when none does. */
export function provinceColumn({ columns, rows }: Table): number | null {
  const isProvince = (cell: Cell | undefined) => isOneOf(codesOfToday, cell) || isOneOf(codesUntil2025, cell);
  const found = columns.findIndex((_, column) => rows.some((row) => isProvince(row[column])));
  return found === -1 ? null : found;
}

/** The provinces that a table is about: those of before the mergers where it names one that is no more. */
export function tilesFor({ rows }: Table, province: number): readonly Tile[] {
  const isPast = rows.some((row) => isOneOf(codesUntil2025, row[province]) && !isOneOf(codesOfToday, row[province]));
  return isPast ? tilesUntil2025 : tilesOfToday;
}

/** What the tiles show. */
export interface TileValues {
  /** Sum by code; null where a number is suppressed, absent where the table has no row. */
  readonly values: ReadonlyMap<string, number | null>;
  /** Rows whose code is on none of the tiles. */
  readonly rowsElsewhere: number;
}

/** Adds up a column by tile, or counts rows when `value` is null. A suppressed part makes a sum unknown. */
export function tileValues(
  { rows }: Table,
  { tiles, province, value }: { tiles: readonly Tile[]; province: number; value: number | null },
): TileValues {
  const codes = codesOf(tiles);
  const values = new Map<string, number | null>();
  for (const row of rows) {
    const code = row[province];
    if (!isOneOf(codes, code)) continue;
    const cell = value === null ? 1 : row[value];
    const before = values.get(code) === undefined ? 0 : (values.get(code) ?? null);
    values.set(code, typeof cell === "number" && before !== null ? before + cell : null);
  }
  return { values, rowsElsewhere: rows.filter((row) => !isOneOf(codes, row[province])).length };
}

/** Shades from light to dark. */
const shades = 5;

/** The shade of a number, 0 the lightest; equal steps up to the largest. */
export const shadeOf = (value: number, largest: number): number =>
  largest <= 0 ? 0 : Math.min(shades - 1, Math.floor((Math.max(value, 0) / largest) * shades));
