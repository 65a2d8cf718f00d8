import { join } from "node:path";
import { Command } from "commander";
import { dataFolderOf } from "../config.ts";
import { requireFreePort } from "../local/port.ts";
import { startMockHub } from "../mock/mock-hub.ts";
import { wholeNumber } from "./whole-number.ts";

const number = wholeNumber(0, 999_999_999);

const list = (text: string, before: readonly string[] = []) => [...before, text];

/** `hub mock`: the graph with made-up facts, for front-end teams. */
export const mockCommand = new Command("mock")
  .description("serve the graph with made-up facts: the same rights, limits and errors, but no database")
  .option("--port <port>", "TCP port on 127.0.0.1", wholeNumber(1, 65_535), 4100)
  .option("--seed <number>", "another number makes other facts", number, 1)
  .option("--list-length <items>", "how many items each list has that is read in pages", number, 137)
  .option("--away <agency>", "an agency that does not answer; may be repeated", list, [])
  .action(async (options: { port: number; seed: number; listLength: number; away: readonly string[] }) => {
    await requireFreePort(options.port, "--port");
    const folder = join(dataFolderOf(), "mock");
    const hub = await startMockHub({ ...options, folder });
    console.log(`The mock answers at ${hub.url}; tokens of the made-up callers are in ${hub.tokensFolder}.`);
    await new Promise((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, resolve);
    });
    await hub[Symbol.asyncDispose]();
    process.exit(0);
  });
