import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { positiveNumber } from "./positive-number.ts";

const read = (...args: string[]) =>
  new Command()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .option("--hours <number>", "how long", positiveNumber, 8)
    .parse(args, { from: "user" })
    .opts();

describe("an option that is a number above 0", () => {
  it("may be a fraction, and has a default", () => {
    expect(read()).toEqual({ hours: 8 });
    expect(read("--hours", "0.01")).toEqual({ hours: 0.01 });
  });

  it.each(["0", "-1", "many", "", "Infinity"])("is refused in words when it is %j", (text) => {
    expect(() => read(`--hours=${text}`)).toThrow("It must be a number above 0.");
  });
});
