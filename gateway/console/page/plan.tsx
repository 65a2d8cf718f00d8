import type { CostExtensions, CostFigures } from "../../cost/cost-account.ts";
import type { NotedCall } from "../../cost/noted-calls.ts";
import { useAsked, useEditedRequest } from "./asked.ts";
import { numbersIn } from "./columns.ts";
import { useFigures } from "./figures.ts";
import { labels } from "./labels.ts";
import { useLanguage } from "./language.tsx";
import { stepsOf, timeByAgency } from "./steps.ts";

/** A header of its own makes another question of it, so it must stay one object. */
const estimating = { "x-cost": "estimate" };

/** What the operation in the editor is estimated to cost, and what it cost and took when it was run last. */
export function CostAndPlan() {
  const { language } = useLanguage();
  const estimated = useAsked<{ readonly extensions?: CostExtensions }>("/graphql", estimating);
  const query = useEditedRequest()?.query;
  const figures = useFigures();
  const run = figures?.query === query ? figures : undefined;
  const cost = estimated?.extensions?.cost ?? run?.cost;
  return (
    <div className="hub-plan">
      <h3>{labels.cost[language]}</h3>
      {cost ? <Cost cost={cost} actual={run?.cost.actual} /> : <p className="hub-note">{labels.noCost[language]}</p>}
      <h3>{labels.planHead[language]}</h3>
      {run?.calls && <Calls calls={run.calls} />}
      {!run?.calls && <p className="hub-note">{labels[run ? "noCalls" : "notRun"][language]}</p>}
    </div>
  );
}

function Cost({ cost: { estimate, limit, agencies }, actual }: { cost: CostFigures; actual: number | undefined }) {
  const { language } = useLanguage();
  const format = numbersIn(language);
  return (
    <dl>
      <dt>{labels.estimate[language]}</dt>
      <dd>{`${format(estimate)} / ${format(limit)}`}</dd>
      {Object.entries(agencies).map(([agency, of]) => (
        <div key={agency}>
          <dt>{agency}</dt>
          <dd>{`${format(of.estimate)} / ${format(of.limit)}`}</dd>
        </div>
      ))}
      {actual !== undefined && (
        <div>
          <dt>{labels.actual[language]}</dt>
          <dd>{format(actual)}</dd>
        </div>
      )}
    </dl>
  );
}

function Calls({ calls }: { calls: readonly NotedCall[] }) {
  const { language } = useLanguage();
  const format = numbersIn(language);
  const times = timeByAgency(calls).map(([agency, ms]) => `${agency} ${format(ms)} ms`);
  return (
    <>
      <ol className="hub-steps">
        {stepsOf(calls).map(({ calls: together, tookMs }, index) => (
          <li key={index}>
            {`${labels.step[language]} ${index + 1} · ${format(tookMs)} ms`}
            <ul>
              {together.map((call, at) => (
                <li key={at}>
                  <strong>{call.instance ? `${call.agency} (${call.instance})` : call.agency}</strong>
                  {` ${format(call.tookMs)} ms${call.hasFailed ? ` · ${labels.failed[language]}` : ""}`}
                  <div className="hub-paths">{call.asks.join(", ")}</div>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      <p className="hub-note">{`${labels.timeByAgency[language]}: ${times.join("; ")}`}</p>
    </>
  );
}
