import { Command } from "commander";
import { readHubConfig } from "../config.ts";
import { startHub } from "../local/hub.ts";
import { printWelcome } from "../local/welcome.ts";

/** `hub start`: everything on this machine until Ctrl-C. */
export const startCommand = new Command("start")
  .description("start the hub with all its agencies on this machine; Ctrl-C stops it")
  .action(async () => {
    const stopRequested = stopSignal();
    const config = readHubConfig();
    const outcome = await Promise.race([startHub(config, logOf), stopRequested]);
    if (typeof outcome === "string") {
      // Children end when this process does, and the watcher stops the database: both without losing a commit.
      console.log(`Stopped by ${outcome} before the hub was up.`);
      process.exit(0);
    }
    await printWelcome(outcome, config);
    console.log(`Stopping, because of ${await stopRequested}.`);
    await outcome[Symbol.asyncDispose]();
    process.exit(0);
  });

const stopSignal = () =>
  new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, resolve);
  });

const logOf = (name: string) => (line: string) => console.log(`[${name}] ${line}`);
