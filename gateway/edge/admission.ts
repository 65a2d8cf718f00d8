import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler, preHandlerAsyncHookHandler } from "fastify";
import { sendRefusal } from "./send-refusal.ts";

/** How many requests are answered at once, and how long others wait for their turn. */
export interface AdmissionOptions {
  readonly inFlightMax: number;
  readonly queueTimeoutMs: number;
}

/** What stands before a question that costs more than looking up a text. */
export interface Doors {
  /** Who asks, and whether they may ask any more. */
  readonly before: onRequestAsyncHookHandler[];
  /** Whether the gateway has time for it. */
  readonly admit: preHandlerAsyncHookHandler;
}

/** Waits for a turn. Answers the way to end it, to be called once, or null when it does not come in time. */
export type TakeTurn = () => Promise<(() => void) | null>;

/** Turns that all expensive work shares: as many at once as is told; others wait in the order in which they came. */
export function openTurns({ inFlightMax, queueTimeoutMs }: AdmissionOptions): TakeTurn {
  let inFlight = 0;
  const waiting = new Set<() => void>();
  const leave = () => {
    const [next] = waiting;
    if (!next) return void (inFlight -= 1);
    waiting.delete(next);
    next();
  };
  const turn = () =>
    new Promise<boolean>((resolve) => {
      const come = () => {
        clearTimeout(patience);
        resolve(true);
      };
      const patience = setTimeout(() => {
        waiting.delete(come);
        resolve(false);
      }, queueTimeoutMs);
      waiting.add(come);
    });

  return async () => {
    if (inFlight < inFlightMax) inFlight += 1;
    else if (!(await turn())) return null;
    return leave;
  };
}

/**
 * Lets a request in when its turn comes and refuses it with HUB_OVERLOADED when that is not in time. Its turn lasts
 * until its answer has left or its client has gone. Stands after the body has been read, so that a slow sender takes
 * nobody's place.
 */
export const admission =
  (takeTurn: TakeTurn) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const leave = await takeTurn();
    if (!leave) return sendRefusal(request, reply, "HUB_OVERLOADED");
    if (reply.raw.closed) {
      // Whoever has gone while waiting will not be seen to go.
      leave();
      return reply.hijack();
    }
    reply.raw.once("close", leave);
    return undefined;
  };
