import type { ExecutionResult } from "graphql";

/**
 * The places where data was lost: for each error the null nearest the root on its path. When several values below one
 * place are lost, executors may name one or another; the place is the same. @throws when an error explains no null.
 */
export function lossesOf({ data, errors = [] }: ExecutionResult): readonly string[] {
  const places = errors.map(({ message, path }) => {
    let value: unknown = data;
    const above: (string | number)[] = [];
    for (const key of path ?? []) {
      if (value === null) break;
      above.push(key);
      value = (value as Record<string | number, unknown>)[key];
    }
    if (value !== null) throw new Error(`"${message}" at ${String(path)} explains no null.`);
    return above.join(".");
  });
  return [...new Set(places)].sort();
}

/**
 * Throws unless an answer is the right one with parts lost: each value is right or null, each null that is not
 * right has an error at it or below it.
 */
export function expectOnlyLosses(actual: ExecutionResult, right: ExecutionResult): void {
  const lost = (actual.errors ?? []).map(({ path = [] }) => `${path.join(".")}.`);
  compare(actual.data, right.data, "");

  function compare(value: unknown, expected: unknown, path: string): void {
    if (value === null && expected !== null) {
      if (!lost.some((it) => it.startsWith(path))) throw new Error(`${path} is null without an error.`);
    } else if (Array.isArray(value) && Array.isArray(expected) && value.length === expected.length) {
      value.forEach((item, index) => compare(item, expected[index], `${path}${index}.`));
    } else if (isObject(value) && isObject(expected) && String(Object.keys(value)) === String(Object.keys(expected))) {
      for (const [name, inner] of Object.entries(value)) compare(inner, expected[name], `${path}${name}.`);
    } else if (value !== expected)
      throw new Error(`${path} is ${JSON.stringify(value)}, not ${JSON.stringify(expected)}.`);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
