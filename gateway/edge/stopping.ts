import { errorCodes } from "#contract/errors.ts";
import type { FastifyInstance, FastifyReply } from "fastify";
import { errorBody } from "./errors.ts";
import { retryAfter } from "./status.ts";

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
  reply
    .code(errorCodes.HUB_OVERLOADED.status)
    .header("retry-after", retryAfter("HUB_OVERLOADED"))
    .type("application/json; charset=utf-8")
    .send(errorBody("HUB_OVERLOADED", "This gateway is stopping; ask again in a second."));
