import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { PlanRequest, PlanResult } from "./plan.ts";

/** A planner that cannot stop the event loop. */
export interface PlannerPool {
  /**
   * Plans in another thread. When the plan has cost `timeoutMs` of processor time, the thread is ended and the
   * answer is a refusal: on a busy machine a slow plan is not a costly one.
   */
  readonly plan: (request: PlanRequest, timeoutMs: number) => Promise<PlanResult>;
  /** Resolves when the first planner is ready; rejects when none can start. */
  readonly ready: Promise<unknown>;
  readonly stop: () => Promise<void>;
}

interface Job {
  readonly request: PlanRequest;
  readonly timeoutMs: number;
  readonly done: (result: PlanResult) => void;
}

/** Waiting requests above which a new one is refused: at 300 ms each the last would outwait any client. */
const QUEUE_MAX = 200;

/** How much longer than its processor time a plan may take by the clock. */
const PATIENCE = 10;

/** Starts a planner and a warm spare, which takes over at once when a hostile operation costs the first its life. */
export function startPlannerPool(sdl: string): PlannerPool {
  const queue: Job[] = [];
  let stopped = false;
  let active = startPlanner(sdl);
  let spare = startPlanner(sdl);
  let running: Promise<void> | undefined;

  async function drain() {
    for (let job = queue.shift(); job; job = queue.shift()) {
      const result = await active.ready.then(
        () => active.plan(job.request, job.timeoutMs),
        () => undefined,
      );
      job.done(result ?? refused(`Planning may take at most ${job.timeoutMs} ms.`));
      if (!result && !stopped) {
        void active.stop();
        active = spare;
        spare = startPlanner(sdl);
      }
    }
    running = undefined;
  }

  return {
    ready: active.ready,
    plan: (request, timeoutMs) =>
      new Promise((done) => {
        if (stopped || queue.length >= QUEUE_MAX) return done(refused("Too many operations wait to be planned."));
        queue.push({ request, timeoutMs, done });
        running ??= drain();
      }),
    async stop() {
      stopped = true;
      for (const { done } of queue.splice(0)) done(refused("The planner is stopping."));
      await Promise.all([active.stop(), spare.stop()]);
    },
  };
}

function startPlanner(sdl: string) {
  const worker = new Worker(new URL("./planner-worker.ts", import.meta.url), {
    workerData: sdl,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  // An idle planner must not keep a process alive that has nothing else to do.
  worker.unref();
  const ready = nextMessage(worker);
  // A planner that dies before anybody waits for it is met by the next request.
  ready.catch(() => undefined);
  return {
    ready,
    /** Undefined when the time is spent or the thread died, for example of memory. */
    async plan(request: PlanRequest, timeoutMs: number): Promise<PlanResult | undefined> {
      const done = new AbortController();
      const answer = nextMessage(worker) as Promise<PlanResult>;
      worker.postMessage(request);
      return Promise.race([answer, timeSpent(worker, timeoutMs, done.signal)])
        .catch(() => undefined)
        .finally(() => done.abort());
    },
    stop: async () => void (await worker.terminate()),
  };
}

/** Resolves when a thread has used so much processor time from now on, or far more time by the clock. */
async function timeSpent(worker: Worker, timeoutMs: number, signal: AbortSignal): Promise<undefined> {
  const clockEndsAt = performance.now() + timeoutMs * PATIENCE;
  // Node before 24.6 cannot tell; there the clock decides.
  const before = await worker.cpuUsage?.();
  for (let leftMs = timeoutMs; leftMs > 1 && performance.now() < clockEndsAt;) {
    await sleep(leftMs, undefined, { signal });
    const used = before && (await worker.cpuUsage(before));
    leftMs = used ? timeoutMs - (used.user + used.system) / 1_000 : 0;
  }
}

function nextMessage(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      act();
    };
    const onMessage = (message: unknown) => settle(() => resolve(message));
    const onError = (error: unknown) => settle(() => reject(error));
    const onExit = () => settle(() => reject(new Error("The planner thread ended.")));
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
  });
}

const refused = (message: string): PlanResult => ({ refusal: { code: "LIMIT_PLANNING_EXCEEDED", message } });
