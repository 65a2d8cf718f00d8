import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { gateways } from "./gateways.ts";
import { operations } from "./operations.ts";

/**
 * CPU-ms of this process per request, gateway alone, without an HTTP server in front: the agencies run in a
 * process of their own, rounds alternate between gateways, the median counts. `node bench/engine/run.ts [rounds]
 * [seconds] [concurrency]`.
 */
const [rounds = 3, seconds = 1, concurrency = 16] = process.argv.slice(2).map(Number);

const child = spawn(process.execPath, [new URL("./agencies.ts", import.meta.url).pathname], {
  stdio: ["ignore", "pipe", "inherit"],
});
const [line] = await new Promise<string[]>((ready) =>
  createInterface(child.stdout).once("line", (text) => ready([text])),
);
const setup = { ...(JSON.parse(line!) as { supergraphSdl: string; urls: Record<string, string> }), operations };
const asks = await Promise.all(
  Object.entries(gateways).map(async ([name, start]) => [name, await start(setup)] as const),
);

for (const shape of Object.keys(operations)) {
  const answers = await Promise.all(asks.map(async ([, ask]) => String(await ask(shape, { id: "m7" }))));
  // A fast wrong answer is no answer.
  if (new Set(answers.map((text) => JSON.stringify(JSON.parse(text)))).size > 1)
    throw new Error(`${shape}: the gateways answer differently.`);
  const costs = new Map(asks.map(([name]) => [name, [] as number[]]));
  for (const [, ask] of asks) await load(ask, shape, seconds / 2);
  for (let round = 0; round < rounds; round++) {
    for (const [name, ask] of asks) costs.get(name)!.push(await load(ask, shape, seconds));
  }
  const medians = [...costs].map(
    ([name, all]) => [name, all.sort((a, b) => a - b)[Math.floor(all.length / 2)]!] as const,
  );
  console.log(
    shape.padEnd(4),
    `${answers[0]!.length} B`.padStart(9),
    medians.map(([name, cost]) => `${name} ${cost.toFixed(3)}`).join("   "),
  );
}
child.kill();
process.exit();

/** Keeps so many requests under way for a time; answers CPU-ms per request. */
async function load(ask: (typeof asks)[number][1], shape: string, forSeconds: number): Promise<number> {
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
