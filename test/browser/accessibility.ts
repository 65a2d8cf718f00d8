import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What GraphiQL does itself, each with the reason why it is let pass. Within elements of GraphiQL's alone, so that
 * nothing of ours hides behind them.
 */
const exceptions: readonly { readonly rule: string; readonly within: string; readonly because: string }[] = [
  { rule: "nested-interactive", within: ".graphiql-tab", because: "GraphiQL puts the button that closes a tab into it" },
  {
    rule: "label-content-name-mismatch",
    within: ".graphiql-history-item-label",
    because: "GraphiQL calls the button of a past operation by the whole operation, and shows its beginning",
  },
];

/** Serious and critical breaches of WCAG as axe finds them in a part of a page, exceptions left out: `rule: selector`. */
export async function breachesOn(page: Page, part = "html"): Promise<readonly string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(source);
  const { violations } = (await page.evaluate(`axe.run("${part}", { resultTypes: ["violations"] })`)) as AxeResults;
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const breaches: string[] = [];
  for (const { id, nodes } of grave) {
    const allowed = exceptions.filter(({ rule }) => rule === id).map(({ within }) => within);
    for (const { target } of nodes) {
      const [selector] = target;
      if (!(await isWithin(page, String(selector), allowed))) breaches.push(`${id}: ${String(selector)}`);
    }
  }
  return breaches;
}

const isWithin = (page: Page, selector: string, places: readonly string[]): Promise<boolean> =>
  page.evaluate(
    ([element, within]) => within.some((place) => document.querySelector(element)?.closest(place)),
    [selector, places] as const,
  );
