import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { killWhenSilent, SILENT_MS } from "./kill-when-silent.ts";

/** A process of the hub: what to run, and under which name its lines appear. */
export interface ChildSpecification {
  readonly name: string;
  readonly file: string;
  /** What follows the file on its command line; nothing unless told. */
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Base address of its `/ready` and `/health`. */
  readonly url: string;
  /** Milliseconds without an answer after which it is killed; half a minute unless told. */
  readonly silentMs?: number;
  readonly log: (line: string) => void;
}

/** A process that is started again when it ends or falls silent, ever more slowly, until `stop`. */
export interface RunningChild {
  readonly name: string;
  /** Resolves when it is ready; rejects with its last words when it ends before it was ready once. */
  readonly ready: Promise<void>;
  readonly stop: () => Promise<void>;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** Whoever ran this long has recovered, so the next pause is the first again. */
const RECOVERED_MS = 60_000;
const READY_MS = 30_000;
/** The hub answers a request within 5 s, so whoever still runs after that hangs. */
const STOP_MS = 8_000;

/** Starts a process under this one's Node, with an IPC channel whose end tells it that its parent is gone. */
export function startChild(specification: ChildSpecification): RunningChild {
  const { name, log, url } = specification;
  const stopping = new AbortController();
  let current = launch(specification);

  const keepRunning = async () => {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const started = Date.now();
      await endOf(current, specification);
      if (stopping.signal.aborted) return;
      if (Date.now() - started > RECOVERED_MS) pauseMs = FIRST_PAUSE_MS;
      log(`ended (${exitOf(current.process)}); starts again in ${pauseMs / 1000} s`);
      const isStopping = await sleep(pauseMs, false, { signal: stopping.signal }).catch(() => true);
      if (isStopping) return;
      current = launch(specification);
    }
  };
  // All processes starting at once may keep a small machine so busy that one of them loses its database connection.
  const becomeReadyOnce = async () => {
    try {
      await becomesReady(current, url, name);
    } catch (error) {
      if (stopping.signal.aborted || !hasEnded(current.process)) throw error;
      log(`ended (${exitOf(current.process)}) before it was ready; starts once more`);
      current = launch(specification);
      await becomesReady(current, url, name);
    }
  };
  // For an end without a stop, as when Ctrl-C comes while the hub is still starting.
  process.once("exit", () => current.process.kill("SIGTERM"));
  const ready = becomeReadyOnce();
  // A failure of the first start is the caller's to handle; until then it must not count as unhandled.
  ready.catch(() => undefined);
  const finished = ready.then(keepRunning, () => undefined);
  return {
    name,
    ready,
    stop: async () => {
      stopping.abort();
      current.process.kill("SIGTERM");
      const deadline = setTimeout(() => current.process.kill("SIGKILL"), STOP_MS);
      await Promise.all([current.ended, finished]);
      clearTimeout(deadline);
    },
  };
}

/** Waits for the end of a process, and brings it about when the process answers nobody any more. */
async function endOf({ process: child, ended }: Launched, { url, silentMs = SILENT_MS, log }: ChildSpecification) {
  const watching = new AbortController();
  void killWhenSilent(child, { url, silentMs, log, signal: watching.signal });
  await ended;
  watching.abort();
}

interface Launched {
  readonly process: ChildProcess;
  readonly ended: Promise<unknown>;
  readonly lastLine: () => string;
}

const endWithParent = new URL("./end-with-parent.ts", import.meta.url).href;

function launch({ file, args = [], env, log }: ChildSpecification): Launched {
  // Detached, so that Ctrl-C in the terminal reaches the parent only and the order of stopping is the parent's.
  const child = spawn(process.execPath, ["--import", endWithParent, file, ...args], {
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let lastLine = "";
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on("line", (line) => {
      lastLine = line;
      log(line);
    });
  }
  return { process: child, ended: once(child, "close"), lastLine: () => lastLine };
}

async function becomesReady({ process: child, lastLine }: Launched, url: string, name: string): Promise<void> {
  for (const started = Date.now(); Date.now() - started < READY_MS; await sleep(50)) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${name} did not start: ${lastLine() || exitOf(child)}`);
    const answer = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
  }
  throw new Error(`${name} was not ready after ${READY_MS / 1000} s: ${lastLine() || "it said nothing"}`);
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

const exitOf = ({ exitCode, signalCode }: ChildProcess) =>
  signalCode ? `by ${signalCode}` : `with exit code ${exitCode}`;
