import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** How long nothing may be heard of a process that runs, in milliseconds: `/health` waits for no database. */
export const SILENT_MS = 30_000;

/** Questions left unanswered in a row. Time alone would count the hours that the machine slept. */
const MISSED_MAX = 6;

/** As many times that before the first answer: on a machine where everything starts at once a start takes long. */
const START_PATIENCE = 4;

interface Watched {
  /** Base address of its `/health`. */
  readonly url: string;
  readonly silentMs: number;
  readonly log: (line: string) => void;
  /** Ends the watch. */
  readonly signal: AbortSignal;
}

/**
 * Kills a process that runs and answers nobody any more, or nobody yet for four times as long, so that it is started
 * again like one that ended.
 */
export async function killWhenSilent(child: ChildProcess, { url, silentMs, log, signal }: Watched): Promise<void> {
  const periodMs = silentMs / MISSED_MAX;
  let hasAnswered = false;
  const missedMax = () => (hasAnswered ? MISSED_MAX : MISSED_MAX * START_PATIENCE);
  for (let missed = 0; missed < missedMax();) {
    const period = sleep(periodMs, undefined, { signal }).catch(() => undefined);
    const [isAnswering] = await Promise.all([answers(`${url}/health`, periodMs), period]);
    if (signal.aborted) return;
    hasAnswered ||= isAnswering;
    missed = isAnswering ? 0 : missed + 1;
  }
  log(`has not answered for ${(missedMax() * periodMs) / 1_000} s and is killed`);
  child.kill("SIGKILL");
}

/** Whatever it says, it says something. */
const answers = (address: string, timeoutMs: number): Promise<boolean> =>
  fetch(address, { signal: AbortSignal.timeout(timeoutMs) })
    .then(({ body }) => body?.cancel())
    .then(
      () => true,
      () => false,
    );
