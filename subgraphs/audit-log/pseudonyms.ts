import type { KeyObject } from "node:crypto";
import { pseudonymOf } from "#contract/pseudonyms.ts";

/** The names under which the log knows a person: one for each year whose key there still is. */
export type PseudonymsOf = (person: string) => readonly string[];

/** Finds those names under the keys of some years. */
export const pseudonymsUnder =
  (keys: ReadonlyMap<number, KeyObject>): PseudonymsOf =>
  (person) =>
    [...keys.values()].map((key) => pseudonymOf(key, "person", person));
