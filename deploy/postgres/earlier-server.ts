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
 * @throws one sentence when the launcher of that server is still at work, or the server does not come to an end
 */
export async function settleEarlierServer(
  dataFolder: string,
  password: string,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  let isBusy = false;
  for (const started = Date.now(); Date.now() - started < patienceMs; await sleep(50)) {
    const server = await readPostmasterFile(dataFolder);
    if (!server || !isAlive(server.pid)) return;
    const launcher = await launcherOf(server.port, password);
    isBusy = launcher === "busy";
    if (typeof launcher !== "number") continue;
    if (isAlive(launcher)) {
      throw new Error(
        `The data folder ${dataFolder} is in use by process ${launcher}: stop it, or set HUB_DATA_DIR to another folder.`,
      );
    }
    process.kill(server.pid, "SIGINT");
  }
  // Two servers on one data folder would destroy it.
  if (isBusy) throw new Error(`A PostgreSQL still starts, recovers or stops in ${dataFolder}: try again in a minute.`);
  // A process has this id, yet no server of ours answers: the id was given anew after a crash of the machine.
  await rm(join(dataFolder, "postmaster.pid"), { force: true });
}

/** The port of the server that works on the data folder for a launcher that is still there; undefined if none does. */
export async function runningServer(dataFolder: string, password: string): Promise<number | undefined> {
  const server = await readPostmasterFile(dataFolder);
  if (!server || !isAlive(server.pid)) return undefined;
  const launcher = await launcherOf(server.port, password);
  return typeof launcher === "number" && isAlive(launcher) ? server.port : undefined;
}

const ANSWER_MS = 2_000;
/** "Cannot connect now" of a server that starts, recovers or stops, and "too many connections". */
const BUSY = new Set(["57P03", "53300"]);

/** The launcher of a server of ours; busy when a server lets nobody in now; undefined when none knows our password. */
async function launcherOf(port: number, password: string): Promise<number | "busy" | undefined> {
  const account = { user: "postgres", password, database: "postgres" };
  const client = new Client({ host: "127.0.0.1", port, ...account, connectionTimeoutMillis: ANSWER_MS });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ cluster_name: string }>("show cluster_name");
    return Number(rows[0]?.cluster_name.slice(LAUNCHER_PREFIX.length));
  } catch (error) {
    const { code } = error as { readonly code?: string };
    // Without a code, nobody has answered in time: a server that ends takes connections and leaves them waiting.
    return code === undefined || BUSY.has(code) ? "busy" : undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}
