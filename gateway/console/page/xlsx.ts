import type { Cell as SheetCell, SheetData } from "write-excel-file/browser";
import type { Cell, Table } from "./tables.ts";

/** Excel calls a file broken whose cell holds more characters. */
const charactersMax = 32_767;

/** Characters that XML cannot hold at all. */
// oxlint-disable-next-line no-control-regex -- these are the ones meant
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/**
 * A table as the rows of a workbook's sheet: its head in bold, numbers as numbers, absent values as empty cells. Text
 * stays text whatever it begins with, because such a cell is never calculated.
 */
export function sheetOf({ columns }: Table, rows: Table["rows"]): SheetData {
  const head = columns.map((column) => ({ value: column, type: String, fontWeight: "bold" as const }));
  return [head, ...rows.map((row) => row.map(sheetCell))];
}

function sheetCell(cell: Cell): SheetCell {
  if (cell === null || cell === "") return null;
  if (typeof cell === "number") return { value: cell, type: Number };
  if (typeof cell === "boolean") return { value: cell, type: Boolean };
  return { value: cell.replace(unwritable, "").slice(0, charactersMax), type: String };
}
