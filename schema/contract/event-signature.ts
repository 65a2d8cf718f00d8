import { sign, verify, type KeyObject } from "node:crypto";
import { contentDigest, ENVELOPE_WINDOW_SECONDS, type SignatureOccasion } from "./envelope.ts";
import { createNonceStore } from "./nonce-store.ts";
import type { ReceivedCall } from "./verify-envelope.ts";

/** A delivery of events, before it is signed; the method is POST. */
export interface SignedDelivery {
  readonly path: string;
  /** The exact bytes that travel. */
  readonly body: string;
  /** Name of the process that signs. */
  readonly source: string;
  /** Name of the process for which alone it is meant. */
  readonly target: string;
}

/** The headers by which a delivery or a receipt is known, in lower case. */
export type EventSignature = Readonly<Record<"content-digest" | "signature-input" | "signature", string>>;

/** Why a delivery was refused: for the log of the receiver alone. */
export type DeliveryFault =
  | "unsigned"
  | "malformed"
  | "unknown-source"
  | "other-target"
  | "out-of-window"
  | "altered"
  | "replayed"
  | "overloaded";

/** Who sent a delivery, and the nonce to which its receipt is bound. */
export interface VerifiedDelivery {
  readonly source: string;
  readonly nonce: string;
}

const NAME = String.raw`[a-z/0-9-]{1,80}`;
const INPUT = new RegExp(
  String.raw`^events=(\("@method" "@path" "content-digest"\);created=(\d{1,12});nonce="([\w-]{16,64})"` +
    `;keyid="(${NAME})";audience="(${NAME})")$`,
);
const SIGNATURE = /^events=:([A-Za-z0-9+/]{86}==):$/;

/** Signs a delivery in the style of RFC 9421, with Ed25519. */
export function signDelivery(
  { path, body, source, target }: SignedDelivery,
  key: KeyObject,
  { created, nonce }: SignatureOccasion,
): EventSignature {
  const digest = contentDigest(body);
  const parameters =
    `("@method" "@path" "content-digest");created=${created};nonce="${nonce}"` +
    `;keyid="${source}";audience="${target}"`;
  return headersOf(digest, parameters, deliveryBase(path, digest, parameters), key);
}

/**
 * A verifier with a memory of the nonces it has seen; each process has one. Nothing of the body is read before the
 * signature holds, with a key that the receiver already had for the source.
 */
export function createDeliveryVerifier(
  target: string,
  keyOf: (source: string) => KeyObject | undefined,
  now: () => number = Date.now,
) {
  const nonces = createNonceStore(2 * ENVELOPE_WINDOW_SECONDS * 1_000);
  return ({ path, headers, body }: ReceivedCall): VerifiedDelivery | DeliveryFault => {
    const { "signature-input": input, signature, "content-digest": digest } = headers;
    if (input === undefined || signature === undefined) return "unsigned";
    if (typeof input !== "string" || typeof signature !== "string" || typeof digest !== "string") return "malformed";
    const [, parameters, created, nonce = "", source = "", meantFor] = INPUT.exec(input) ?? [];
    const [, given] = SIGNATURE.exec(signature) ?? [];
    if (parameters === undefined || given === undefined) return "malformed";
    const key = keyOf(source);
    if (!key) return "unknown-source";
    if (meantFor !== target) return "other-target";
    if (Math.abs(now() / 1_000 - Number(created)) > ENVELOPE_WINDOW_SECONDS) return "out-of-window";
    const base = deliveryBase(path, digest, parameters);
    if (!verify(null, Buffer.from(base), key, Buffer.from(given, "base64"))) return "altered";
    if (digest !== contentDigest(body)) return "altered";
    // A nonce is the source's own, so that no source can use up another's.
    return nonces.use(`${source} ${nonce}`, now()) ?? { source, nonce };
  };
}

/** Signs what the receiver answers, bound to the delivery: only the receiver can say that it has taken an event. */
export function signReceipt(body: string, receiver: string, nonce: string, key: KeyObject): EventSignature {
  const digest = contentDigest(body);
  const parameters = receiptParameters(receiver, nonce);
  return headersOf(digest, parameters, receiptBase(digest, parameters), key);
}

/** Whether an answer is the receipt of the delivery with this nonce by this receiver. */
export function isReceipt(
  body: Uint8Array,
  headers: ReceivedCall["headers"],
  { receiver, nonce, key }: { readonly receiver: string; readonly nonce: string; readonly key: KeyObject },
): boolean {
  const [, given] = SIGNATURE.exec(String(headers["signature"])) ?? [];
  if (given === undefined) return false;
  const base = receiptBase(contentDigest(body), receiptParameters(receiver, nonce));
  return verify(null, Buffer.from(base), key, Buffer.from(given, "base64"));
}

const deliveryBase = (path: string, digest: string, parameters: string) =>
  `"@method": POST\n"@path": ${path}\n"content-digest": ${digest}\n"@signature-params": ${parameters}`;

const receiptParameters = (receiver: string, nonce: string) =>
  `("content-digest");nonce="${nonce}";keyid="${receiver}";tag="receipt"`;

const receiptBase = (digest: string, parameters: string) =>
  `"content-digest": ${digest}\n"@signature-params": ${parameters}`;

const headersOf = (digest: string, parameters: string, base: string, key: KeyObject): EventSignature => ({
  "content-digest": digest,
  "signature-input": `events=${parameters}`,
  signature: `events=:${sign(null, Buffer.from(base), key).toString("base64")}:`,
});
