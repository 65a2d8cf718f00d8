import type { FastifyInstance } from "fastify";
import { errorCodes } from "#contract/errors.ts";
import { DELIVERY_BYTES_MAX } from "#contract/events.ts";
import { EVENTS_PATH } from "#kit/deliver.ts";
import type { Exchange } from "#kit/exchange.ts";

/** Where the figures of a process stand. */
export const METRICS_PATH = "/metrics";

const { en: message, status } = errorCodes.AUTH_ENVELOPE_REFUSED;
const REFUSED = { errors: [{ message, extensions: { code: "AUTH_ENVELOPE_REFUSED" } }] };

/**
 * Opens the two addresses of an exchange. A delivery has the signature of its source and no envelope: its bytes are
 * checked before anything is read of them, and whatever is not signed is refused in the same words.
 */
export function serveExchange(app: FastifyInstance, exchange: Exchange): void {
  app.get(METRICS_PATH, async (_, reply) => reply.type("text/plain; version=0.0.4").send(await exchange.metrics()));
  app.register(async (events) => {
    events.removeAllContentTypeParsers();
    events.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    events.post(EVENTS_PATH, { bodyLimit: DELIVERY_BYTES_MAX }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const call = { method: request.method, path: request.raw.url ?? "", headers: request.headers, body };
      const receipt = await exchange.receive(call, request.log);
      if (typeof receipt === "string") {
        request.log.warn({ fault: receipt }, "a delivery was refused");
        return reply.code(status).send(REFUSED);
      }
      return reply.headers(receipt.headers).type("application/json").send(receipt.body);
    });
  });
  app.addHook("onClose", () => exchange.close());
}
