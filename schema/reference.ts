import { errorCodes } from "./contract/errors.ts";
import { limits } from "./contract/limits.ts";

/** The reference page as Markdown: every error code and every limit of the contract, in the contract's order. */
export function referencePage(): string {
  const codes = Object.entries(errorCodes).map(([code, { kind, status, en, vi }]) => [
    `\`${code}\``,
    kind,
    status,
    en,
    vi,
  ]);
  const figures = Object.entries(limits).map(([name, value]) => [`\`${name}\``, value.toLocaleString("en")]);
  return [
    "# Reference",
    "",
    "Written by `npm run reference` from `schema/contract`; a test fails when the two differ. Who may ask for which field",
    "stands in [rights.md](rights.md).",
    "",
    "## Error codes",
    "",
    "Every error carries one of these in `extensions.code`. The list is closed and append-only. The status is that of a",
    "request that fails as a whole under `application/graphql-response+json`; an error beside data leaves the status at 200.",
    "Errors of the kind *agency* name the agency in `extensions.agency`; `INTERNAL` carries `extensions.incidentId`,",
    "which also stands in the log.",
    "",
    ...table(["code", "kind", "status", "meaning", "nghĩa"], codes),
    "",
    "## Limits",
    "",
    "Bytes, milliseconds or counts, as the name says. A refusal names the limit and the value it saw.",
    "",
    ...table(["limit", "value"], figures),
    "",
    "The cost of an operation is estimated before it runs, by `@cost` and `@listSize` in the agencies' SDL: an object",
    "costs 1, a scalar nothing, a mutation 10 more, a list as often as `first` says or as `@listSize` assumes, otherwise as",
    "ten; entities that another agency is asked for count there too. With the header `x-cost: show` an answer carries",
    "`extensions.cost`: the estimate and its limit, in all and for each agency, the actual cost by the shape of the answer,",
    "and what is left of the minute's budgets of the caller and the organization. `x-cost: estimate` gives the same figures",
    "in place of an execution. Callers with the scope `document:free` also find `extensions.calls`: each call to an",
    "agency with its start, its milliseconds and what it asked for. A refusal for a spent budget has status 429, `Retry-After` and",
    "`extensions.retryAfterSeconds`; operators set other budgets in `GATEWAY_BUDGETS`.",
    "",
  ].join("\n");
}

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
