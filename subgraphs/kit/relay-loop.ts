import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { hurryEvents, nextDueAt } from "#kit/outbox.ts";
import { delayAfter, relayTo, type RelayOptions } from "#kit/relay.ts";

/** A relay at work. */
export interface RunningRelay {
  /** Events that targets have confirmed to this process, by target. */
  readonly delivered: ReadonlyMap<string, number>;
  /** Lets the rounds that are under way end. */
  readonly stop: () => Promise<void>;
}

/** Longest wait without a notice: what another process left behind has no notice of its own. */
const ROUND_MS_MAX = 30_000;
/** Shortest wait for what is due but held by another relay, or behind something that is not due. */
const ROUND_MS_MIN = 500;
/** Between two attempts to listen again. */
const RECONNECT_MS = 1_000;

/** Runs a relay until it is stopped: a loop for each peer, all of them woken by one connection that listens. */
export function startRelay(options: RelayOptions & { readonly databaseUrl: string }): RunningRelay {
  const { now = () => new Date() } = options;
  const stopping = new AbortController();
  const delivered = new Map<string, number>();
  const bells = new Map([...options.peers.keys()].map((target) => [target, createBell()]));
  const loops = [...options.peers].map(async ([target, peer]) => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        const round = await relayTo(target, peer, options);
        delivered.set(target, (delivered.get(target) ?? 0) + round.delivered);
        if (failures > 0 && round.delivered > 0) await hurryEvents(options.db, target, now());
        failures = round.isReached ? 0 : failures + 1;
        if (round.hasMore) continue;
        const waitMs = failures > 0 ? delayAfter(failures - 1, Math.random()) : await untilDue(options, target);
        // A peer that is away is not asked again for every new event.
        await bells.get(target)?.wait(waitMs, stopping.signal, failures === 0);
      } catch (error) {
        options.log.error({ target, err: error }, "the relay failed and begins again");
        await pause(RECONNECT_MS, stopping.signal);
      }
    }
  });
  const ring = (target: string) => bells.get(target)?.ring();
  const listening = listen(options, ring, () => bells.forEach((bell) => bell.ring()), stopping.signal);
  const stop = async () => {
    stopping.abort();
    await Promise.all([...loops, listening]);
  };
  return { delivered, stop };
}

async function untilDue({ db, now = () => new Date() }: RelayOptions, target: string): Promise<number> {
  const dueAt = await nextDueAt(db, target);
  if (dueAt === null) return ROUND_MS_MAX;
  return Math.min(ROUND_MS_MAX, Math.max(ROUND_MS_MIN, dueAt.valueOf() - now().valueOf()));
}

/** Listens for as long as the relay runs, and after each loss of the connection rings for what was not heard. */
async function listen(
  { databaseUrl, log }: RelayOptions & { readonly databaseUrl: string },
  ring: (target: string) => void,
  ringAll: () => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const client = new Client({ connectionString: databaseUrl, keepAlive: true, connectionTimeoutMillis: 1_000 });
    const lost = new Promise<void>((resolve) => {
      client.once("end", () => resolve());
      client.on("error", () => resolve());
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    try {
      await client.connect();
      client.on("notification", ({ payload }) => ring(payload ?? ""));
      await client.query("listen outbox");
      ringAll();
      await lost;
    } catch (error) {
      log.warn({ because: (error as Error).message }, "the relay cannot listen");
    }
    await client.end().catch(() => undefined);
    await pause(RECONNECT_MS, signal);
  }
}

const pause = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal }).catch(() => undefined);

/** Something to wait for. A ring before the wait counts for it. */
function createBell() {
  let [isRung, wake]: [boolean, () => void] = [false, () => undefined];
  return {
    ring: () => {
      isRung = true;
      wake();
    },
    /** Ends at a ring, if `hears`, after so many milliseconds, or with the signal. */
    wait: async (ms: number, signal: AbortSignal, hears: boolean) => {
      const rung = new AbortController();
      wake = () => hears && rung.abort();
      if (isRung) wake();
      isRung = false;
      await pause(ms, AbortSignal.any([rung.signal, signal]));
      wake = () => undefined;
      isRung = false;
    },
  };
}
