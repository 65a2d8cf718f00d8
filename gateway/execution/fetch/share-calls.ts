import type { AgencyCaller } from "./agency-caller.ts";
import { AgencyFailure, type AgencyRequest } from "./agency-fetch.ts";
import { splitAnswer } from "./split-answer.ts";

/**
 * What decides whether two callers may be answered by one call: everything of a caller that an agency is told.
 * Null for a caller whose calls are never shared.
 */
export type EnvelopeOf = (caller: unknown) => string | null;

/** Entities per request above which a call is worth making alone. */
const ENTITIES_MAX = 10;
/** Entities in one call for several requests. */
const BATCH_MAX = 200;
/** Milliseconds that a request waits for a call under way; a slow agency must not make others wait in a row. */
const WAIT_MAX_MS = 10;

/** A call that several requests wait for; it is given up when none of them does any more. */
interface SharedCall {
  readonly answer: Promise<Buffer>;
  readonly join: (signal: AbortSignal | undefined) => void;
  readonly endsAt: number;
}

/** Requests for entities by one text, gathered while an earlier call is under way. */
interface Batch {
  readonly representations: Map<string, number>;
  readonly requests: {
    readonly request: AgencyRequest;
    readonly picked: readonly number[];
    readonly settle: PromiseWithResolvers<Buffer>;
  }[];
  readonly timer: NodeJS.Timeout;
}

/**
 * Lets queries of different client requests share calls while those are under way: identical calls share one, and
 * small calls for entities by the same text leave together. An idle agency is called at once. Nothing is kept
 * after an answer.
 */
export function shareCalls(call: AgencyCaller, envelopeOf: EnvelopeOf): AgencyCaller {
  const identical = new Map<string, SharedCall>();
  const underWay = new Map<string, number>();
  const waiting = new Map<string, Batch>();
  const asItIs = (body: Buffer) => body;

  return async (request, read) => {
    const envelope = request.operation === "query" ? envelopeOf(request.caller) : null;
    if (envelope === null) return call(request, read);
    const isSmall = request.entities !== null && request.entities.representations.length <= ENTITIES_MAX;
    return read(await (isSmall ? batched(request, envelope) : shared(request, envelope)));
  };

  function shared(request: AgencyRequest, envelope: string): Promise<Buffer> {
    const id = `${request.url.href} ${envelope} ${request.body}`;
    const known = identical.get(id);
    if (known && known.endsAt <= performance.now() + request.timeoutMs) {
      known.join(request.signal);
      return orAborted(known.answer, request.signal);
    }
    const started = start(request, [request.signal]);
    identical.set(id, started);
    void started.answer.catch(() => undefined).finally(() => identical.get(id) === started && identical.delete(id));
    return orAborted(started.answer, request.signal);
  }

  function batched(request: AgencyRequest, envelope: string): Promise<Buffer> {
    const { text, representations } = request.entities!;
    const id = `${request.url.href} ${envelope} ${text}`;
    if (!underWay.get(id)) return send(id, request, [request.signal]);
    const batch = waiting.get(id) ?? open(id);
    const picked = representations.map((json) => {
      const index = batch.representations.get(json) ?? batch.representations.size;
      batch.representations.set(json, index);
      return index;
    });
    const settle = Promise.withResolvers<Buffer>();
    batch.requests.push({ request, picked, settle });
    if (batch.representations.size >= BATCH_MAX) flush(id);
    return orAborted(settle.promise, request.signal);
  }

  function open(id: string): Batch {
    const batch: Batch = { representations: new Map(), requests: [], timer: setTimeout(() => flush(id), WAIT_MAX_MS) };
    waiting.set(id, batch);
    return batch;
  }

  function flush(id: string): void {
    const batch = waiting.get(id);
    if (!batch) return;
    waiting.delete(id);
    clearTimeout(batch.timer);
    const { requests, representations } = batch;
    const [{ request }] = requests as [Batch["requests"][number]];
    const body = request.entities!.bodyFor([...representations.keys()]);
    // Who waits least decides; the others' own time is hardly longer.
    const timeoutMs = Math.min(...requests.map((it) => it.request.timeoutMs));
    send(
      id,
      { ...request, body, timeoutMs },
      requests.map((it) => it.request.signal),
    ).then(
      (answer) =>
        splitAnswer(
          answer,
          requests.map(({ picked }) => picked),
        ).forEach((part, index) => requests[index]!.settle.resolve(part)),
      (error: unknown) => requests.forEach(({ settle }) => settle.reject(error)),
    );
  }

  function send(id: string, request: AgencyRequest, signals: readonly (AbortSignal | undefined)[]): Promise<Buffer> {
    underWay.set(id, (underWay.get(id) ?? 0) + 1);
    return start(request, signals).answer.finally(() => {
      const left = underWay.get(id)! - 1;
      if (left > 0) underWay.set(id, left);
      else underWay.delete(id);
      flush(id);
    });
  }

  function start(request: AgencyRequest, signals: readonly (AbortSignal | undefined)[]): SharedCall {
    const givenUp = new AbortController();
    let waitingFor = 0;
    const join = (signal: AbortSignal | undefined) => {
      waitingFor += 1;
      signal?.addEventListener("abort", () => --waitingFor === 0 && givenUp.abort(), { once: true });
    };
    signals.forEach(join);
    return {
      answer: call({ ...request, signal: givenUp.signal }, asItIs),
      join,
      endsAt: performance.now() + request.timeoutMs,
    };
  }
}

/** An answer, or the failure of a request whose own client hangs up while others still wait. */
function orAborted(answer: Promise<Buffer>, signal: AbortSignal | undefined): Promise<Buffer> {
  if (!signal) return answer;
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(new AgencyFailure("AGENCY_TIMEOUT", { cause: signal.reason }));
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort);
  return Promise.race([answer, aborted.promise]).finally(() => signal.removeEventListener("abort", onAbort));
}
