import { harmlessText } from "../../exports/harmless-text.ts";
import type { Cell, Table } from "./tables.ts";

/** Excel takes a file without this mark for one in a Windows code page and spoils the Vietnamese. */
const byteOrderMark = "\uFEFF";

/**
 * A table as a CSV file (RFC 4180) that spreadsheets open without harm: with a byte order mark, and with an apostrophe
 * before text that they would run as a formula. Absent values are empty.
 */
export function csvOf({ columns }: Table, rows: Table["rows"]): string {
  return byteOrderMark + [columns, ...rows].map((row) => row.map(field).join(",")).join("\r\n") + "\r\n";
}

function field(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const harmless = harmlessText(cell);
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
