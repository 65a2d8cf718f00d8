import { execFileSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../../deploy/local/port.ts";
import { isWrkInstalled } from "../load/wrk-load.ts";
import { contenders, missingFile, type Contender } from "./field.ts";
import { installPeers } from "./install-peers.ts";
import { measure, type Measurement, type RunOptions } from "./measure.ts";
import { gatewayQuestions } from "./questions.ts";
import { report } from "./report.ts";
import { startAgencies } from "./running-agencies.ts";
import { askContender, startContender, type RunningContender } from "./running-contender.ts";

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

/** The measured gateway has a core for itself; whoever asks and whoever answers it share another. */
const GATEWAY_CORE = "0";
const OTHER_CORE = "1";

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
    running.push(stack.use(await startContender(contender, GATEWAY_CORE, logFile(folder, contender))));
  }
  const isWrk = await isWrkInstalled();
  const run = { isWrk, callsSoFar: agencies.callsSoFar };
  for (const contender of running) await warmUp(contender, { ...run, connections: 16, seconds: Math.min(seconds, 2) });

  const measurements: Measurement[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const question of gatewayQuestions) {
      log(`Round ${round} of ${rounds}: ${question.name}.`);
      for (const count of connections)
        // Each round begins with another contender, so that none always follows the same one.
        for (const contender of rotated(running, round))
          measurements.push(await measure(contender, question, { ...run, connections: count, seconds }));
    }
  }
  const absent = field.flatMap((each) => missingFile(each) ? [`${each.name}, for want of ${missingFile(each)}`] : []);
  return report(measurements, { seconds, rounds, isWrk, absent });
}

/** Compares one answer to each question, then runs everything until plans and code are hot. */
async function warmUp(contender: RunningContender, run: RunOptions): Promise<void> {
  for (const question of gatewayQuestions) {
    for (const request of question.requests.slice(0, 3)) await askContender(contender, request);
    await measure(contender, question, run);
  }
}

const logFile = (folder: string, { name }: Contender) => `${folder}/${name}.log`;

const rotated = <Item>(items: readonly Item[], by: number): readonly Item[] => {
  const start = by % (items.length || 1);
  return [...items.slice(start), ...items.slice(0, start)];
};
