import { execFile } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const folder = fileURLToPath(new URL("../peers", import.meta.url));

/** Installs the peers as their own lockfile says, unless that is done. Without scripts: none of them needs one. */
export async function installPeers(log: (line: string) => void): Promise<void> {
  const done = `${folder}/node_modules/.package-lock.json`;
  if (existsSync(done) && statSync(done).mtimeMs >= statSync(`${folder}/package-lock.json`).mtimeMs) return;
  log("Installing the peers in bench/peers; this takes a minute or two.");
  await promisify(execFile)("npm", ["ci", "--ignore-scripts"], { cwd: folder });
}
