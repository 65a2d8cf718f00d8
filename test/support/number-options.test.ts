import { describe, expect, it } from "vitest";
import { numberOptions } from "./number-options.ts";

const read = (...args: string[]) => {
  const command = numberOptions({ pairs: 100, seed: 1 }).exitOverride();
  return command.configureOutput({ writeErr: () => undefined }).parse(args, { from: "user" }).opts();
};

describe("options that are numbers", () => {
  it("are read by name, in any order, and have defaults", () => {
    expect(read()).toEqual({ pairs: 100, seed: 1 });
    expect(read("--seed", "7", "--pairs=20")).toEqual({ pairs: 20, seed: 7 });
  });

  it.each<[words: string, ...args: string[]]>([
    ["too many arguments", "2000"],
    ["unknown option '--rounds'", "--rounds", "5"],
    ["option '--pairs <number>' argument missing", "--pairs"],
    ...["0", "1.5", "1e3", "many", ""].map((value): [string, string] => [
      "It must be a whole number from 1",
      `--pairs=${value}`,
    ]),
  ])("are refused in words: %s", (words, ...args) => {
    expect(() => read(...args)).toThrow(words);
  });
});
