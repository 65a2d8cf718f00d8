import type { FastifyInstance, FastifyReply } from "fastify";
import { refuseByStatus } from "./send-refusal.ts";

const signals = new WeakMap<FastifyInstance, AbortSignal>();

/** Aborted as soon as a gateway is told to stop, while it still answers what is under way; the same for all who ask. */
export function stoppingOf(app: FastifyInstance): AbortSignal {
  const known = signals.get(app);
  if (known) return known;
  const stopping = new AbortController();
  app.addHook("preClose", async () => stopping.abort());
  signals.set(app, stopping.signal);
  return stopping.signal;
}

/** Refuses what a gateway that stops does not begin: another one, or the same once it is back, answers it. */
export const refuseStopping = (reply: FastifyReply): FastifyReply =>
  refuseByStatus(reply, "HUB_OVERLOADED", "This gateway is stopping; ask again in a second.");
