import { createSecretKey, type KeyObject } from "node:crypto";

/** A secret that the hub and one agency process share. */
export interface EnvelopeKey {
  readonly id: string;
  readonly secret: KeyObject;
}

/** Two keys hold while one takes over from the other; a third would be one that somebody forgot. */
const KEYS_MAX = 2;

const KEY = /^(?<id>[A-Za-z0-9._-]{1,40}):(?<secret>[A-Za-z0-9_-]{43,128})$/;

/**
 * Reads `id:secret`, or two of them with a comma between; the first one signs, each of them verifies. A secret is
 * base64url of at least 32 random bytes, as long as the signature it makes.
 * @throws Error that says what is wrong and repeats nothing of the text
 */
export function readEnvelopeKeys(text: string): readonly [EnvelopeKey, ...EnvelopeKey[]] {
  const keys = text.split(",").map((part): EnvelopeKey => {
    const { id, secret } = KEY.exec(part.trim())?.groups ?? {};
    if (!id || !secret) throw new Error("a key is written as id:secret, the secret as base64url of 32 bytes or more");
    return { id, secret: createSecretKey(Buffer.from(secret, "base64url")) };
  });
  const [first, ...others] = keys;
  if (!first || keys.length > KEYS_MAX) throw new Error(`one key is needed, or ${KEYS_MAX} while they are changed`);
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new Error("two keys have the same id");
  return [first, ...others];
}
