import { once } from "node:events";
import { Command } from "commander";
import { readHubConfig } from "../config.ts";
import { startHub } from "../local/hub.ts";
import { printWelcome } from "../local/welcome.ts";

/** `hub start`: everything on this machine until Ctrl-C. */
export const startCommand = new Command("start")
  .description("start the hub with all its agencies on this machine; Ctrl-C stops it")
  .action(async () => {
    const stopRequested = Promise.race(["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => once(process, signal)));
    const config = readHubConfig();
    const hub = await Promise.race([startHub(config, logOf), stopRequested.then(() => undefined)]);
    // Children end when this process does, and the watcher stops the database: both without losing a commit.
    if (!hub) process.exit(0);
    await printWelcome(hub.url, config);
    await stopRequested;
    console.log("Stopping.");
    await hub[Symbol.asyncDispose]();
    process.exit(0);
  });

const logOf = (name: string) => (line: string) => console.log(`[${name}] ${line}`);
