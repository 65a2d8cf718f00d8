import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = new URL("./", import.meta.url);

/**
 * A short name for exactly this page: it changes with the lockfile, the page's sources and the way they are built,
 * so that browsers may keep the files under it for good.
 */
export function bundleVersion(): string {
  // The page says what the hub's codes mean.
  const sources = ["page/", "../../schema/contract/"].flatMap((folder) =>
    readdirSync(new URL(folder, here))
      .filter((file) => file.includes("."))
      .sort()
      .map((file) => new URL(`${folder}${file}`, here)),
  );
  const hash = createHash("sha256");
  for (const file of [new URL("../../package-lock.json", here), new URL("build.ts", here), ...sources]) {
    hash.update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}

/**
 * Resolves once `directory` holds the bundled page; a folder left by an earlier start is taken as it is.
 * The work is done by a process of lowest priority, because it takes seconds that the first queries would miss.
 */
export async function bundleConsole(directory: string, signal: AbortSignal): Promise<void> {
  if (existsSync(directory)) return;
  const program = fileURLToPath(new URL("build.ts", here));
  const building = promisify(execFile)(process.execPath, [program, directory], { signal });
  if (building.child.pid !== undefined) setPriority(building.child.pid, constants.priority.PRIORITY_LOW);
  await building;
}
