import type { FastifyReply, FastifyRequest } from "fastify";
import { limits } from "#contract/limits.ts";

/** What every stage may know about the request under way. */
export interface RequestContext {
  /** Travels to the agencies and stands in every log, so that one request can be followed through all of them. */
  readonly requestId: string;
  /** Aborts when the request's time is over or its client has gone. */
  readonly signal: AbortSignal;
}

/** The context of a request that has just come in; its clock starts now. */
export async function requestContext(request: FastifyRequest, reply: FastifyReply): Promise<RequestContext> {
  const hangUp = new AbortController();
  reply.raw.once("close", () => hangUp.abort());
  return {
    requestId: request.id,
    signal: AbortSignal.any([hangUp.signal, AbortSignal.timeout(limits.requestTimeoutMs)]),
  };
}
