import { mkdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { positiveNumber } from "../deploy/commands/positive-number.ts";
import { benchGateways } from "./gateways/gateways-bench.ts";
import { benchHub } from "./hub/hub-bench.ts";
import { benchMemory } from "./memory/memory-bench.ts";
import { benchTrust } from "./trust/trust-bench.ts";

const counts = (text: string) => text.split(",").map(positiveNumber);

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const { peers, trust, memory, members, seconds, connections, rounds, only, hub, quick } = new Command("bench")
  .description("Measures the hub over its real agencies and databases or, with --peers, its gateway beside others.")
  .option("--peers", "the gateway beside its peers, over agencies in memory", false)
  .option("--trust", "what identity, rights, envelope and audit add to the gateway, over agencies in memory", false)
  .option(
    "--memory <requests>",
    "how the gateway's memory grows over so many requests, over agencies in memory",
    positiveNumber,
  )
  .option("--members <number>", "size of the synthetic nation; the default nation when absent", positiveNumber)
  .option("--seconds <number>", "length of each run: 5, with --peers or --trust 2", positiveNumber)
  .option("--connections <list>", "connections at once: 1,16, with --peers or --trust 1,16,64", counts)
  .option("--rounds <number>", "rounds, with --peers or --trust: 3", positiveNumber)
  .option("--only <list>", "with --peers, names of those to measure", (text) => text.split(","), [])
  .option("--hub <folder>", "with --peers, the checkout whose gateway is measured", (path) => resolve(path), here(".."))
  .option(
    "--quick",
    "everything once and as briefly as can be: whether the bench works; its figures mean nothing",
    false,
  )
  .parse()
  .opts<{
    peers: boolean;
    trust: boolean;
    memory?: number;
    members?: number;
    seconds?: number;
    connections?: number[];
    rounds?: number;
    only: string[];
    hub: string;
    quick: boolean;
  }>();

/** Long enough that each process is seen to take processor time. */
const QUICK = { seconds: 0.3, connections: [2], rounds: 1, members: 1_000 };

/** Keeps a result beside earlier ones, under its moment. */
async function keep(result: string): Promise<void> {
  await mkdir(here("results"), { recursive: true });
  const time = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  await writeFile(
    here(`results/${time}-${memory ? "memory" : trust ? "trust" : peers ? "peers" : "hub"}.md`),
    `${result}\n`,
  );
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
try {
  const log = (line: string) => console.error(line);
  const usual =
    peers || trust ? { seconds: 2, connections: [1, 16, 64], rounds: 3 } : { seconds: 5, connections: [1, 16] };
  const asked = { seconds, connections, rounds, members };
  const told = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const load = { rounds: 1, members: undefined, ...(quick ? QUICK : usual), ...told };
  const result = memory
    ? await benchMemory({ requests: memory, seconds: seconds ?? 10, connections: connections?.[0] ?? 64 }, log)
    : trust
      ? await benchTrust(load, log)
      : await (peers ? benchGateways({ ...load, only, hub }, log) : benchHub({ ...load, isQuick: quick }));
  console.log(result);
  if (!quick) await keep(result);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
