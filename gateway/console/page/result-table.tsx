import { useState } from "react";
import { csvOf } from "./csv.ts";
import { labels, type Language } from "./labels.ts";
import { useLanguage } from "./language.tsx";
import { sortedRows, type Cell, type Table } from "./tables.ts";

/** A table whose columns sort by a click on their heads, and a button that saves it as it is sorted. */
export function ResultTable({ table }: { table: Table }) {
  const { language } = useLanguage();
  const [order, setOrder] = useState<{ column: number; isDescending: boolean }>();
  const rows = order ? sortedRows(table, order.column, order.isDescending) : table.rows;
  const sortBy = (column: number) =>
    setOrder({ column, isDescending: order?.column === column && !order.isDescending });
  const direction = (column: number) =>
    order?.column !== column ? "none" : order.isDescending ? "descending" : "ascending";
  return (
    <>
      <button type="button" className="hub-download" onClick={() => download(table, rows)}>
        {labels.downloadCsv[language]}
      </button>
      <div className="hub-table" tabIndex={0} role="region" aria-label={labels.table[language]}>
        <table>
          <thead>
            <tr>
              {table.columns.map((column, index) => (
                <th key={column} scope="col" aria-sort={direction(index)}>
                  <button type="button" onClick={() => sortBy(index)}>
                    {columnLabel(table, column, language)}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={column} className={typeof cell === "number" ? "hub-number" : undefined}>
                    {shown(cell)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** What the head of a column says: the path of the field, or in the table of the whole answer a word. */
export function columnLabel({ path }: Table, column: string, language: Language): string {
  if (path === "" && (column === "field" || column === "value")) return labels[column][language];
  return column || labels.value[language];
}

const shown = (cell: Cell) => (cell === null ? "" : String(cell));

function download(table: Table, rows: Table["rows"]): void {
  const url = URL.createObjectURL(new Blob([csvOf(table, rows)], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${table.path || "answer"}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
