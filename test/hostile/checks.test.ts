import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checks } from "./checks.ts";
import { documentCases } from "./document-cases.ts";
import { transportCases } from "./transport-cases.ts";
import { valueCases } from "./value-cases.ts";

/** The catalogue numbers its cases by letter; it has every odd one, and one that is even. */
const CASES_BY_LETTER = {
  P: 9,
  V: 13,
  Q: 9,
  L: 11,
  Z: 23,
  N: 19,
  C: 23,
  X: 15,
  K: 9,
  I: 9,
  S: 11,
  U: 19,
  M: 11,
  T: 7,
  D: 13,
} as const;

const catalogue = [
  ...Object.entries(CASES_BY_LETTER).flatMap(([letter, last]) =>
    Array.from({ length: (last + 1) / 2 }, (_, i) => `${letter}${String(2 * i + 1).padStart(2, "0")}`),
  ),
  "L12",
];

const source = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

describe("the catalogue of hostile cases", () => {
  it("has 109 cases, each with a place where it is checked", () => {
    expect(catalogue).toHaveLength(109);
    expect(catalogue.filter((id) => !(id in checks))).toEqual([]);
  });

  it.each(Object.entries(checks))("finds the check of %s where it should be", (_, { file, words }) => {
    expect(source(file)).toContain(words);
  });

  it("misses a check that is not there", () => {
    expect(source("test/hostile/checks.ts")).not.toContain(["words", "of", "no", "test"].join("-"));
  });

  it("knows every case that is run", () => {
    const run = [...documentCases, ...transportCases, ...valueCases].map(({ id }) => id);
    expect(run.filter((id) => !(id in checks))).toEqual([]);
    expect(new Set(run).size).toBe(run.length);
  });
});
