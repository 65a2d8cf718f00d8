import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Headers } from "../load/load.ts";
import { cpuMsOf, processTree } from "../measure/process-tree.ts";
import type { Contender } from "./field.ts";
import type { GatewayRequest } from "./questions.ts";

/** A contender that listens. */
export interface RunningContender extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  readonly isGateway: boolean;
  /** Headers of those who ask it, in turn; empty when nobody says who they are. */
  readonly callers: readonly Headers[];
  /** It and its helpers. */
  readonly processes: () => readonly number[];
}

const READY_MS = 60_000;

/** Starts a contender on one processor core and waits until it listens. What it says goes to the log file. */
export async function startContender(
  { name, command: [program, ...args], env, port, isGateway }: Contender,
  core: string,
  logFile: string,
): Promise<RunningContender> {
  const log = openSync(logFile, "w");
  const child = spawn("taskset", ["-c", core, program, ...args], {
    env: { ...process.env, NODE_ENV: "production", APOLLO_TELEMETRY_DISABLED: "true", ...env },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const ended = once(child, "close");
  const processes = () => processTree(child.pid ?? -1);
  const kill = () => {
    for (const pid of processes().toReversed()) killIfThere(pid);
  };
  // For an end without disposal, as after Ctrl-C.
  process.once("exit", kill);
  const stop = async () => {
    process.off("exit", kill);
    kill();
    await ended;
  };
  const url = `http://127.0.0.1:${port}/graphql`;
  for (const started = Date.now(); !(await listens(url)); await sleep(100)) {
    if (child.exitCode === null && child.signalCode === null && Date.now() - started < READY_MS) continue;
    await stop();
    throw new Error(`${name} did not start; see ${logFile}`);
  }
  return { name, url, isGateway, callers: [], processes, [Symbol.asyncDispose]: stop };
}

/**
 * Asks once and compares with what the world holds. Answers how many bytes came, a line break at the end not counted.
 * @throws when anything is missing, different or an error
 */
export async function askContender(
  { name, url, isGateway, callers: [caller] }: RunningContender,
  { body, expected }: GatewayRequest,
): Promise<number> {
  const headers = { "content-type": "application/json", ...caller };
  const response = await fetch(url, { method: "POST", headers, body });
  const text = await response.text();
  const bytes = Buffer.byteLength(text.trimEnd());
  if (!isGateway) return bytes;
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown };
  if (!response.ok || errors || !isDeepStrictEqual(data, expected()))
    throw new Error(`${name} gave a wrong answer to ${body}: ${text.slice(0, 500)}`);
  return bytes;
}

/** Waits until a contender has come to rest after load, so that it takes no time from the next one. */
export async function untilAtRest({ processes }: RunningContender): Promise<void> {
  for (let before = -1, looks = 0; looks < 20; looks += 1) {
    const now = cpuMsOf(processes());
    if (now - before < 20) return;
    before = now;
    await sleep(100);
  }
}

async function listens(url: string): Promise<boolean> {
  const headers = { "content-type": "application/json" };
  const body = '{"query":"{__typename}"}';
  const response = await fetch(url, { method: "POST", headers, body }).catch(() => undefined);
  await response?.body?.cancel();
  return response !== undefined;
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
