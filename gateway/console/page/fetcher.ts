import type { GraphiQLProps } from "graphiql";
import { meros, type Part } from "meros/browser";
import type { CostExtensions } from "../../cost/cost-account.ts";
import { keepFigures } from "./figures.ts";
import { labels, type Language } from "./labels.ts";

type Fetcher = GraphiQLProps["fetcher"];

/**
 * Sends operations to the hub that served the page, with the caller's headers and above them those of the header
 * editor. While `callerHeaders` gives null nothing is sent, and the answer asks to sign in first.
 */
export const fetcherWith =
  (callerHeaders: () => Promise<Record<string, string> | null>, language: Language): Fetcher =>
  async ({ query, variables, operationName }, options) => {
    const own = await callerHeaders();
    if (own === null) return { errors: [{ message: labels.signInFirst[language] }] } as never;
    const isAboutSchema = /\b__schema\b/.test(query);
    // What leaves in parts has no figures of cost.
    const takesParts = /@defer\b/.test(query);
    try {
      const response = await fetch("/graphql", {
        method: "POST",
        headers: {
          accept: `${takesParts ? `${PARTS_TYPE}, ` : ""}application/graphql-response+json, application/json`,
          "content-type": "application/json",
          // The graph explains itself in the language of the page.
          "accept-language": language,
          ...(!isAboutSchema && !takesParts && { "x-cost": "show" }),
          ...own,
          ...options?.headers,
        },
        body: JSON.stringify({ query, variables, operationName: nameWithin(query, operationName) }),
      });
      const parts = await meros<object>(response);
      if (!(parts instanceof Response)) return bodiesOf(parts) as never;
      const { extensions, ...answer } = (await response.json()) as { readonly extensions?: CostExtensions };
      if (isAboutSchema || options?.headers?.["x-cost"]) return { ...answer, extensions } as never;
      // They have a panel of their own.
      keepFigures(extensions?.cost && { query, ...extensions });
      return answer as never;
    } catch {
      // GraphiQL would show where in its own code the failure came to light.
      return { errors: [{ message: labels.hubAway[language] }] } as never;
    }
  };

const PARTS_TYPE = "multipart/mixed;incrementalSpec=v0.2";

async function* bodiesOf(parts: AsyncIterable<Part<object, string>>): AsyncGenerator<object | string> {
  for await (const { body } of parts) yield body;
}

/**
 * The operation's name, or undefined when the document does not hold it: GraphiQL learns the name a moment after the
 * text, so a run right after a change of tabs would ask for the operation of the tab before.
 */
export const nameWithin = (query: string, operationName: string | null | undefined): string | undefined =>
  operationName && new RegExp(`\\b${operationName}\\b`).test(query) ? operationName : undefined;
