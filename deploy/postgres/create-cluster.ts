import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Binaries } from "./binaries.ts";
import { serverUser } from "./server-user.ts";
import { serverFailure } from "./server-failure.ts";

/** Where a cluster keeps its rows and its secret. */
export interface ClusterFolder {
  readonly data: string;
  /** The superuser's password, from a file that nobody else may read. */
  readonly password: string;
}

/**
 * How the server is told its data folder. Under another account it may be unable to walk there from the root (a
 * home folder of mode 0700), so on Linux it starts inside and names the folder as "where I am".
 */
export const dataArgument = (data: string) => (serverUser && process.platform === "linux" ? "/proc/self/cwd" : data);

/** The server's whole environment: nothing of the caller's reaches it. */
export const serverEnvironment = { LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin" };

/** The cluster in `folder`, made on first use; a half-made one is made anew. */
export async function createCluster(folder: string, { initdb }: Binaries, isDurable: boolean): Promise<ClusterFolder> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const passwordFile = join(folder, "password");
  const data = join(folder, "data");
  if (existsSync(data)) return { data, password: await readFile(passwordFile, "utf8") };

  const password = randomBytes(24).toString("base64url");
  await writeFile(passwordFile, password, { mode: 0o600 });
  const unfinished = join(folder, "data-unfinished");
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  if (serverUser)
    for (const path of [folder, passwordFile, unfinished]) await chown(path, serverUser.uid, serverUser.gid);
  await runInitdb(initdb, unfinished, isDurable);
  await rename(unfinished, data);
  return { data, password };
}

async function runInitdb(initdb: string, data: string, isDurable: boolean): Promise<void> {
  const options = [
    ["--pgdata", dataArgument(data)],
    ["--username", "postgres", "--pwfile", "../password", "--auth", "scram-sha-256"],
    // Byte order for keys and pages: quick, and the same on every machine. Names are sorted with "vi-x-icu".
    ["--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"],
    isDurable ? [] : ["--no-sync"],
  ].flat();
  const child = spawn(initdb, options, {
    cwd: data,
    env: serverEnvironment,
    stdio: ["ignore", "ignore", "pipe"],
    ...serverUser,
  });
  const [code, complaint] = await Promise.all([
    new Promise((resolve, reject) => child.once("error", reject).once("close", resolve)),
    text(child.stderr),
  ]);
  if (code !== 0) throw serverFailure(complaint, data);
}
