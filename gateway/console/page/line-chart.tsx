import { useState } from "react";
import { Choice } from "./choice.tsx";
import { columnLabel, columnOf, columnOptions, firstSeries, firstValue, numbersIn, valueOptions } from "./columns.ts";
import { labels } from "./labels.ts";
import { useLanguage } from "./language.tsx";
import { linesOf, yearColumns, type Lines } from "./lines.ts";
import type { Table } from "./tables.ts";

/** The drawing's own units, in which letters are as large as on the page where it has this width. */
const plot = { left: 44, right: 470, top: 16, bottom: 260, width: 490 };

/** The lines' names stand below, two beside each other. */
const legend = { top: 308, rowHeight: 24, columnWidth: 245 };

/** Lines over the years of a table, one for each value of a column of choice. */
export function LineChart({ table }: { table: Table }) {
  const { language } = useLanguage();
  const years = yearColumns(table);
  const [year, setYear] = useState(() => years[0] ?? 0);
  const [series, setSeries] = useState(() => firstSeries(table));
  const [value, setValue] = useState(() => firstValue(table));
  const lines = linesOf(table, { year, series, value });
  const all = [...table.columns.keys()];
  const valueName = value === null ? labels.countOfRows[language] : table.columns[value];
  return (
    <>
      <Choice
        label={labels.years[language]}
        value={String(year)}
        options={columnOptions(table, years, language)}
        choose={(chosen) => setYear(Number(chosen))}
      />
      <Choice
        label={labels.oneLineFor[language]}
        value={String(series ?? "")}
        options={[{ value: "", label: labels.allTogether[language] }, ...columnOptions(table, all, language)]}
        choose={(chosen) => setSeries(columnOf(chosen))}
      />
      <Choice
        label={labels.value[language]}
        value={String(value ?? "")}
        options={valueOptions(table, language)}
        choose={(chosen) => setValue(columnOf(chosen))}
      />
      <LineDrawing title={`${valueName} · ${columnLabel(table, table.columns[year] ?? "", language)}`} lines={lines} />
    </>
  );
}

function LineDrawing({ title, lines: { years, lines, leftOut } }: { title: string; lines: Lines }) {
  const { language } = useLanguage();
  const format = numbersIn(language);
  // Even, so that the line at half the height stands for a whole number.
  const largest = 2 * Math.ceil(Math.max(...lines.flatMap(({ values }) => values.map((value) => value ?? 0)), 1) / 2);
  const height = legend.top + Math.ceil(lines.length / 2) * legend.rowHeight;
  const x = (index: number) =>
    plot.left + (years.length < 2 ? 0.5 : index / (years.length - 1)) * (plot.right - plot.left);
  const y = (value: number) => plot.bottom - (value / largest) * (plot.bottom - plot.top);
  const name = (label: string | null) => label ?? labels.allTogether[language];
  const spoken = lines.map(({ label, values }) => {
    const figures = values.map((value, index) => `${years[index]} ${value === null ? "—" : format(value)}`);
    return `${name(label)}: ${figures.join(", ")}`;
  });
  return (
    <figure className="hub-chart hub-lines">
      <figcaption>{title}</figcaption>
      <svg role="img" aria-label={`${title}. ${spoken.join("; ")}`} viewBox={`0 0 ${plot.width} ${height}`}>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line className="hub-grid" x1={plot.left} x2={plot.right} y1={y(share * largest)} y2={y(share * largest)} />
            <text x={plot.left - 8} y={y(share * largest)} textAnchor="end">
              {format(share * largest)}
            </text>
          </g>
        ))}
        {years.map((each, index) => (
          <text key={each} x={x(index)} y={plot.bottom + 18} textAnchor="middle">
            {index % Math.ceil(years.length / 9) === 0 ? each : ""}
          </text>
        ))}
        {lines.map(({ label, values }, index) => (
          <g key={label} data-line={index}>
            {pathsOf(values, x, y).map((path) => (
              <path key={path} d={path} />
            ))}
            {values.map((value, at) => value !== null && (
              <circle key={at} cx={x(at)} cy={y(value)} r={3.5}>
                <title>{`${name(label)}, ${years[at]}: ${format(value)}`}</title>
              </circle>
            ))}
            <g transform={legendPlace(index)}>
              <path d="M0 0h34" />
              <text x={42}>{shortened(name(label))}</text>
            </g>
          </g>
        ))}
      </svg>
      {leftOut > 0 && <p className="hub-note">{`+ ${leftOut} ${labels.otherGroups[language]}`}</p>}
    </figure>
  );
}

const legendPlace = (index: number) =>
  `translate(${8 + (index % 2) * legend.columnWidth} ${legend.top + Math.floor(index / 2) * legend.rowHeight})`;

/** What fits beside the next name. */
const shortened = (name: string) => (name.length > 26 ? `${name.slice(0, 25)}…` : name);

/** A path for each run of neighbouring years with a number, so that a line never crosses what is not known. */
function pathsOf(
  values: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): readonly string[] {
  const paths: string[] = [];
  let path = "";
  for (const [index, value] of [...values, null].entries()) {
    if (value !== null) path += `${path === "" ? "M" : "L"}${x(index)} ${y(value)}`;
    else if (path !== "") {
      paths.push(path);
      path = "";
    }
  }
  return paths;
}
