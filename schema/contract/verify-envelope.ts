import { timingSafeEqual } from "node:crypto";
import { isPurpose } from "./caller.ts";
import type { EnvelopeKey } from "./envelope-keys.ts";
import {
  contentDigest,
  ENVELOPE_WINDOW_SECONDS,
  signatureBase,
  signatureOf,
  type EnvelopeClaims,
} from "./envelope.ts";
import { createNonceStore } from "./nonce-store.ts";

/** Why an envelope was refused: for the log of the agency alone, never for whoever sent it. */
export type EnvelopeFault =
  | "unsigned"
  | "malformed"
  | "unknown-key"
  | "other-audience"
  | "out-of-window"
  | "altered"
  | "deadline-passed"
  | "replayed"
  | "overloaded";

/** A request as it came, before anything was read from its body. */
export interface ReceivedCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

/** What an agency accepts. */
export interface EnvelopeVerifierOptions {
  /** The agency's own name. */
  readonly audience: string;
  readonly keys: readonly EnvelopeKey[];
  /** Milliseconds since 1970 UTC. */
  readonly now?: () => number;
}

const COMPONENTS = String.raw`\("@method" "@path" "content-digest" "hub-claims"\)`;
const OCCASION = String.raw`created=(\d{1,12});nonce="([\w-]{16,64})"`;
const ENDS = String.raw`keyid="([\w.-]{1,40})";audience="([\w./-]{1,80})"`;
const INPUT = new RegExp(`^hub=(${COMPONENTS};${OCCASION};${ENDS})$`);
const SIGNATURE = /^hub=:([A-Za-z0-9+/]{43}=):$/;

/**
 * A verifier with a memory of the nonces it has seen; each process has one. It answers the claims, or the first
 * fault: of a request that was not signed with one of the keys nothing is read but these headers and its bytes.
 */
export function createEnvelopeVerifier({ audience, keys, now = () => Date.now() }: EnvelopeVerifierOptions) {
  const secrets = new Map(keys.map(({ id, secret }) => [id, secret]));
  const nonces = createNonceStore(2 * ENVELOPE_WINDOW_SECONDS * 1_000);
  return ({ method, path, headers, body }: ReceivedCall): EnvelopeClaims | EnvelopeFault => {
    const { "signature-input": input, signature, "content-digest": digest, "hub-claims": encoded } = headers;
    if (input === undefined || signature === undefined) return "unsigned";
    if (typeof input !== "string" || typeof signature !== "string") return "malformed";
    if (typeof digest !== "string" || typeof encoded !== "string") return "malformed";
    const [, parameters, created, nonce = "", keyId = "", meantFor] = INPUT.exec(input) ?? [];
    const [, given] = SIGNATURE.exec(signature) ?? [];
    if (given === undefined || parameters === undefined) return "malformed";
    const secret = secrets.get(keyId);
    if (!secret) return "unknown-key";
    if (meantFor !== audience) return "other-audience";
    if (Math.abs(now() / 1_000 - Number(created)) > ENVELOPE_WINDOW_SECONDS) return "out-of-window";
    const expected = signatureOf(signatureBase({ method, path }, digest, encoded, parameters), secret);
    if (!timingSafeEqual(expected, Buffer.from(given, "base64"))) return "altered";
    // The signature vouches for the digest, so a plain comparison tells nobody anything.
    if (digest !== contentDigest(body)) return "altered";
    const claims = readClaims(encoded);
    if (!claims) return "malformed";
    if (claims.deadline <= now()) return "deadline-passed";
    return nonces.use(nonce, now()) ?? claims;
  };
}

/** Claims in the form that this version of the contract knows; null for any other, however well signed. */
function readClaims(encoded: string): EnvelopeClaims | null {
  const claims = parseJson(Buffer.from(encoded, "base64url").toString("utf8")) as Partial<EnvelopeClaims> | null;
  if (typeof claims !== "object" || claims === null) return null;
  const { issuer, subject, organization, committees, scopes, purpose, memberId, traceId, deadline } = claims;
  const areTexts = [issuer, subject, organization, traceId].every((text) => typeof text === "string");
  const areLists = [committees, scopes].every(
    (list) => Array.isArray(list) && list.every((item) => typeof item === "string"),
  );
  const isKnown = purpose === null || (typeof purpose === "string" && isPurpose(purpose));
  const isMember = memberId === null || typeof memberId === "string";
  return areTexts && areLists && isKnown && isMember && Number.isFinite(deadline) ? (claims as EnvelopeClaims) : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
