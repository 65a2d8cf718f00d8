import { spawn } from "node:child_process";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { operations } from "../engine/operations.ts";
import { markdownTable, shortNumber } from "../measure/table.ts";
import { openLevels, type Levels } from "./levels.ts";

/**
 * What trust costs: CPU-ms of this process for a request to the engine alone and with one more stage at a time, without
 * an HTTP server in front. Agencies run in a process of their own, rounds alternate between the levels, the median
 * counts. `node bench/trust/run.ts [rounds] [seconds] [concurrency]`.
 */
const [rounds = 5, seconds = 1, concurrency = 16] = process.argv.slice(2).map(Number);

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
  console.log(markdownTable(["question", "level", "CPU-ms", "of the engine alone"], rows));
} finally {
  agencies.kill();
}
process.exit();

async function measure({ asks }: Levels, shape: string): Promise<string[][]> {
  const answers = await Promise.all(asks.map(async ([, ask]) => String(await ask(shape, { id: "m7" }))));
  // A fast wrong answer is no answer.
  if (new Set(answers).size > 1) throw new Error(`${shape}: the levels answer differently.`);
  const costs = new Map(asks.map(([name]) => [name, [] as number[]]));
  for (const [, ask] of asks) await load(ask, shape, seconds / 2);
  for (let round = 0; round < rounds; round++) {
    for (const [name, ask] of asks) costs.get(name)?.push(await load(ask, shape, seconds));
  }
  const medians = [...costs].map(([name, all]) => [name, all.sort((a, b) => a - b)[all.length >> 1] ?? 0] as const);
  const alone = medians[0]?.[1] ?? 1;
  return medians.map(([name, cost]) => [shape, name, shortNumber(cost), shortNumber(cost / alone)]);
}

/** Keeps so many requests under way for a time; answers CPU-ms per request. */
async function load(ask: Levels["asks"][number][1], shape: string, forSeconds: number): Promise<number> {
  let requests = 0;
  const before = process.cpuUsage();
  const endsAt = performance.now() + forSeconds * 1_000;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (performance.now() < endsAt) await ask(shape, { id: `m${++requests % 1_000}` });
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / requests;
}
