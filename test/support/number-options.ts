import { Command } from "commander";
import { wholeNumber } from "../../deploy/commands/whole-number.ts";

/**
 * Reads options that are whole numbers from 1, by name and with a default each: `--pairs 100 --seed 7`. Wrong ones end
 * the process in words and with status 2, since 1 says that something was found.
 */
export function numberOptions<Name extends string>(defaults: Readonly<Record<Name, number>>): Command {
  const command = new Command().exitOverride(({ exitCode }) => process.exit(exitCode && 2));
  for (const [name, value] of Object.entries<number>(defaults))
    command.option(`--${name} <number>`, "a whole number from 1", wholeNumber(1, Number.MAX_SAFE_INTEGER), value);
  return command;
}
