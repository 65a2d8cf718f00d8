import type { GraphiQLProps } from "graphiql";

/**
 * The browser's local storage, except that request headers never get there: the history keeps the headers of each
 * request, and with them tokens, whatever GraphiQL is told about persisting headers.
 */
export const storageWithoutHeaders: NonNullable<GraphiQLProps["storage"]> = {
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, value) => {
    if (key !== "graphiql:headers") localStorage.setItem(key, withoutHeaders(value));
  },
  removeItem: (key) => localStorage.removeItem(key),
  clear: () => localStorage.clear(),
  get length() {
    return localStorage.length;
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
