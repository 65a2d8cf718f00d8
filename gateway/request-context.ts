import type { Caller } from "#contract/caller.ts";
import type { CostAccount } from "./cost/cost-account.ts";
import { addressOf } from "./edge/caller-address.ts";
import { HangUp, type CallSignal } from "./execution/fetch/hang-up.ts";
import type { FastifyReply, FastifyRequest } from "fastify";

/** What every stage may know about the request under way. */
export interface RequestContext {
  /** Travels to the agencies and stands in every log, so that one request can be followed through all of them. */
  readonly requestId: string;
  /** Who asks; null where the gateway asks nobody's name, or before somebody is known. */
  readonly caller: Caller | null;
  /** Where the request comes from, as `addressOf` has it. */
  readonly address: string;
  /** The `Accept-Language` header, for questions about the graph itself. */
  readonly languages: string | undefined;
  /** What the request may cost and has cost. */
  readonly cost: CostAccount;
  /** Aborted when the client has gone. */
  readonly hangUp: CallSignal;
  /** Moment of `performance.now()` at which the request came in. */
  readonly startedAt: number;
  /** Whether the operation is only made known and not executed. */
  readonly isOnlyRead?: boolean;
}

/** The context of a request that has just come in; its clock starts now. */
export function requestContext(
  request: FastifyRequest,
  reply: FastifyReply,
  caller: Caller | null,
  cost: CostAccount,
): RequestContext {
  const hangUp = new HangUp();
  // After the whole answer has left there is nothing to abort.
  reply.raw.once("close", () => reply.raw.writableFinished || hangUp.abort());
  const startedAt = performance.now();
  const languages = request.headers["accept-language"];
  return { requestId: request.id, caller, cost, languages, address: addressOf(request), hangUp, startedAt };
}
