import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { isAlive, readPostmasterFile } from "./postmaster-file.ts";

/** How long an earlier server may take to finish; a final checkpoint on a slow disk is seconds, not minutes. */
const PATIENCE_MS = 15_000;
const LAUNCHER_PREFIX = "hub_";

/** The name under which a server remembers which process launched it. */
export const clusterName = () => `${LAUNCHER_PREFIX}${process.pid}`;

/**
 * Makes sure that no server works on the data folder any more: stops one whose launcher is gone (both the launcher
 * and its watcher were killed), waits for one that is stopping, and removes the mark of one that never stopped.
 * @throws one sentence when the launcher of that server is still at work
 */
export async function settleEarlierServer(
  dataFolder: string,
  password: string,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  for (const started = Date.now(); Date.now() - started < patienceMs; await sleep(50)) {
    const server = await readPostmasterFile(dataFolder);
    if (!server || !isAlive(server.pid)) return;
    const launcher = await launcherOf(server.port, password);
    if (launcher === undefined) continue;
    if (isAlive(launcher)) {
      throw new Error(
        `The data folder ${dataFolder} is in use by process ${launcher}: stop it, or set HUB_DATA_DIR to another folder.`,
      );
    }
    process.kill(server.pid, "SIGINT");
  }
  // A process has this id, yet no server of ours answers: the id was given anew after a crash of the machine.
  await rm(join(dataFolder, "postmaster.pid"), { force: true });
}

/** The port of the server that works on the data folder for a launcher that is still there; undefined if none does. */
export async function runningServer(dataFolder: string, password: string): Promise<number | undefined> {
  const server = await readPostmasterFile(dataFolder);
  if (!server || !isAlive(server.pid)) return undefined;
  const launcher = await launcherOf(server.port, password);
  return launcher !== undefined && isAlive(launcher) ? server.port : undefined;
}

/** Undefined when no server answers there that knows our password. */
async function launcherOf(port: number, password: string): Promise<number | undefined> {
  const client = new Client({ host: "127.0.0.1", port, user: "postgres", password, database: "postgres" });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ cluster_name: string }>("show cluster_name");
    return Number(rows[0]?.cluster_name.slice(LAUNCHER_PREFIX.length));
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}
