import { createHmac, hash, type KeyObject } from "node:crypto";
import type { Caller } from "./caller.ts";

/**
 * What an agency is told of the caller and of the request under way, and no more: no token. Whoever is not known has an
 * empty subject, of no issuer, and no purpose, and so reaches no person.
 */
export interface EnvelopeClaims
  extends Pick<Caller, "issuer" | "subject" | "organization" | "committees" | "scopes" | "purpose" | "memberId"> {
  /** The hub's request id: the same in the logs of all processes. */
  readonly traceId: string;
  /** Milliseconds since 1970 UTC after which nobody waits for the answer. */
  readonly deadline: number;
}

/** The claims of a request whose caller is not known: public facts only. */
export const noClaims: Omit<EnvelopeClaims, "traceId" | "deadline"> = {
  issuer: "",
  subject: "",
  organization: "",
  committees: [],
  scopes: [],
  purpose: null,
  memberId: null,
};

/** The headers that an envelope consists of, in lower case. */
export type EnvelopeHeaders = Readonly<
  Record<"content-digest" | "hub-claims" | "signature-input" | "signature", string>
>;

/** What of a call is signed beside its claims. */
export interface SignedCall {
  /** In capitals. */
  readonly method: string;
  /** Without host and query. */
  readonly path: string;
  /** The exact bytes that travel; a text stands for its UTF-8 bytes. */
  readonly body: string | Uint8Array;
  /** Name of the agency for which alone the envelope is meant. */
  readonly audience: string;
}

/** What makes one signature differ from all others. */
export interface SignatureOccasion {
  /** Whole seconds since 1970 UTC. */
  readonly created: number;
  /** Never used twice within the window: 16 to 64 letters, digits, `-` or `_`. */
  readonly nonce: string;
}

/** Seconds during which an envelope is good, on either side of the receiver's clock. */
export const ENVELOPE_WINDOW_SECONDS = 30;

/**
 * Signs a call in the style of RFC 9421, with HMAC-SHA256.
 * @param claims as they are, or as the JSON of them that somebody has at hand
 */
export function signEnvelope(
  call: SignedCall,
  claims: EnvelopeClaims | string,
  key: { readonly id: string; readonly secret: KeyObject },
  { created, nonce }: SignatureOccasion,
): EnvelopeHeaders {
  const digest = contentDigest(call.body);
  const encoded = Buffer.from(typeof claims === "string" ? claims : JSON.stringify(claims)).toString("base64url");
  const parameters =
    `("@method" "@path" "content-digest" "hub-claims");created=${created};nonce="${nonce}"` +
    `;keyid="${key.id}";audience="${call.audience}"`;
  const signature = signatureOf(signatureBase(call, digest, encoded, parameters), key.secret);
  return {
    "content-digest": digest,
    "hub-claims": encoded,
    "signature-input": `hub=${parameters}`,
    signature: `hub=:${signature.toString("base64")}:`,
  };
}

/** The `Content-Digest` of a body (RFC 9530). */
export const contentDigest = (body: string | Uint8Array) => `sha-256=:${hash("sha256", body, "base64")}:`;

/** The text that is signed: a line for each component, the parameters last. */
export const signatureBase = (
  { method, path }: Pick<SignedCall, "method" | "path">,
  digest: string,
  encodedClaims: string,
  parameters: string,
) =>
  `"@method": ${method}\n"@path": ${path}\n"content-digest": ${digest}\n"hub-claims": ${encodedClaims}\n` +
  `"@signature-params": ${parameters}`;

/** HMAC-SHA256 of that text, 32 bytes. */
export const signatureOf = (base: string, secret: KeyObject) => createHmac("sha256", secret).update(base).digest();
