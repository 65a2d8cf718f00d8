import { execFileSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../../deploy/local/port.ts";
import { isWrkInstalled } from "../load/wrk-load.ts";
import { contenders, missingFile } from "./field.ts";
import { installPeers } from "./install-peers.ts";
import { report } from "./report.ts";
import { startAgencies } from "./running-agencies.ts";
import type { RunningContender } from "./running-contender.ts";
import { measureInTurns, OTHER_CORE, startPinned } from "./take-turns.ts";

/** How hard, how long and whom to measure. */
export interface GatewaysBenchOptions {
  /** Of each run; there are as many as rounds times contenders times questions times connections. */
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: readonly number[];
  /** Names of contenders; empty for all. */
  readonly only: readonly string[];
  /** Checkout of this repository whose gateway is measured. */
  readonly hub: string;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Measures the hub's gateway and its peers in turn over the same agencies, and answers a report in Markdown.
 * @throws when a contender that is there does not start or gives a wrong answer
 */
export async function benchGateways(options: GatewaysBenchOptions, log: (line: string) => void): Promise<string> {
  const { seconds, rounds, connections, only, hub } = options;
  execFileSync("taskset", ["-acp", OTHER_CORE, String(process.pid)]);
  const folder = here("../results/run");
  await mkdir(folder, { recursive: true });
  await using stack = new AsyncDisposableStack();
  const agencies = stack.use(await startAgencies());
  const all = await contenders(agencies.all, folder, hub, freePort);
  const unknown = only.filter((name) => !all.some((contender) => contender.name === name));
  if (unknown.length > 0)
    throw new Error(`There is no ${unknown.join(", ")}, only ${all.map(({ name }) => name).join(", ")}.`);
  const field = all.filter(({ name }) => only.length === 0 || only.includes(name));
  if (field.some(({ isPeer }) => isPeer)) await installPeers(log);
  const running: RunningContender[] = [];
  for (const contender of field.filter((each) => missingFile(each) === undefined)) {
    log(`Starting ${contender.name}.`);
    running.push(stack.use(await startPinned(contender, folder)));
  }
  // It counts whole seconds only.
  const isWrk = seconds >= 1 && (await isWrkInstalled());
  const turns = { seconds, rounds, connections, isWrk, callsSoFar: agencies.callsSoFar };
  const measurements = await measureInTurns(running, turns, log);
  const absent = field.flatMap((each) => (missingFile(each) ? [`${each.name}, for want of ${missingFile(each)}`] : []));
  return report(measurements, { seconds, rounds, isWrk, absent });
}
