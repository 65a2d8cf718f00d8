import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** How long nothing may be heard of a process that runs, in milliseconds: `/health` waits for no database. */
export const SILENT_MS = 30_000;

/** Questions left unanswered in a row. Time alone would count the hours that the machine slept. */
const MISSED_MAX = 6;

interface Watched {
  /** Base address of its `/health`. */
  readonly url: string;
  readonly silentMs: number;
  readonly log: (line: string) => void;
  /** Ends the watch. */
  readonly signal: AbortSignal;
}

/**
 * Kills a process that runs and answers nobody any more, so that it is started again like one that ended. It is watched
 * from its first answer on, because a start may take long.
 */
export async function killWhenSilent(child: ChildProcess, { url, silentMs, log, signal }: Watched): Promise<void> {
  const periodMs = silentMs / MISSED_MAX;
  let hasAnswered = false;
  for (let missed = 0; missed < MISSED_MAX;) {
    const period = sleep(periodMs, undefined, { signal }).catch(() => undefined);
    const [isAnswering] = await Promise.all([answers(`${url}/health`, periodMs), period]);
    if (signal.aborted) return;
    hasAnswered ||= isAnswering;
    missed = isAnswering || !hasAnswered ? 0 : missed + 1;
  }
  log(`has not answered for ${silentMs / 1_000} s and is killed`);
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
