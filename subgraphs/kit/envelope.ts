import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { readEnvelopeKeys } from "#contract/envelope-keys.ts";
import { errorCodes } from "#contract/errors.ts";
import { noClaims, type EnvelopeClaims } from "#contract/envelope.ts";
import { createEnvelopeVerifier } from "#contract/verify-envelope.ts";

/** By what an agency knows who asks: one of the two must be given. */
export interface EnvelopeOptions {
  /** Keys shared with the hub, as `readEnvelopeKeys` reads them. */
  readonly envelopeKeys?: string | null | undefined;
  /** Nothing is signed and whoever reaches the port is this caller: for trials on one machine, never in production. */
  readonly insecureCaller?: InsecureCaller | null | undefined;
}

/** The parts of a caller by which rows are decided; what is absent grants nothing. */
export type InsecureCaller = Partial<typeof noClaims>;

/** Who asks, as this request's envelope said. Present in every handler behind `requireEnvelope`. */
export const claimsOf = (request: FastifyRequest): EnvelopeClaims =>
  request.getDecorator<EnvelopeClaims | null>(CLAIMS) as EnvelopeClaims;

const CLAIMS = "envelopeClaims";
const { en: message, status } = errorCodes.AUTH_ENVELOPE_REFUSED;
const REFUSED = { errors: [{ message, extensions: { code: "AUTH_ENVELOPE_REFUSED" } }] };

/**
 * Lets nothing but signed requests of the hub pass, and the questions whether the process lives. The bytes are checked
 * before their JSON is read, so whoever is refused has cost a digest and no more.
 * @throws when it is not said by what callers are known
 */
export function requireEnvelope(
  app: FastifyInstance,
  audience: string,
  open: ReadonlySet<string>,
  { envelopeKeys, insecureCaller }: EnvelopeOptions,
): void {
  app.decorateRequest(CLAIMS, null);
  const isOpen = ({ routeOptions }: FastifyRequest) => open.has(routeOptions.url ?? "");
  if (!envelopeKeys) {
    if (!insecureCaller) throw new Error(`${audience} has no keys by which to know the hub.`);
    app.log.warn(`${audience} is insecure: whoever reaches its port is taken for the hub.`);
    const asked = { ...noClaims, ...insecureCaller, traceId: "", deadline: Infinity };
    app.addHook("onRequest", async (request) => request.setDecorator(CLAIMS, asked));
    return;
  }
  const verify = createEnvelopeVerifier({ audience, keys: readEnvelopeKeys(envelopeKeys) });
  const refuse = (reply: FastifyReply) => reply.code(status).send(REFUSED);
  app.addHook("onRequest", async (request, reply) => {
    if (!isOpen(request) && request.headers.signature === undefined) return refuse(reply);
  });
  const parseJson = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, _body, done) => done(null));
  app.addContentTypeParser<Buffer>("application/json", { parseAs: "buffer" }, (request, body, done) => {
    const claims = verify({ method: request.method, path: request.raw.url ?? "", headers: request.headers, body });
    if (typeof claims === "string") {
      request.log.warn({ fault: claims }, "an envelope was refused");
      return done(null, undefined);
    }
    request.setDecorator(CLAIMS, claims);
    return parseJson(request, body.toString("utf8"), done);
  });
  app.addHook("preValidation", async (request, reply) => {
    if (!isOpen(request) && request.getDecorator(CLAIMS) === null) return refuse(reply);
  });
}
