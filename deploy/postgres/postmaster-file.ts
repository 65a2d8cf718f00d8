import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What a running server writes about itself in its data folder. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  /** Whether it takes connections already. */
  readonly isReady: boolean;
}

/** The file `postmaster.pid`; undefined when there is none or it is not written to the end yet. */
export async function readPostmasterFile(dataFolder: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(dataFolder, "postmaster.pid"), "utf8").catch(() => "");
  const lines = text.split("\n");
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  // PostgreSQL fixes the place of each line: pid, folder, start, port, socket folder, address, memory key, status.
  return pid > 0 && port > 0 ? { pid, port, isReady: lines[7]?.trim() === "ready" } : undefined;
}

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
