import { limits } from "#contract/limits.ts";
import type { DocumentNode } from "graphql";
import type { AgencyRoute } from "./agencies.ts";
import type { Log } from "./edge/errors.ts";
import type { AgencyFailure, AgencyFetch } from "./execution/agency-fetch.ts";
import { createEngine, type Engine } from "./execution/engine.ts";
import type { RequestContext } from "./request-context.ts";
import type { SupergraphSource } from "./supergraph/watch-supergraph.ts";

/** What the engine is opened with. */
export interface EngineSetting {
  readonly supergraph: SupergraphSource;
  /** How to reach agencies; one that is not named answers at the address in the supergraph. */
  readonly agencies: Readonly<Record<string, AgencyRoute>>;
  readonly timeoutsMs: Readonly<Record<string, number>>;
  /** Operations to plan before a supergraph serves. */
  readonly registered: readonly DocumentNode[];
  readonly log: Log;
}

/** The hub's own engine over the supergraph of a file, which it follows from now on. @throws when that is none */
export function openEngine({ supergraph, agencies, timeoutsMs, registered, log }: EngineSetting): Engine {
  const engine = createEngine({
    supergraphSdl: supergraph.initial,
    agencies,
    timeoutMsOf: (agency) => timeoutsMs[agency],
    wrapFetch: traceCalls(log),
    log: (incident) => log.error({ err: incident }, "an answer could not be used"),
    requestOf: (context) => operationRequest(context as RequestContext),
  });
  const leave = supergraph.subscribe((sdl) => engine.offer(sdl, registered));
  return {
    ...engine,
    stop: async () => {
      leave();
      await engine.stop();
    },
  };
}

/** What the engine is told of a request, through whichever door it came. */
export const operationRequest = ({ requestId, hangUp, startedAt }: RequestContext) => ({
  caller: { requestId },
  signal: hangUp,
  deadline: startedAt + limits.requestTimeoutMs,
});

/** Gives agencies the request's id, and their failures a line in the log that names it too. */
const traceCalls =
  (log: Log) =>
  (fetch: AgencyFetch): AgencyFetch =>
  async (request) => {
    const { requestId } = request.caller as { readonly requestId: string };
    try {
      return await fetch({ ...request, headers: { ...request.headers, "x-request-id": requestId } });
    } catch (error) {
      const { agency, instance, url } = request;
      const { code, cause } = error as AgencyFailure;
      const reason = cause instanceof Error ? cause.message : undefined;
      log.error({ requestId, agency, instance, url: url.href, code, reason }, "an agency gave no answer");
      throw error;
    }
  };
