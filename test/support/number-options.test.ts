import { describe, expect, it } from "vitest";
import { numberOptions } from "./number-options.ts";

const read = (...args: string[]) => numberOptions({ pairs: 100, seed: 1 }, args);

describe("options that are numbers", () => {
  it("are read by name, in any order, and have defaults", () => {
    expect(read()).toEqual({ pairs: 100, seed: 1 });
    expect(read("--seed", "7", "--pairs=20")).toEqual({ pairs: 20, seed: 7 });
  });

  it.each<[words: string, ...args: string[]]>([
    ["2000 belongs to no option.", "2000"],
    ["There is no option --rounds.", "--rounds", "5"],
    ["--pairs must be a whole number from 1.", "--pairs"],
    ...["0", "1.5", "1e3", "many", ""].map((value): [string, string] => [
      "--pairs must be a whole number from 1.",
      `--pairs=${value}`,
    ]),
  ])("are refused in words: %s", (words, ...args) => {
    expect(() => read(...args)).toThrow(`${words} The options are --pairs <number> and --seed <number>.`);
  });
});
