import type { GraphiQLProps } from "graphiql";

/** Sends an operation to the hub that served the page, with the headers of the header editor. */
export const fetcher: GraphiQLProps["fetcher"] = async ({ query, variables, operationName }, options) => {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: {
      accept: "application/graphql-response+json, application/json",
      "content-type": "application/json",
      ...options?.headers,
    },
    body: JSON.stringify({ query, variables, operationName: nameWithin(query, operationName) }),
  });
  return response.json();
};

/**
 * The operation's name, or undefined when the document does not hold it: GraphiQL learns the name a moment after the
 * text, so a run right after a change of tabs would ask for the operation of the tab before.
 */
export const nameWithin = (query: string, operationName: string | null | undefined): string | undefined =>
  operationName && new RegExp(`\\b${operationName}\\b`).test(query) ? operationName : undefined;
