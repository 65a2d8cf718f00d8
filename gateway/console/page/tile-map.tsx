import { useState } from "react";
import { Choice } from "./choice.tsx";
import { columnLabel, columnOf, firstValue, numbersIn, valueOptions } from "./columns.ts";
import { labels, type Language } from "./labels.ts";
import { useLanguage } from "./language.tsx";
import type { Table } from "./tables.ts";
import { provinceColumn, shadeOf, tiles, tileValues, type TileValues } from "./tiles.ts";

const tileWidth = 118;
const tileHeight = 44;
const gap = 4;

/** The provinces of today as tiles, shaded and numbered by a table's figures. */
export function TileMap({ table }: { table: Table }) {
  const { language } = useLanguage();
  const [value, setValue] = useState(() => firstValue(table));
  const figures = tileValues(table, provinceColumn(table) ?? 0, value);
  const column = value === null ? undefined : table.columns[value];
  const title = column === undefined ? labels.countOfRows[language] : columnLabel(table, column, language);
  return (
    <>
      <Choice
        label={labels.value[language]}
        value={String(value ?? "")}
        options={valueOptions(table, language)}
        choose={(chosen) => setValue(columnOf(chosen))}
      />
      <Tiles title={`${title} · ${labels.province[language]}`} figures={figures} />
    </>
  );
}

function Tiles({ title, figures: { values, rowsElsewhere } }: { title: string; figures: TileValues }) {
  const { language } = useLanguage();
  const largest = Math.max(...[...values.values()].map((value) => value ?? 0), 0);
  const told = tiles.map((tile) => ({ ...tile, text: textOf(values.get(tile.code), language) }));
  const height = (Math.max(...tiles.map(({ row }) => row)) + 1) * (tileHeight + gap);
  const spoken = told.map(({ name, text }) => `${name}: ${text}`).join("; ");
  return (
    <figure className="hub-chart hub-tiles">
      <figcaption>{title}</figcaption>
      <svg role="img" aria-label={`${title}. ${spoken}`} viewBox={`0 0 ${5 * (tileWidth + gap)} ${height}`}>
        {told.map(({ code, name, column, row, text }) => (
          <g
            key={code}
            data-code={code}
            data-shade={shadeName(values.get(code), largest)}
            transform={`translate(${column * (tileWidth + gap)} ${row * (tileHeight + gap)})`}
          >
            <title>{`${name} (${code}): ${text}`}</title>
            <rect width={tileWidth} height={tileHeight} rx={3} />
            <text x={tileWidth / 2} y={14} textAnchor="middle">
              {name}
            </text>
            <text className="hub-figure" x={tileWidth / 2} y={32} textAnchor="middle">
              {text}
            </text>
          </g>
        ))}
      </svg>
      <p className="hub-note">
        {labels.suppressedHint[language]}
        {rowsElsewhere > 0 && ` ${rowsElsewhere} ${labels.rowsElsewhere[language]}`}
      </p>
    </figure>
  );
}

/** A number, or a word for one that is suppressed, or a dash where the table says nothing. */
function textOf(value: number | null | undefined, language: Language): string {
  if (value === undefined) return "–";
  return value === null ? labels.suppressed[language] : numbersIn(language)(value);
}

function shadeName(value: number | null | undefined, largest: number): string {
  if (value === undefined) return "none";
  return value === null ? "suppressed" : String(shadeOf(value, largest));
}
