import { Kind, type SelectionSetNode } from "graphql";
import { own } from "./data-tree.ts";

/**
 * Whether an answered entity is the one that was asked for: every key that the representation holds in full must
 * come back with the same values. Agencies may swap, repeat or invent entities; positions prove nothing.
 */
export function keysMatch(keys: readonly SelectionSetNode[], asked: object, answered: object): boolean {
  return keys.every((key) => !holds(key, asked) || matches(key, asked, answered));
}

function holds({ selections }: SelectionSetNode, asked: object): boolean {
  return selections.every((it) => it.kind === Kind.FIELD && own(asked, it.name.value) !== undefined);
}

function matches(key: SelectionSetNode, asked: unknown, answered: unknown): boolean {
  if (Array.isArray(asked)) {
    return (
      Array.isArray(answered) &&
      asked.length === answered.length &&
      asked.every((item, index) => matches(key, item, answered[index]))
    );
  }
  if (typeof asked !== "object" || asked === null) return asked === answered;
  if (typeof answered !== "object" || answered === null) return false;
  return key.selections.every((it) => {
    if (it.kind !== Kind.FIELD) return true;
    const [expected, actual] = [own(asked, it.name.value), own(answered, it.name.value)];
    if (it.selectionSet) return matches(it.selectionSet, expected, actual);
    // An agency may hold as a number what another holds as text.
    return expected === null || actual === null
      ? expected === actual
      : actual !== undefined && sameScalar(expected, actual);
  });
}

const sameScalar = (expected: unknown, actual: unknown) =>
  typeof expected === "object"
    ? JSON.stringify(expected) === JSON.stringify(actual)
    : String(expected) === String(actual);
