import { numericColumns } from "./bars.ts";
import { labels, type Language } from "./labels.ts";
import { yearColumns } from "./lines.ts";
import type { Table } from "./tables.ts";

/** What the head of a column says: the path of the field, or in the table of the whole answer a word. */
export function columnLabel({ path }: Table, column: string, language: Language): string {
  if (path === "" && (column === "field" || column === "value")) return labels[column][language];
  return column || labels.value[language];
}

/** The columns of a table as a menu offers them. */
export const columnOptions = (table: Table, columns: readonly number[], language: Language) =>
  columns.map((column) => ({
    value: String(column),
    label: columnLabel(table, table.columns[column] ?? "", language),
  }));

/** The menu of what a chart adds up: the number of rows, or a column of numbers. */
export const valueOptions = (table: Table, language: Language) => [
  { value: "", label: labels.countOfRows[language] },
  ...columnOptions(table, numericColumns(table), language),
];

/** What a chart adds up at first: the figures of a statistic, which stand under `value`, else the rows themselves. */
export function firstValue(table: Table): number | null {
  const figures = numericColumns(table).find((column) => /(^|\.)value$/.test(table.columns[column] ?? ""));
  return figures ?? null;
}

/** The column whose grouping tells most at first sight: some groups, but not one for each row. */
export function firstTelling({ columns, rows }: Table): number {
  const groups = columns.map((_, column) => new Set(rows.map((row) => row[column])).size);
  const telling = groups.findIndex((count) => count > 1 && count < rows.length);
  return Math.max(telling, 0);
}

/** The column that tells lines over years apart at first; null when none has several values but the years. */
export function firstSeries(table: Table): number | null {
  const plain = new Set([...yearColumns(table), ...numericColumns(table)]);
  const found = table.columns.findIndex((_, column) => {
    const groups = new Set(table.rows.map((row) => row[column])).size;
    return !plain.has(column) && typeof table.rows[0]?.[column] === "string" && groups > 1 && groups <= 20;
  });
  return found === -1 ? null : found;
}

/** The number of a column that a menu names; null for its first line. */
export const columnOf = (value: string): number | null => (value === "" ? null : Number(value));

/** Writes numbers as the language does. */
export const numbersIn = (language: Language) => new Intl.NumberFormat(language === "vi" ? "vi-VN" : "en-GB").format;
