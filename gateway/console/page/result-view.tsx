import { useGraphiQL } from "@graphiql/react";
import { useMemo, useState } from "react";
import { readAnswer } from "./answer.ts";
import { Chart } from "./chart.tsx";
import { Choice } from "./choice.tsx";
import { labels } from "./labels.ts";
import { useLanguage } from "./language.tsx";
import { CostAndPlan } from "./plan.tsx";
import { ResultTable } from "./result-table.tsx";
import { Rights } from "./rights.tsx";
import { Shortfalls } from "./shortfalls.tsx";
import type { Table } from "./tables.ts";
import { WholeList } from "./whole-list.tsx";
import { UseElsewhere } from "./use-elsewhere.tsx";

const views = ["json", "table", "chart", "rights", "plan", "code"] as const;

/**
 * The bar above the answer that chooses how it is shown. The JSON itself stays GraphiQL's; the style sheet hides it
 * while another view is chosen.
 */
export function ResultView() {
  const { language } = useLanguage();
  const [view, setView] = useState<(typeof views)[number]>("json");
  const response = useGraphiQL(({ tabs, activeTabIndex }) => tabs[activeTabIndex]?.response ?? "");
  const answer = useMemo(() => readAnswer(response), [response]);
  const isAboutAnswer = view === "json" || view === "table" || view === "chart";
  return (
    <section className="hub-result" data-view={view} aria-label={labels.result[language]}>
      <div className="hub-views" role="group" aria-label={labels.result[language]}>
        {views.map((each) => (
          <button key={each} type="button" aria-pressed={each === view} onClick={() => setView(each)}>
            {labels[each][language]}
          </button>
        ))}
      </div>
      {isAboutAnswer && response === "" && <p className="hub-note">{labels.notRun[language]}</p>}
      {isAboutAnswer && <Shortfalls shortfalls={answer.shortfalls} hasData={answer.tables.length > 0} />}
      {(view === "table" || view === "chart") && response !== "" && <Tables view={view} tables={answer.tables} />}
      {view === "rights" && <Rights />}
      {view === "plan" && <CostAndPlan />}
      {view === "code" && <UseElsewhere />}
    </section>
  );
}

function Tables({ view, tables }: { view: "table" | "chart"; tables: readonly Table[] }) {
  const { language } = useLanguage();
  const [chosen, choose] = useState<string>();
  const table = tables.find(({ path }) => path === chosen) ?? tables[0];
  if (!table) return <p className="hub-note">{labels.noData[language]}</p>;
  const options = tables.map(({ path, rows }) => ({
    value: path,
    label: `${path || labels.whole[language]} (${rows.length} ${labels.rows[language]})`,
  }));
  return (
    <>
      <Choice label={labels.list[language]} value={table.path} options={options} choose={choose} />
      {/* Another table has other columns, so what was chosen for the last one ends with it. */}
      {view === "table" && <WholeList name={table.path || "answer"} />}
      {view === "table" && <ResultTable key={table.columns.join()} table={table} />}
      {view === "chart" && <Chart key={table.columns.join()} table={table} />}
    </>
  );
}
