import type { Cell, Table } from "./tables.ts";

/** One line of a chart over years. */
export interface Line {
  /** The common value of its rows; null for rows without one, and for all rows where nothing tells them apart. */
  readonly label: string | null;
  /** One for each year; null where no row has a number, which may be one that is suppressed. */
  readonly values: readonly (number | null)[];
}

/** More lines than these cannot be told apart. */
const linesMax = 8;

/** The lines of a chart. */
export interface Lines {
  /** Every year from the first to the last. */
  readonly years: readonly number[];
  /** Those with the largest sums, from large to small. */
  readonly lines: readonly Line[];
  /** How many lines are left out. */
  readonly leftOut: number;
}

/** The year of a cell that holds one or a day; null for any other. */
export function yearOf(cell: Cell | undefined): number | null {
  const year = typeof cell === "string" ? /^(\d{4})(-\d\d-\d\d|$)/.exec(cell)?.[1] : cell;
  const value = Number(year ?? Number.NaN);
  return Number.isInteger(value) && value >= 1900 && value <= 2100 ? value : null;
}

/** Positions of the columns that hold years or days and nothing else. */
export function yearColumns({ columns, rows }: Table): readonly number[] {
  return columns
    .map((_, column) => column)
    .filter((column) => {
      const present = rows.map((row) => row[column] ?? null).filter((cell) => cell !== null);
      return present.length > 0 && present.every((cell) => yearOf(cell) !== null);
    });
}

/** Which columns a chart of lines reads: `series` null makes one line, `value` null counts rows. */
interface LineColumns {
  readonly year: number;
  readonly series: number | null;
  readonly value: number | null;
}

/** Adds up a column, or counts rows, by year and by another column. */
export function linesOf({ rows }: Table, { year, series, value }: LineColumns): Lines {
  const sums = new Map<string | null, Map<number, number>>();
  for (const row of rows) {
    const at = yearOf(row[year]);
    const cell = value === null ? 1 : row[value];
    if (at === null || typeof cell !== "number") continue;
    const labelled = series === null ? null : (row[series] ?? null);
    const label = labelled === null ? null : String(labelled);
    const line = sums.get(label) ?? new Map<number, number>();
    sums.set(label, line.set(at, (line.get(at) ?? 0) + cell));
  }
  const known = rows.map((row) => yearOf(row[year])).filter((at) => at !== null);
  const first = Math.min(...known);
  const years = known.length === 0 ? [] : Array.from({ length: Math.max(...known) - first + 1 }, (_, i) => first + i);
  const total = (line: ReadonlyMap<number, number>) => line.values().reduce((sum, each) => sum + each, 0);
  const all = [...sums].sort((a, b) => total(b[1]) - total(a[1]));
  return {
    years,
    lines: all.slice(0, linesMax).map(([label, line]) => ({ label, values: years.map((at) => line.get(at) ?? null) })),
    leftOut: Math.max(all.length - linesMax, 0),
  };
}
