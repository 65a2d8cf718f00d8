import { readFile } from "node:fs/promises";
import { calculateJwkThumbprint, importJWK, type CryptoKey } from "jose";
import { request } from "undici";
import { z } from "zod";
import type { Log } from "../edge/errors.ts";
import type { Issuer } from "./issuers.ts";

/** A public key and the only algorithm it verifies. */
export interface VerificationKey {
  readonly key: CryptoKey;
  readonly algorithm: "EdDSA" | "ES256";
  /** By which the key is known again when the set has been read anew. */
  readonly thumbprint: string;
}

/** The public keys of one issuer, read from one fixed place: nothing in a token says where. */
export interface KeySet {
  /** The key of this id; an unknown id has the keys read again, but not more often than every 30 s. */
  readonly find: (keyId: string) => Promise<VerificationKey | undefined>;
  /** Tells whether a key found earlier still counts: it is in the set under this id, and the set is not stale. */
  readonly isCurrent: (keyId: string, key: VerificationKey) => boolean;
  /** Stops reading. */
  readonly close: () => void;
}

const REFRESH_MS = 60_000;
const UNKNOWN_KEY_REFRESH_MS = 30_000;
/** Keys outlive the loss of their source by an hour: long enough to mend it, short enough to lose a stolen key. */
const STALE_MS_MAX = 3_600_000;
const READ_MS_MAX = 2_000;
const BYTES_MAX = 65_536;

/**
 * Opens the key set of an issuer and reads it every minute. What cannot be read is logged and leaves the last good
 * keys in force for an hour, after which no key is known.
 * @throws when the keys are in a file that cannot be used now
 */
export async function openKeySet({ issuer, keys: source }: Issuer, log: Log): Promise<KeySet> {
  let keys: ReadonlyMap<string, VerificationKey> = new Map();
  let readAt = -Infinity;
  let askedAt = -Infinity;
  let asking = Promise.resolve();
  const read = async () => {
    keys = await readKeys("file" in source ? await readFile(source.file, "utf8") : await fetchText(source.url));
    readAt = Date.now();
  };
  const refresh = () =>
    read().catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      log.error(`The keys of ${issuer} cannot be read, so the last good ones count for at most an hour: ${reason}`);
    });
  const isFresh = () => Date.now() - readAt < STALE_MS_MAX;
  await ("file" in source ? read() : refresh());
  const timer = setInterval(() => void refresh(), REFRESH_MS).unref();
  return {
    find: async (keyId) => {
      if (!isFresh() || !keys.has(keyId)) {
        if (Date.now() - askedAt >= UNKNOWN_KEY_REFRESH_MS) {
          askedAt = Date.now();
          asking = refresh();
        }
        // Of many who come at once with a new key, one asks and all of them wait for the answer.
        await asking;
      }
      return isFresh() ? keys.get(keyId) : undefined;
    },
    isCurrent: (keyId, { thumbprint }) => isFresh() && keys.get(keyId)?.thumbprint === thumbprint,
    close: () => clearInterval(timer),
  };
}

const webKeys = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().min(1) })).max(100) });

/** Reads the keys of a set that sign by a curve we know; others are left out, a private or symmetric one refused. */
async function readKeys(text: string): Promise<ReadonlyMap<string, VerificationKey>> {
  const found = new Map<string, VerificationKey>();
  for (const jwk of webKeys.parse(JSON.parse(text)).keys) {
    if ("d" in jwk || "k" in jwk) throw new Error("a secret key stands in a set of public keys");
    const algorithm = ALGORITHM_BY_CURVE[`${jwk.kty} ${String(jwk["crv"])}`];
    if (algorithm === undefined || jwk["use"] === "enc") continue;
    if (found.has(jwk.kid)) throw new Error("two keys of the set have the same id");
    const key = (await importJWK(jwk, algorithm)) as CryptoKey;
    found.set(jwk.kid, { key, algorithm, thumbprint: await calculateJwkThumbprint(jwk) });
  }
  if (found.size === 0) throw new Error("the set holds no key of a known curve");
  return found;
}

const ALGORITHM_BY_CURVE: Readonly<Record<string, VerificationKey["algorithm"]>> = {
  "OKP Ed25519": "EdDSA",
  "EC P-256": "ES256",
};

async function fetchText(url: string): Promise<string> {
  // No redirect is followed: the address is the one the operator wrote down.
  const { statusCode, body } = await request(url, { signal: AbortSignal.timeout(READ_MS_MAX) });
  if (statusCode !== 200) {
    await body.dump();
    throw new Error(`it answered with status ${statusCode}`);
  }
  let text = "";
  for await (const chunk of body.setEncoding("utf8")) {
    text += String(chunk);
    if (text.length > BYTES_MAX) throw new Error("it answered with too much");
  }
  return text;
}
