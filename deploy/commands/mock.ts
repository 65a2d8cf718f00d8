import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { dataFolderOf } from "../config.ts";
import { startMockHub } from "../mock/mock-hub.ts";

const wholeNumber = (text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number.");
};

const list = (text: string, before: readonly string[] = []) => [...before, text];

/** `hub mock`: the graph with made-up facts, for front-end teams. */
export const mockCommand = new Command("mock")
  .description("serve the graph with made-up facts: the same rights, limits and errors, but no database")
  .option("--port <port>", "TCP port on 127.0.0.1", wholeNumber, 4100)
  .option("--seed <number>", "another number makes other facts", wholeNumber, 1)
  .option("--list-length <items>", "how many items each list has that is read in pages", wholeNumber, 137)
  .option("--away <agency>", "an agency that does not answer; may be repeated", list, [])
  .action(async (options: { port: number; seed: number; listLength: number; away: readonly string[] }) => {
    const folder = join(dataFolderOf(), "mock");
    const hub = await startMockHub({ ...options, folder });
    console.log(`The mock answers at ${hub.url}; tokens of the made-up callers are in ${hub.tokensFolder}.`);
    await new Promise((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, resolve);
    });
    await hub[Symbol.asyncDispose]();
    process.exit(0);
  });
