import { createHmac, createSecretKey, type KeyObject } from "node:crypto";

/** What a pseudonym stands for; keeps equal texts of two kinds apart. */
export type PseudonymKind = "person" | "session" | "argument";

const PSEUDONYM_BYTES = 16;
const KEY_BYTES = 32;

/** The pseudonym of a value under a year's key: 22 characters of base64url. */
export const pseudonymOf = (key: KeyObject, kind: PseudonymKind, value: string): string =>
  createHmac("sha256", key).update(`${kind}\0${value}`).digest().toString("base64url", 0, PSEUDONYM_BYTES);

/** A year's key from its base64. @throws Error that repeats nothing of the text */
export function pseudonymKey(base64: string): KeyObject {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length !== KEY_BYTES) throw new Error(`A key of pseudonyms has ${KEY_BYTES} bytes, not ${bytes.length}.`);
  return createSecretKey(bytes);
}

const PART = /^(\d{4}):(.+)$/;

/** Reads `year:base64`, with a comma between years. @throws Error that repeats nothing of the text */
export function readPseudonymKeys(text: string): ReadonlyMap<number, KeyObject> {
  return new Map(
    text.split(",").map((part) => {
      const [, year, base64] = PART.exec(part.trim()) ?? [];
      if (year === undefined || base64 === undefined) throw new Error("A key is written as year:base64.");
      return [Number(year), pseudonymKey(base64)];
    }),
  );
}
