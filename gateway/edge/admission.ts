import type { FastifyReply, FastifyRequest } from "fastify";
import { sendRefusal } from "./send-refusal.ts";

/** How many requests are answered at once, and how long others wait for their turn. */
export interface AdmissionOptions {
  readonly inFlightMax: number;
  readonly queueTimeoutMs: number;
}

/**
 * Lets in as many requests as can be answered at once; others wait in the order in which they came and are refused
 * with HUB_OVERLOADED when their turn does not come in time. A request counts until its answer has left or its client
 * has gone. Stands after the body has been read, so that a slow sender takes nobody's place.
 */
export function admission({ inFlightMax, queueTimeoutMs }: AdmissionOptions) {
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

  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (inFlight < inFlightMax) inFlight += 1;
    else if (!(await turn())) return sendRefusal(request, reply.header("retry-after", "1"), "HUB_OVERLOADED");
    if (reply.raw.closed) {
      // Whoever has gone while waiting will not be seen to go.
      leave();
      return reply.hijack();
    }
    reply.raw.once("close", leave);
    return undefined;
  };
}
