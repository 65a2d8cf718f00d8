import { parseArgs } from "node:util";

/** Whole numbers from 1 by the names of their options. */
type Numbers<Name extends string> = Readonly<Record<Name, number>>;

/**
 * Reads options that are whole numbers from 1: `--pairs 100 --seed 7`. What is not given has its default.
 * @throws Error that says what is wrong and which options there are
 */
export function numberOptions<Name extends string>(defaults: Numbers<Name>, args: readonly string[]): Numbers<Name> {
  const names = Object.keys(defaults) as Name[];
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" }] as const));
  const { values, positionals } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true });
  const usage = `The options are ${names.map((name) => `--${name} <number>`).join(" and ")}.`;
  const unknown = Object.keys(values).find((name) => !(name in defaults));
  if (unknown !== undefined) throw new Error(`There is no option --${unknown}. ${usage}`);
  if (positionals.length > 0) throw new Error(`${positionals[0]} belongs to no option. ${usage}`);
  const valueOf = (name: Name) => {
    const given = values[name];
    if (given === undefined) return defaults[name];
    if (typeof given === "string" && /^[1-9]\d{0,14}$/.test(given)) return Number(given);
    throw new Error(`--${name} must be a whole number from 1. ${usage}`);
  };
  return Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Numbers<Name>;
}

/** Reads the options of this process, which ends with those words and status 2 where they are wrong. */
export function numberOptionsOrEnd<Name extends string>(defaults: Numbers<Name>): Numbers<Name> {
  try {
    return numberOptions(defaults, process.argv.slice(2));
  } catch (error) {
    console.error((error as Error).message);
    process.exit(2);
  }
}
