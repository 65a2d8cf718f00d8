import type { GraphiQLProps } from "graphiql";

/** Questions may name persons: tabs and history last as long as the browser's tab, what is starred lasts longer. */
const PASSING = /^graphiql:(tabState|queries|query|variables|operationName)$/;

const placeOf = (key: string): Storage => (PASSING.test(key) ? sessionStorage : localStorage);

/**
 * The browser's storage for the page, except that request headers never get there: the history keeps the headers of
 * each request, and with them tokens, whatever GraphiQL is told about persisting headers.
 */
export const storageWithoutHeaders: NonNullable<GraphiQLProps["storage"]> = {
  getItem: (key) => placeOf(key).getItem(key),
  setItem: (key, value) => {
    if (key !== "graphiql:headers") placeOf(key).setItem(key, withoutHeaders(value));
  },
  removeItem: (key) => placeOf(key).removeItem(key),
  clear() {
    localStorage.clear();
    sessionStorage.clear();
  },
  get length() {
    return localStorage.length + sessionStorage.length;
  },
};

function withoutHeaders(value: string): string {
  if (!value.includes('"headers"')) return value;
  try {
    return JSON.stringify(JSON.parse(value), (key, item: unknown) => (key === "headers" ? null : item));
  } catch {
    // The text of an operation, which is not JSON, is kept as it is.
    return value;
  }
}
