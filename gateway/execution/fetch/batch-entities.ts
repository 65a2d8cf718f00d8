import type { AgencyCaller } from "./agency-caller.ts";
import type { AgencyRequest, EntityList } from "./agency-fetch.ts";
import { orAborted, startSharedCall } from "./shared-call.ts";
import { splitAnswer } from "./split-answer.ts";

/** Entities in one call for several requests. */
const ENTITIES_MAX = 200;
/** Milliseconds that a request waits for a call under way; a slow agency must not make others wait in a row. */
const WAIT_MAX_MS = 10;

/** Calls for the entities of a request; `id` is equal for requests that may be joined. */
type EntityBatcher = (id: string, request: AgencyRequest, list: EntityList) => Promise<Buffer>;

/** Requests for entities by one text, gathered while an earlier call is under way. */
interface Batch {
  readonly bodyFor: EntityList["bodyFor"];
  /** Position in the joined list, by JSON of the representation. */
  readonly positions: Map<string, number>;
  readonly waiting: Waiting[];
  readonly timer: NodeJS.Timeout;
}

interface Waiting {
  readonly request: AgencyRequest;
  readonly picked: readonly number[];
  readonly settle: PromiseWithResolvers<Buffer>;
}

/** Calls an idle agency at once, and joins what comes while such a call is under way. */
export function createEntityBatcher(call: AgencyCaller): EntityBatcher {
  const underWay = new Map<string, number>();
  const batches = new Map<string, Batch>();

  function flush(id: string): void {
    const batch = batches.get(id);
    if (!batch) return;
    batches.delete(id);
    clearTimeout(batch.timer);
    send(
      id,
      joined(batch),
      batch.waiting.map(({ request }) => request.signal),
    ).then(
      (answer) => deliver(answer, batch.waiting),
      (error: unknown) => batch.waiting.forEach(({ settle }) => settle.reject(error)),
    );
  }

  function send(id: string, request: AgencyRequest, signals: readonly (AbortSignal | undefined)[]): Promise<Buffer> {
    underWay.set(id, (underWay.get(id) ?? 0) + 1);
    return startSharedCall(call, request, signals).answer.finally(() => {
      const left = underWay.get(id)! - 1;
      if (left > 0) underWay.set(id, left);
      else underWay.delete(id);
      flush(id);
    });
  }

  return (id, request, { representations, bodyFor }) => {
    if (!underWay.has(id)) return orAborted(send(id, request, [request.signal]), request.signal);
    const open = (): Batch => ({
      bodyFor,
      positions: new Map(),
      waiting: [],
      timer: setTimeout(() => flush(id), WAIT_MAX_MS),
    });
    const batch = batches.get(id) ?? open();
    batches.set(id, batch);
    const picked = representations.map((json) => positionOf(json, batch.positions));
    const settle = Promise.withResolvers<Buffer>();
    batch.waiting.push({ request, picked, settle });
    if (batch.positions.size >= ENTITIES_MAX) flush(id);
    return orAborted(settle.promise, request.signal);
  };
}

function positionOf(json: string, positions: Map<string, number>): number {
  const position = positions.get(json) ?? positions.size;
  positions.set(json, position);
  return position;
}

/** One request for everybody's entities; who has the least time decides, for the others hardly have more. */
function joined({ bodyFor, positions, waiting }: Batch): AgencyRequest {
  const timeoutMs = Math.min(...waiting.map(({ request }) => request.timeoutMs));
  return { ...waiting[0]!.request, body: bodyFor([...positions.keys()]), timeoutMs };
}

function deliver(answer: Buffer, waiting: readonly Waiting[]): void {
  const parts = splitAnswer(
    answer,
    waiting.map(({ picked }) => picked),
  );
  waiting.forEach(({ settle }, index) => settle.resolve(parts[index]!));
}
