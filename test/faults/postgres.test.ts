import { execFile, fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withConnection } from "../../deploy/local/admin.ts";
import { startCluster } from "../../deploy/postgres/cluster.ts";
import { settleEarlierServer } from "../../deploy/postgres/earlier-server.ts";
import { isAlive, readPostmasterFile } from "../../deploy/postgres/postmaster-file.ts";

let folder: string;
/** A cluster as its first start leaves it: making one takes a second, copying it a tenth of that. */
let made: string;
const launchers: ChildProcess[] = [];

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), "hub-faults-made-"));
  await (await startCluster({ folder: made, isDurable: true })).stop();
});

afterAll(() => rm(made, { recursive: true, force: true }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hub-faults-"));
});

afterEach(async () => {
  await Promise.all(launchers.splice(0).map((launcher) => end(launcher, "SIGTERM")));
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

const processFile = fileURLToPath(new URL("../support/cluster-process.ts", import.meta.url));

/** A cluster under a launcher of its own, which a test may kill; with owners and modes as they were made. */
async function launch(): Promise<{ launcher: ChildProcess; adminUrl: string }> {
  await promisify(execFile)("cp", ["-a", `${made}/.`, folder]);
  const launcher = fork(processFile, [folder], { execArgv: [] });
  launchers.push(launcher);
  const [adminUrl] = (await once(launcher, "message")) as [string];
  return { launcher, adminUrl };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}

const serverPid = async () => (await readPostmasterFile(join(folder, "data")))?.pid ?? 0;

/** Whether the condition holds within 15 s. */
async function comesTrue(condition: () => Promise<boolean> | boolean): Promise<boolean> {
  for (const started = Date.now(); Date.now() - started < 15_000; await sleep(20)) {
    if (await condition()) return true;
  }
  return false;
}

/** Rows that a run must have committed to tell something. */
const ROWS_MIN = 20;

/** Rows being inserted, one per transaction, until the connection breaks. */
interface Insertion {
  /** The rows whose commit has been confirmed so far. */
  readonly confirmed: readonly number[];
  readonly isBroken: Promise<void>;
}

/** Begins to insert, and waits until there are enough rows to tell something. */
async function beginToInsert(adminUrl: string): Promise<Insertion> {
  const confirmed: number[] = [];
  const isBroken = insertUntilBroken(adminUrl, confirmed);
  await comesTrue(() => confirmed.length > ROWS_MIN);
  return { confirmed, isBroken };
}

async function insertUntilBroken(adminUrl: string, confirmed: number[]): Promise<void> {
  const client = new Client(adminUrl);
  client.on("error", () => undefined);
  await client.connect();
  await client.query("create table kept (id int primary key)");
  try {
    for (let id = 1; ; id++) {
      await client.query("insert into kept values ($1)", [id]);
      confirmed.push(id);
    }
  } catch {
    // The connection is broken, as it should be.
  }
}

const keptRows = (adminUrl: string) =>
  withConnection(adminUrl, async (client) =>
    (await client.query<{ id: number }>("select id from kept order by id")).rows.map(({ id }) => id),
  );

/** The confirmed rows that are not there, of a run that is long enough to tell something. */
function lost(rows: readonly number[], confirmed: readonly number[]): readonly number[] {
  expect(confirmed.length).toBeGreaterThan(ROWS_MIN);
  const kept = new Set(rows);
  return confirmed.filter((id) => !kept.has(id));
}

describe("the embedded server loses no committed row", { timeout: 60_000 }, () => {
  it("when its launcher is killed: the watcher stops it, and the next start finds every row", async () => {
    const { launcher, adminUrl } = await launch();
    const pid = await serverPid();
    const { confirmed, isBroken } = await beginToInsert(adminUrl);
    await end(launcher, "SIGKILL");
    await isBroken;
    expect(await comesTrue(() => !isAlive(pid))).toBe(true);

    await using cluster = await startCluster({ folder, isDurable: true });
    expect(lost(await keptRows(cluster.adminUrl), confirmed)).toEqual([]);
  });

  it("when it is killed itself: the launcher starts it again at the same address", async () => {
    const { adminUrl } = await launch();
    const pid = await serverPid();
    const { confirmed, isBroken } = await beginToInsert(adminUrl);
    process.kill(pid, "SIGKILL");
    await isBroken;
    expect(
      await comesTrue(() =>
        keptRows(adminUrl).then(
          () => true,
          () => false,
        ),
      ),
    ).toBe(true);

    expect(await serverPid()).not.toBe(pid);
    expect(lost(await keptRows(adminUrl), confirmed)).toEqual([]);
  });

  it("when launcher and watcher are killed: the next start stops the orphan and takes over", async () => {
    const { launcher, adminUrl } = await launch();
    const orphan = await serverPid();
    const { confirmed, isBroken } = await beginToInsert(adminUrl);
    // The launcher first, or it would start another watcher.
    launcher.kill("SIGSTOP");
    for (const watcher of await watchersOf(launcher.pid)) process.kill(watcher, "SIGKILL");
    await end(launcher, "SIGKILL");
    expect(isAlive(orphan)).toBe(true);

    await using cluster = await startCluster({ folder, isDurable: true });
    expect(await comesTrue(() => !isAlive(orphan))).toBe(true);
    await isBroken;
    expect(lost(await keptRows(cluster.adminUrl), confirmed)).toEqual([]);
  });

  it("when only the watcher is killed: another one takes its place", async () => {
    const { launcher } = await launch();
    const [first = 0] = await watchersOf(launcher.pid);
    const pid = await serverPid();
    process.kill(first, "SIGKILL");
    expect(await comesTrue(async () => (await watchersOf(launcher.pid)).some((watcher) => watcher !== first))).toBe(
      true,
    );
    await end(launcher, "SIGKILL");
    expect(await comesTrue(() => !isAlive(pid))).toBe(true);
  });
});

/** Child processes of the launcher that run the watcher, from the process table of Linux. */
async function watchersOf(launcher = 0): Promise<readonly number[]> {
  const children = (await readFile(`/proc/${launcher}/task/${launcher}/children`, "utf8"))
    .trim()
    .split(" ")
    .map(Number);
  const commands = await Promise.all(children.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return children.filter((_, index) => commands[index]?.includes("watcher.ts"));
}

describe("a data folder", { timeout: 60_000 }, () => {
  it("serves one launcher at a time", async () => {
    const { launcher } = await launch();
    await expect(startCluster({ folder, isDurable: true })).rejects.toThrow(
      `The data folder ${join(folder, "data")} is in use by process ${launcher.pid}: stop it, or set HUB_DATA_DIR to another folder.`,
    );
  });

  it("is made anew when making it was interrupted", async () => {
    await using first = await startCluster({ folder: join(folder, "half"), isDurable: false });
    await first.stop();
    await rm(join(folder, "half", "data"), { recursive: true });
    await writeFile(join(folder, "half", "data-unfinished"), "left behind");
    await using second = await startCluster({ folder: join(folder, "half"), isDurable: false });
    expect(
      await withConnection(second.adminUrl, async (client) => (await client.query("select 1 as one")).rows),
    ).toEqual([{ one: 1 }]);
  });

  it("is freed of a mark whose process id now belongs to somebody else", async () => {
    const mark = [process.pid, folder, 0, 1, "", "127.0.0.1", "", "ready"].join("\n");
    await writeFile(join(folder, "postmaster.pid"), mark);
    await settleEarlierServer(folder, "any", 100);
    expect(await readPostmasterFile(folder)).toBeUndefined();
    expect(isAlive(process.pid)).toBe(true);
  });

  it("keeps the mark of a server that takes long to stop, because two would destroy it", async () => {
    const fields = ["SFATAL", "C57P03", "Mthe database system is shutting down", "", ""].join("\0");
    const head = Buffer.from([69, 0, 0, 0, 4 + fields.length]);
    const stopping = createServer((socket) =>
      socket.once("data", () => socket.end(Buffer.concat([head, Buffer.from(fields)]))),
    );
    await once(stopping.listen(0, "127.0.0.1"), "listening");
    const { port } = stopping.address() as AddressInfo;
    await writeFile(join(folder, "postmaster.pid"), [process.pid, folder, 0, port, "", "", "", "stopping"].join("\n"));
    await expect(settleEarlierServer(folder, "any", 100)).rejects.toThrow("still starts, recovers or stops");
    expect(await readPostmasterFile(folder)).toMatchObject({ pid: process.pid });
    stopping.close();
  });
});

describe("the embedded server", { timeout: 60_000 }, () => {
  it("never runs as root, listens on loopback only and has no socket file", async () => {
    const { adminUrl } = await launch();
    const status = await readFile(`/proc/${await serverPid()}/status`, "utf8");
    expect(status).toMatch(/^Uid:\s+[1-9]/m);
    const settings = await withConnection(adminUrl, async (client) => {
      const { rows } = await client.query(
        "select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets",
      );
      return rows[0];
    });
    expect(settings).toEqual({ addresses: "127.0.0.1", sockets: "" });
  });

  it("keeps its password in a file that nobody else may read, and refuses any other", async () => {
    const { adminUrl } = await launch();
    expect((await stat(join(folder, "password"))).mode & 0o777).toBe(0o600);
    const wrong = new URL(adminUrl);
    wrong.password = "postgres";
    await expect(withConnection(wrong.href, (client) => client.query("select 1"))).rejects.toThrow(
      /password authentication failed/,
    );
  });
});
