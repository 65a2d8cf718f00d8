import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { open, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
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
const RESTART_PAUSE_MS = 500;

/** Starts PostgreSQL on a free port of 127.0.0.1, making the cluster on first use. */
export async function startCluster({ folder, isDurable }: ClusterOptions): Promise<RunningCluster> {
  const binaries = await locateBinaries();
  const cluster = await createCluster(resolve(folder), binaries, isDurable);
  await settleEarlierServer(cluster.data, cluster.password);

  const watcher = startWatcher(binaries.copy && dirname(binaries.copy));
  const port = await freePort();
  const server = await supervise(() => startServer(cluster, binaries, port, isDurable), watcher);
  const stop = async () => {
    await server.stop();
    watcher.dismiss();
    if (binaries.copy) await rm(dirname(binaries.copy), { recursive: true, force: true });
  };
  const adminUrl = `postgres://postgres:${cluster.password}@127.0.0.1:${port}/postgres`;
  return { adminUrl, stop, [Symbol.asyncDispose]: stop };
}

async function supervise(start: () => Promise<ChildProcess>, watcher: Watcher): Promise<{ stop: () => Promise<void> }> {
  let isStopping = false;
  let server = await start();
  const follow = () => {
    watcher.guard(server.pid);
    server.once("exit", async () => {
      while (!isStopping) {
        await sleep(RESTART_PAUSE_MS);
        const next = await start().catch((error: Error) => console.error(error.message));
        if (!next) continue;
        server = next;
        return follow();
      }
    });
  };
  follow();
  return {
    stop: async () => {
      isStopping = true;
      if (server.exitCode !== null || server.signalCode !== null) return;
      server.kill("SIGINT");
      await once(server, "exit");
    },
  };
}

async function startServer({ data }: ClusterFolder, { postgres }: Binaries, port: number, isDurable: boolean): Promise<ChildProcess> {
  const logFile = join(dirname(data), "server.log");
  await using log = await open(logFile, "w", 0o600);
  const options = ["-D", dataArgument(data), ...Object.entries(settings(port, isDurable)).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  // Detached: Ctrl-C in the terminal reaches the parent only, which stops the server last.
  const server = spawn(postgres, options, { cwd: data, env: serverEnvironment, detached: true, stdio: ["ignore", log.fd, log.fd], ...serverUser });
  server.once("error", () => undefined);
  for (const started = Date.now(); Date.now() - started < START_MS; await sleep(20)) {
    if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) break;
    const file = await readPostmasterFile(data);
    if (file?.pid === server.pid && file.isReady) return server;
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
    ...(!isDurable && { fsync: "off", synchronous_commit: "off", full_page_writes: "off", wal_level: "minimal", max_wal_senders: "0" }),
  };
}

/** A port of 127.0.0.1 that nothing listens at now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("The system names no free port.");
  return address.port;
}
