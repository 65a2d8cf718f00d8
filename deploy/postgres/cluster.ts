import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../local/port.ts";
import { locateBinaries, type Binaries } from "./binaries.ts";
import { createCluster, dataArgument, serverEnvironment, type ClusterFolder } from "./create-cluster.ts";
import { clusterName, settleEarlierServer } from "./earlier-server.ts";
import { readPostmasterFile } from "./postmaster-file.ts";
import { serverFailure } from "./server-failure.ts";
import { serverUser } from "./server-user.ts";
import { startWatcher, type Watcher } from "./start-watcher.ts";

/** Where the cluster lives, and whether a commit must survive the loss of power. */
export interface ClusterOptions {
  readonly folder: string;
  /** False only for tests: a crash of the machine may then cost the cluster. */
  readonly isDurable: boolean;
}

/** A running server on loopback. It is started again, at the same address, when it dies before `stop`. */
export interface RunningCluster extends AsyncDisposable {
  /** Connection of the superuser to the database "postgres". */
  readonly adminUrl: string;
  readonly stop: () => Promise<void>;
}

const START_MS = 60_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Starts PostgreSQL on a free port of 127.0.0.1, making the cluster on first use. */
export async function startCluster({ folder, isDurable }: ClusterOptions): Promise<RunningCluster> {
  const binaries = await locateBinaries();
  const cluster = await createCluster(resolve(folder), binaries, isDurable);
  await settleEarlierServer(cluster.data, cluster.password);

  const watcher = startWatcher(binaries.copy && dirname(binaries.copy));
  const port = await freePort();
  const server = await supervise(() => startServer(cluster, binaries, settings(port, isDurable), watcher));
  const stop = async () => {
    await server.stop();
    watcher.dismiss();
    if (binaries.copy) await rm(dirname(binaries.copy), { recursive: true, force: true });
  };
  const adminUrl = `postgres://postgres:${cluster.password}@127.0.0.1:${port}/postgres`;
  return { adminUrl, stop, [Symbol.asyncDispose]: stop };
}

/** Keeps a server running until `stop`, which also waits for a start that is under way. */
async function supervise(start: () => Promise<ChildProcess>): Promise<{ stop: () => Promise<void> }> {
  const stopping = new AbortController();
  let server = await start();
  const keepRunning = async () => {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      await ended(server);
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      server = await start().catch((error: Error) => {
        console.error(error.message);
        return server;
      });
      if (stopping.signal.aborted) server.kill("SIGINT");
    }
  };
  const finished = keepRunning();
  const stop = async () => {
    stopping.abort();
    // SIGINT is PostgreSQL's fast shutdown: it ends sessions and writes everything out.
    server.kill("SIGINT");
    await finished;
  };
  return { stop };
}

const hasEnded = ({ pid, exitCode, signalCode }: ChildProcess) =>
  pid === undefined || exitCode !== null || signalCode !== null;

async function ended(server: ChildProcess): Promise<void> {
  if (!hasEnded(server)) await once(server, "exit");
}

async function startServer(
  { data }: ClusterFolder,
  { postgres }: Binaries,
  set: Readonly<Record<string, string>>,
  watcher: Watcher,
): Promise<ChildProcess> {
  const logFile = join(dirname(data), "server.log");
  // The log of the last start tells why it ended, so it stays until this one ends too.
  await rename(logFile, `${logFile}.previous`).catch(() => undefined);
  await using log = await open(logFile, "w", 0o600);
  const options = [
    "-D",
    dataArgument(data),
    ...Object.entries(set).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  const server = spawn(postgres, options, {
    cwd: data,
    env: serverEnvironment,
    // Ctrl-C in the terminal then reaches the parent only, which stops the server last.
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
    ...serverUser,
  });
  server.once("error", () => undefined);
  if (server.pid !== undefined) watcher.guard(server.pid);
  for (const started = Date.now(); Date.now() - started < START_MS && !hasEnded(server); await sleep(20)) {
    const file = await readPostmasterFile(data);
    if (file && file.pid === server.pid && file.isReady) return server;
  }
  server.kill("SIGQUIT");
  throw serverFailure(await readFile(logFile, "utf8"), logFile);
}

function settings(port: number, isDurable: boolean): Record<string, string> {
  return {
    port: String(port),
    listen_addresses: "127.0.0.1",
    // A socket file would be reachable by other accounts and has a length limit for its path.
    unix_socket_directories: "",
    cluster_name: clusterName(),
    max_connections: "300",
    max_wal_size: "2GB",
    timezone: "UTC",
    log_timezone: "UTC",
    // Short statements only: compiling them costs more than it saves.
    jit: "off",
    ...(!isDurable && {
      fsync: "off",
      synchronous_commit: "off",
      full_page_writes: "off",
      wal_level: "minimal",
      max_wal_senders: "0",
    }),
  };
}
