import type { AgencyCaller } from "./agency-caller.ts";
import type { AgencyRequest } from "./agency-fetch.ts";
import { createEntityBatcher } from "./batch-entities.ts";
import { orAborted, startSharedCall, type SharedCall } from "./shared-call.ts";

/**
 * What decides whether two callers may be answered by one call: everything of a caller that an agency is told. Null
 * for a caller whose calls are never shared.
 */
export type EnvelopeOf = (caller: unknown) => string | null;

/** Entities of one request above which parting a joined answer would cost more than a call. */
const ENTITIES_JOINED_MAX = 10;

/**
 * Lets queries of different client requests share calls while those are under way: identical calls share one, and
 * small calls for entities by the same text leave together. Nothing is kept after an answer.
 */
export function shareCalls(call: AgencyCaller, envelopeOf: EnvelopeOf): AgencyCaller {
  const underWay = new Map<string, SharedCall>();
  const batched = createEntityBatcher(call);

  function identical(id: string, request: AgencyRequest): Promise<Buffer> {
    const known = underWay.get(id);
    if (known && known.endsAt <= performance.now() + request.timeoutMs) {
      known.join(request.signal);
      return orAborted(known.answer, request.signal);
    }
    const started = startSharedCall(call, request, [request.signal]);
    underWay.set(id, started);
    void started.answer
      .catch(() => undefined)
      .finally(() => {
        if (underWay.get(id) === started) underWay.delete(id);
      });
    return orAborted(started.answer, request.signal);
  }

  return async (request, read) => {
    const envelope = request.operation === "query" ? envelopeOf(request.caller) : null;
    if (envelope === null) return call(request, read);
    const { url, body, entities } = request;
    const who = JSON.stringify([url.href, envelope]);
    const isSmall = entities !== null && entities.representations.length <= ENTITIES_JOINED_MAX;
    return read(await (isSmall ? batched(who + entities.text, request, entities) : identical(who + body, request)));
  };
}
