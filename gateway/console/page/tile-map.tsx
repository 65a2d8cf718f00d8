import { useState } from "react";
import { Choice } from "./choice.tsx";
import { columnLabel, columnOf, firstValue, numbersIn, valueOptions } from "./columns.ts";
import { labels, type Language } from "./labels.ts";
import { useLanguage } from "./language.tsx";
import type { Table } from "./tables.ts";
import type { Tile } from "./tile-layouts.ts";
import { provinceColumn, shadeOf, tilesFor, tileValues, type TileValues } from "./tiles.ts";

const tileWidth = 108;
const tileHeight = 42;
const gap = 4;

/** The provinces that a table is about as tiles, shaded and numbered by its figures. */
export function TileMap({ table }: { table: Table }) {
  const { language } = useLanguage();
  const [value, setValue] = useState(() => firstValue(table));
  const province = provinceColumn(table) ?? 0;
  const tiles = tilesFor(table, province);
  const figures = tileValues(table, { tiles, province, value });
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
      <Tiles title={`${title} · ${tiles.length} ${labels.provinces[language]}`} tiles={tiles} figures={figures} />
    </>
  );
}

interface TilesProps {
  readonly title: string;
  readonly tiles: readonly Tile[];
  readonly figures: TileValues;
}

function Tiles({ title, tiles, figures: { values, rowsElsewhere } }: TilesProps) {
  const { language } = useLanguage();
  const largest = Math.max(...[...values.values()].map((value) => value ?? 0), 0);
  const told = tiles.map((tile) => ({ ...tile, text: textOf(values.get(tile.code), language) }));
  const width = (Math.max(...tiles.map(({ column }) => column)) + 1) * (tileWidth + gap);
  const height = (Math.max(...tiles.map(({ row }) => row)) + 1) * (tileHeight + gap);
  const spoken = told.map(({ name, text }) => `${name}: ${text}`).join("; ");
  return (
    <figure className="hub-chart hub-tiles">
      <figcaption>{title}</figcaption>
      <svg role="img" aria-label={`${title}. ${spoken}`} viewBox={`0 0 ${width} ${height}`}>
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
