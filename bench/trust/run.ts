import { spawn } from "node:child_process";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { operations } from "../engine/operations.ts";
import { median } from "../load/load.ts";
import { markdownTable, shortNumber } from "../measure/table.ts";
import { openLevels, type Levels } from "./levels.ts";

/**
 * What trust costs: CPU-ms of this process for a request to the engine alone and with one more stage at a time, without
 * an HTTP server in front. Agencies run in a process of their own, rounds alternate between the levels, the median
 * counts. `node bench/trust/run.ts [rounds] [seconds] [concurrency]`.
 */
const [rounds = 5, seconds = 1, concurrency = 16] = process.argv.slice(2).map(Number);

/** Enough to be compiled; a level that waits for a disk gets there later than one that does not. */
const WARM_UP_REQUESTS = 5_000;
const WARM_UP_SECONDS = 8;

interface Until {
  readonly requests: number;
  readonly seconds: number;
}

const agencies = spawn(process.execPath, [join(import.meta.dirname, "../engine/agencies.ts"), "--guarded"], {
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  const line = await new Promise<string>((ready) => createInterface(agencies.stdout).once("line", ready));
  const setup = { ...(JSON.parse(line) as { supergraphSdl: string; urls: Record<string, string> }), operations };
  await using folder = await mkdtempDisposable(join(tmpdir(), "hub-bench-trust-"));
  await using levels = await openLevels(setup, folder.path);
  const rows: string[][] = [];
  for (const shape of Object.keys(operations)) rows.push(...(await measure(levels, shape)));
  console.log(markdownTable(["question", "level", "CPU-ms", "of the engine alone", "agency calls"], rows));
} finally {
  agencies.kill();
}
process.exit();

async function measure(levels: Levels, shape: string): Promise<string[][]> {
  const { asks } = levels;
  const answers = await Promise.all(asks.map(async ([, ask]) => String(await ask(shape, { id: "m7" }))));
  // A fast wrong answer is no answer.
  if (new Set(answers).size > 1) throw new Error(`${shape}: the levels answer differently.`);
  const loads = asks.map(([name, ask]) => ({ name, ask, all: [] as Load[] }));
  for (const { ask } of loads) await load(levels, ask, shape, { requests: WARM_UP_REQUESTS, seconds: WARM_UP_SECONDS });
  for (let round = 0; round < rounds; round++) {
    // Each round begins with another level, so that none always follows the same one.
    const first = round % loads.length;
    for (const { ask, all } of [...loads.slice(first), ...loads.slice(0, first)])
      all.push(await load(levels, ask, shape, { requests: Infinity, seconds }));
  }
  const middle = loads.map(({ name, all }) => {
    return { name, cpuMs: median(all.map(({ cpuMs }) => cpuMs)), calls: median(all.map((one) => one.calls)) };
  });
  const alone = middle[0]?.cpuMs ?? 1;
  return middle.map(({ name, cpuMs, calls }) => {
    return [shape, name, shortNumber(cpuMs), shortNumber(cpuMs / alone), shortNumber(calls)];
  });
}

/** Processor time and calls to agencies for each request. */
interface Load {
  readonly cpuMs: number;
  readonly calls: number;
}

/** Keeps so many requests under way until there were enough or the time is over. */
async function load(levels: Levels, ask: Levels["asks"][number][1], shape: string, until: Until): Promise<Load> {
  let requests = 0;
  const callsBefore = levels.calls();
  const before = process.cpuUsage();
  const endsAt = performance.now() + until.seconds * 1_000;
  const isOver = () => requests >= until.requests || performance.now() >= endsAt;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (!isOver()) await ask(shape, { id: `m${++requests % 1_000}` });
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1_000 / requests, calls: (levels.calls() - callsBefore) / requests };
}
