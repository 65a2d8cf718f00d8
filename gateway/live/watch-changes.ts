import { randomUUID } from "node:crypto";
import { CHANGES_PATH } from "#contract/changes.ts";
import { request } from "undici";
import type { AgencyRoute } from "../agencies.ts";
import type { KeyRing } from "../envelope/key-ring.ts";
import { envelopeFor } from "../envelope/sign-calls.ts";

/** Tells whoever listens that something has changed at some agency. */
export interface ChangeWatch {
  /**
   * Calls `hear` after each change from now on, at most once a round. Resolves when every process that answers has
   * said where it stands, so that no change after that is missed.
   */
  readonly listen: (hear: () => void) => Promise<() => void>;
  readonly close: () => void;
}

/** Whom to ask, and how often. */
export interface ChangeWatchOptions {
  readonly agencies: Readonly<Record<string, AgencyRoute>>;
  readonly keys: KeyRing;
  /** Milliseconds between two rounds. */
  readonly roundMs?: number;
}

interface WatchedProcess {
  readonly agency: string;
  readonly instance: string | null;
  readonly url: URL;
  /** As it stood last; null before it has answered. */
  mark: string | null;
}

const ROUND_MS = 1_000;
const TIMEOUT_MS = 1_000;
const BODY = "{}";
/** Characters of a mark with what is around it; one that comes packed or from elsewhere is none. */
const ANSWER_MAX = 4_096;

/**
 * Asks every process of every agency for its mark, once a second and only while somebody listens. A process that does
 * not answer has not changed; when it answers again with another mark, it has.
 */
export function watchChanges({ agencies, keys, roundMs = ROUND_MS }: ChangeWatchOptions): ChangeWatch {
  const processes = Object.entries(agencies).flatMap(([agency, route]) => processesOf(agency, route));
  const listeners = new Set<() => void>();
  let [timer, first]: [NodeJS.Timeout | null, Promise<void> | null] = [null, null];

  async function round(): Promise<void> {
    const changed = await Promise.all(processes.map((process) => hasChanged(process, keys)));
    if (changed.includes(true)) for (const hear of listeners) hear();
  }
  const schedule = () => {
    timer = setTimeout(async () => {
      await round();
      if (timer) schedule();
    }, roundMs);
  };
  const stop = () => {
    if (timer) clearTimeout(timer);
    [timer, first] = [null, null];
  };

  return {
    async listen(hear) {
      listeners.add(hear);
      first ??= round().then(schedule);
      await first;
      return () => {
        listeners.delete(hear);
        if (listeners.size === 0) stop();
      };
    },
    close: () => {
      listeners.clear();
      stop();
    },
  };
}

function processesOf(agency: string, route: AgencyRoute): readonly WatchedProcess[] {
  const at = (instance: string | null, address: string) => {
    return { agency, instance, url: new URL(CHANGES_PATH, address), mark: null };
  };
  if ("url" in route) return [at(null, route.url)];
  return Object.entries(route.instances).map(([instance, address]) => at(instance, address));
}

async function hasChanged(process: WatchedProcess, keys: KeyRing): Promise<boolean> {
  const before = process.mark;
  process.mark = (await askMark(process, keys)) ?? before;
  return before !== null && process.mark !== before;
}

async function askMark({ agency, instance, url }: WatchedProcess, keys: KeyRing): Promise<string | null> {
  const call = { agency, instance, url, body: BODY, timeoutMs: TIMEOUT_MS };
  const envelope = envelopeFor(keys, call, { requestId: randomUUID(), caller: null });
  try {
    const { statusCode, body } = await request(url, {
      method: "POST",
      body: BODY,
      headers: { "content-type": "application/json", ...envelope },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    let text = "";
    for await (const chunk of body.setEncoding("utf8")) {
      text += String(chunk);
      // Leaving the loop ends the connection, too.
      if (text.length > ANSWER_MAX) return null;
    }
    const { mark } = JSON.parse(text) as { mark?: unknown };
    return statusCode === 200 && typeof mark === "string" ? mark : null;
  } catch {
    return null;
  }
}
