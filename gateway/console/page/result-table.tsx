import { useState } from "react";
import writeXlsxFile from "write-excel-file/browser";
import { columnLabel } from "./columns.ts";
import { csvOf } from "./csv.ts";
import { download } from "./download.ts";
import { labels } from "./labels.ts";
import { useLanguage } from "./language.tsx";
import { sortedRows, type Cell, type Table } from "./tables.ts";
import { sheetOf } from "./xlsx.ts";

/** A table whose columns sort by a click on their heads, and buttons that save it as it is sorted. */
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
      <SaveButtons table={table} rows={rows} />
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

const shown = (cell: Cell) => (cell === null ? "" : String(cell));

function SaveButtons({ table, rows }: { table: Table; rows: Table["rows"] }) {
  const { language } = useLanguage();
  const name = table.path || "answer";
  const csv = () => new Blob([csvOf(table, rows)], { type: "text/csv;charset=utf-8" });
  const xlsx = () => writeXlsxFile(sheetOf(table, rows), { stickyRowsCount: 1 }).toBlob();
  return (
    <div className="hub-save">
      <button type="button" onClick={() => download(csv(), `${name}.csv`)}>
        {labels.downloadCsv[language]}
      </button>
      <button type="button" onClick={async () => download(await xlsx(), `${name}.xlsx`)}>
        {labels.downloadXlsx[language]}
      </button>
    </div>
  );
}
