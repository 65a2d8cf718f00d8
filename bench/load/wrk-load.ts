import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Headers, Load, LoadOptions } from "./load.ts";

const script = fileURLToPath(new URL("ask.lua", import.meta.url));
const run = promisify(execFile);

/** Whether wrk, which Debian has as a package, is on this machine. */
export const isWrkInstalled = (): Promise<boolean> =>
  run("wrk", ["--version"]).then(
    () => true,
    // It prints its version and exits with 1; what counts is that it is there.
    ({ code }: { code?: unknown }) => code !== "ENOENT",
  );

/** Load from a wrk process with one thread; an answer that has not as many bytes as expected counts as wrong. */
export async function wrkLoad(
  { url, bodies, callers = [], connections, seconds }: LoadOptions,
  answerBytes: number,
): Promise<Load> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  try {
    const file = join(folder, "bodies");
    await writeFile(file, bodies.join("\n"));
    const headers = join(folder, "callers");
    await writeFile(headers, callers.map(linesOf).join("\n"));
    const count = String(connections);
    const options = ["-t1", "-c", count, "-d", `${Math.ceil(seconds)}s`, "--timeout", "10s", "-s", script, url];
    const { stdout } = await run("wrk", [...options, "--", file, String(answerBytes), headers]);
    const { requests, duration, bytes, wrong, p50, p99 } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    return {
      requests,
      requestsPerSecond: requests / (duration / 1e6),
      p50Ms: p50 / 1000,
      p99Ms: p99 / 1000,
      bytesPerAnswer: bytes / requests,
      wrong,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** One caller on a line: names and values in turn, with tabs between. */
const linesOf = (headers: Headers) => Object.entries(headers).flat().join("\t");
