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
