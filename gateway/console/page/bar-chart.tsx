import { useState } from "react";
import { barsOf } from "./bars.ts";
import { Choice } from "./choice.tsx";
import { columnLabel, columnOf, columnOptions, firstTelling, firstValue, numbersIn, valueOptions } from "./columns.ts";
import { labels } from "./labels.ts";
import { useLanguage } from "./language.tsx";
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
  const [groupColumn, setGroupColumn] = useState(() => firstTelling(table));
  const [valueColumn, setValueColumn] = useState(() => firstValue(table));
  const { bars, rest } = barsOf(table, groupColumn, valueColumn);
  const name = (column: number) => columnLabel(table, table.columns[column] ?? "", language);
  const valueName = valueColumn === null ? labels.countOfRows[language] : name(valueColumn);
  const lines = bars.map(({ label, value }) => ({ label: label ?? labels.absent[language], value }));
  if (rest.groups > 0) lines.push({ label: `${rest.groups} ${labels.otherGroups[language]}`, value: rest.value });
  return (
    <>
      <Choice
        label={labels.groupBy[language]}
        value={String(groupColumn)}
        options={columnOptions(table, [...table.columns.keys()], language)}
        choose={(value) => setGroupColumn(Number(value))}
      />
      <Choice
        label={labels.value[language]}
        value={String(valueColumn ?? "")}
        options={valueOptions(table, language)}
        choose={(value) => setValueColumn(columnOf(value))}
      />
      <Bars title={`${valueName} · ${name(groupColumn)}`} lines={lines} format={numbersIn(language)} />
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
