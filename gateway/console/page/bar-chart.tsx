import { useState } from "react";
import { barsOf, numericColumns } from "./bars.ts";
import { labels } from "./labels.ts";
import { useLanguage } from "./language.tsx";
import { columnLabel } from "./result-table.tsx";
import type { Table } from "./tables.ts";

const barHeight = 22;
const rowHeight = 30;
const labelWidth = 150;
const barWidth = 270;
const valueWidth = 70;
const labelLengthMax = 20;

/** Bars over the rows of a table, grouped by a column of choice. */
export function BarChart({ table }: { table: Table }) {
  const { language } = useLanguage();
  const numbers = numericColumns(table);
  const [groupColumn, setGroupColumn] = useState(() => firstTelling(table));
  const [valueColumn, setValueColumn] = useState<number | null>(null);
  const { bars, rest } = barsOf(table, groupColumn, valueColumn);
  const numberFormat = new Intl.NumberFormat(language === "vi" ? "vi-VN" : "en-GB");
  const name = (column: number) => columnLabel(table, table.columns[column] ?? "", language);
  const valueName = valueColumn === null ? labels.countOfRows[language] : name(valueColumn);
  const lines = bars.map(({ label, value }) => ({ label: label ?? labels.absent[language], value }));
  if (rest.groups > 0) lines.push({ label: `${rest.groups} ${labels.otherGroups[language]}`, value: rest.value });
  return (
    <>
      <label className="hub-choice">
        {labels.groupBy[language]}
        <select value={groupColumn} onChange={(event) => setGroupColumn(Number(event.target.value))}>
          {table.columns.map((column, index) => (
            <option key={column} value={index}>
              {name(index)}
            </option>
          ))}
        </select>
      </label>
      <label className="hub-choice">
        {labels.value[language]}
        <select
          value={valueColumn ?? ""}
          onChange={(event) => setValueColumn(event.target.value === "" ? null : Number(event.target.value))}
        >
          <option value="">{labels.countOfRows[language]}</option>
          {numbers.map((column) => (
            <option key={column} value={column}>
              {name(column)}
            </option>
          ))}
        </select>
      </label>
      <Bars title={`${valueName} · ${name(groupColumn)}`} lines={lines} format={numberFormat.format} />
    </>
  );
}

interface BarsProps {
  readonly title: string;
  readonly lines: readonly { readonly label: string; readonly value: number }[];
  readonly format: (value: number) => string;
}

function Bars({ title, lines, format }: BarsProps) {
  const height = lines.length * rowHeight;
  const largest = Math.max(...lines.map(({ value }) => Math.abs(value)), 1);
  const spoken = lines.map(({ label, value }) => `${label}: ${format(value)}`).join("; ");
  return (
    <figure className="hub-chart">
      <figcaption>{title}</figcaption>
      <svg
        role="img"
        aria-label={`${title}. ${spoken}`}
        viewBox={`0 0 ${labelWidth + barWidth + valueWidth} ${height}`}
      >
        {lines.map(({ label, value }, index) => {
          const middle = index * rowHeight + rowHeight / 2;
          const width = (Math.abs(value) / largest) * barWidth;
          return (
            <g key={index} className={value < 0 ? "hub-negative" : undefined}>
              <title>{`${label}: ${format(value)}`}</title>
              <text x={labelWidth - 10} y={middle} textAnchor="end">
                {label.length > labelLengthMax ? `${label.slice(0, labelLengthMax - 1)}…` : label}
              </text>
              <rect x={labelWidth} y={middle - barHeight / 2} width={width} height={barHeight} rx={2} />
              <text x={labelWidth + width + 8} y={middle}>
                {format(value)}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

/** The column whose grouping tells most at first sight: some groups, but not one for each row. */
function firstTelling({ columns, rows }: Table): number {
  const groups = columns.map((_, column) => new Set(rows.map((row) => row[column])).size);
  const telling = groups.findIndex((count) => count > 1 && count < rows.length);
  return Math.max(telling, 0);
}
