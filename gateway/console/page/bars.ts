import type { Cell, Table } from "./tables.ts";

/** One bar of a chart. */
interface Bar {
  /** The common value of its rows; null for rows without one. */
  readonly label: string | null;
  readonly value: number;
}

/** More bars than these cannot be read; the rest becomes one. */
const barsMax = 20;

/** The bars of a chart and how many rows its small groups hold together. */
export interface Bars {
  /** Years and days from early to late, everything else from large to small. */
  readonly bars: readonly Bar[];
  /** Sum over the groups that got no bar of their own, and how many they are. */
  readonly rest: { readonly groups: number; readonly value: number };
}

/**
 * Groups a table's rows by one column, days by their year, and adds up another column, or counts rows when
 * `valueColumn` is null. Rows without a number there add nothing.
 */
export function barsOf({ rows }: Table, groupColumn: number, valueColumn: number | null): Bars {
  const sums = new Map<string | null, number>();
  for (const row of rows) {
    const label = labelOf(row[groupColumn] ?? null);
    const cell = valueColumn === null ? 1 : row[valueColumn];
    sums.set(label, (sums.get(label) ?? 0) + (typeof cell === "number" ? cell : 0));
  }
  const all = [...sums].map(([label, value]) => ({ label, value })).sort((a, b) => b.value - a.value);
  const shown = all.slice(0, barsMax);
  const others = all.slice(barsMax);
  const isTimeline = shown.every(({ label }) => label === null || /^\d{4}$/.test(label));
  return {
    bars: isTimeline ? shown.sort((a, b) => (a.label ?? "9999").localeCompare(b.label ?? "9999")) : shown,
    rest: { groups: others.length, value: others.reduce((sum, { value }) => sum + value, 0) },
  };
}

const labelOf = (cell: Cell) =>
  cell === null ? null : typeof cell === "string" && /^\d{4}-\d\d-\d\d/.test(cell) ? cell.slice(0, 4) : String(cell);

/** Positions of the columns that hold numbers and nothing else, which are those that can be added up. */
export function numericColumns({ columns, rows }: Table): readonly number[] {
  return columns
    .map((_, column) => column)
    .filter((column) => {
      const present = rows.map((row) => row[column] ?? null).filter((cell) => cell !== null);
      return present.length > 0 && present.every((cell) => typeof cell === "number");
    });
}
