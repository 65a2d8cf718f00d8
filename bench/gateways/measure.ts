import { setTimeout as sleep } from "node:timers/promises";
import { autocannonLoad } from "../load/autocannon-load.ts";
import type { Load } from "../load/load.ts";
import { wrkLoad } from "../load/wrk-load.ts";
import { cpuMsOf, rssMibOf } from "../measure/process-tree.ts";
import type { GatewayQuestion } from "./questions.ts";
import { askContender, untilAtRest, type RunningContender } from "./running-contender.ts";

/** What one run over one contender showed, each figure per request where that makes sense. */
export interface Measurement {
  readonly contender: string;
  readonly question: string;
  readonly connections: number;
  readonly cpuMs: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssMib: number;
  readonly agencyCalls: number;
  readonly bytes: number;
}

/** How to ask during a run. */
export interface RunOptions {
  readonly connections: number;
  readonly seconds: number;
  readonly isWrk: boolean;
  /** How often the agencies have been asked so far. */
  readonly callsSoFar: () => Promise<number>;
}

/** One look in so many milliseconds at whether answers are still right: rare enough to cost nothing. */
const LOOK_EVERY_MS = 100;

/**
 * Loads a contender with one question and looks at its processes before and after. Each answer is measured in length,
 * some are compared.
 * @throws when an answer is wrong
 */
export async function measure(
  contender: RunningContender,
  question: GatewayQuestion,
  { connections, seconds, isWrk, callsSoFar }: RunOptions,
): Promise<Measurement> {
  const bodies = question.requests.map(({ body }) => body);
  const processes = contender.processes();
  const before = { cpuMs: cpuMsOf(processes), calls: await callsSoFar() };
  const running = new AbortController();
  // All answers of one contender to one question have the same length.
  const answerBytes = await askContender(contender, question.requests[0]);
  const options = { url: contender.url, bodies, callers: contender.callers, connections, seconds };
  const loading = isWrk ? wrkLoad(options, answerBytes) : autocannonLoad(options);
  // Both at once, because a look that finds a wrong answer while nobody waits for it would end the whole bench.
  const [load, looks] = await Promise.all([
    loading.finally(() => running.abort()),
    lookNowAndThen(contender, question, running.signal),
  ]);
  const cpuMs = cpuMsOf(processes) - before.cpuMs;
  const rssMib = rssMibOf(processes);
  const requests = load.requests + looks;
  refuseWrong(load, contender.name, question.name);
  await untilAtRest(contender);
  // Requests under way at the end of the load have been counted by the agencies only.
  const agencyCalls = ((await callsSoFar()) - before.calls) / (requests + connections);
  return {
    contender: contender.name,
    question: question.name,
    connections,
    cpuMs: cpuMs / requests,
    requestsPerSecond: load.requestsPerSecond,
    p50Ms: load.p50Ms,
    p99Ms: load.p99Ms,
    rssMib,
    agencyCalls,
    bytes: load.bytesPerAnswer,
  };
}

/** Answers how many requests it made. */
async function lookNowAndThen(
  contender: RunningContender,
  { requests }: GatewayQuestion,
  signal: AbortSignal,
): Promise<number> {
  let looks = 0;
  for (; !signal.aborted; looks += 1) {
    const request = requests[(looks * 37) % requests.length] ?? requests[0];
    await askContender(contender, request);
    await sleep(LOOK_EVERY_MS);
  }
  return looks;
}

function refuseWrong({ wrong, requests }: Load, contender: string, question: string): void {
  if (wrong === 0 && requests > 0) return;
  throw new Error(`${contender} failed ${wrong} of ${requests} requests of "${question}".`);
}
