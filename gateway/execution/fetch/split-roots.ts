import { own } from "../verify/data-tree.ts";
import { placeSuffix } from "./place-names.ts";

/**
 * Parts the answer to a call for the root fields of several requests into those that each would have got alone, by
 * their places. Null for an answer with errors, which may have cost one request what another asked for.
 */
export function splitRoots(body: Buffer, picks: readonly (readonly number[])[]): readonly Buffer[] | null {
  const data = dataOf(body);
  if (!data) return null;
  return picks.map(([place]) => {
    const suffix = placeSuffix(place!);
    const mine = Object.entries(data).filter(([name]) => name.endsWith(suffix));
    const renamed = mine.map(([name, value]) => [name.slice(0, -suffix.length), value] as const);
    return Buffer.from(JSON.stringify({ data: Object.fromEntries(renamed) }));
  });
}

function dataOf(body: Buffer): object | null {
  try {
    const answer: unknown = JSON.parse(body.toString("utf8"));
    if (typeof answer !== "object" || !answer || own(answer, "errors") !== undefined) return null;
    const data = own(answer, "data");
    return typeof data === "object" && !Array.isArray(data) ? data : null;
  } catch {
    return null;
  }
}
