import { useState } from "react";
import { BarChart } from "./bar-chart.tsx";
import { Choice } from "./choice.tsx";
import { labels } from "./labels.ts";
import { useLanguage } from "./language.tsx";
import { LineChart } from "./line-chart.tsx";
import { yearColumns } from "./lines.ts";
import type { Table } from "./tables.ts";
import { TileMap } from "./tile-map.tsx";
import { provinceColumn } from "./tiles.ts";

/** A table as a drawing: bars always, lines where it has years, a map where it has provinces. */
export function Chart({ table }: { table: Table }) {
  const { language } = useLanguage();
  const kinds = [
    "bars" as const,
    ...(yearColumns(table).length > 0 ? ["lines" as const] : []),
    ...(provinceColumn(table) === null ? [] : ["map" as const]),
  ];
  const [chosen, choose] = useState("bars");
  const options = kinds.map((kind) => ({ value: kind, label: labels[kind][language] }));
  return (
    <>
      {kinds.length > 1 && (
        <Choice label={labels.kindOfChart[language]} value={chosen} options={options} choose={choose} />
      )}
      {chosen === "bars" && <BarChart table={table} />}
      {chosen === "lines" && <LineChart table={table} />}
      {chosen === "map" && <TileMap table={table} />}
    </>
  );
}
