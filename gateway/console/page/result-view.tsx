import { useGraphiQL } from "@graphiql/react";
import { useMemo, useState } from "react";
import { readAnswer } from "./answer.ts";
import { Chart } from "./chart.tsx";
import { labels } from "./labels.ts";
import { useLanguage } from "./language.tsx";
import { ResultTable } from "./result-table.tsx";

const views = ["json", "table", "chart"] as const;

/**
 * The bar above the answer that chooses how it is shown. The JSON itself stays GraphiQL's; the style sheet hides it
 * while another view is chosen.
 */
export function ResultView() {
  const { language } = useLanguage();
  const [view, setView] = useState<(typeof views)[number]>("json");
  const response = useGraphiQL(({ tabs, activeTabIndex }) => tabs[activeTabIndex]?.response ?? "");
  return (
    <section className="hub-result" data-view={view} aria-label={labels.result[language]}>
      <div className="hub-views" role="group" aria-label={labels.result[language]}>
        {views.map((each) => (
          <button key={each} type="button" aria-pressed={each === view} onClick={() => setView(each)}>
            {labels[each][language]}
          </button>
        ))}
      </div>
      {response === "" && <p className="hub-note">{labels.notRun[language]}</p>}
      {response !== "" && view !== "json" && <Tables view={view} response={response} />}
    </section>
  );
}

function Tables({ view, response }: { view: "table" | "chart"; response: string }) {
  const { language } = useLanguage();
  const { tables, hasErrors } = useMemo(() => readAnswer(response), [response]);
  const [chosen, choose] = useState<string>();
  const table = tables.find(({ path }) => path === chosen) ?? tables[0];
  if (!table) return <p className="hub-note">{labels.noData[language]}</p>;
  return (
    <>
      {hasErrors && <p className="hub-note hub-warning">{labels.hasErrors[language]}</p>}
      <label className="hub-choice">
        {labels.list[language]}
        <select value={table.path} onChange={(event) => choose(event.target.value)}>
          {tables.map(({ path, rows }) => (
            <option key={path} value={path}>
              {path || labels.whole[language]} ({rows.length} {labels.rows[language]})
            </option>
          ))}
        </select>
      </label>
      {/* Another table has other columns, so what was chosen for the last one ends with it. */}
      {view === "table" && <ResultTable key={table.columns.join()} table={table} />}
      {view === "chart" && <Chart key={table.columns.join()} table={table} />}
    </>
  );
}
