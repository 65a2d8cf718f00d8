import { createHmac, createPrivateKey, createSecretKey, generateKeyPairSync, randomBytes } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LRUCache } from "lru-cache";
import type { NoteSigner } from "./checkpoint.ts";

/** The keys of a log, in a folder that only the gateway may read and that is not on the database's host. */
export interface AuditKeys {
  readonly signer: NoteSigner;
  /** The years whose pseudonyms can still be computed, oldest first. */
  readonly years: () => readonly number[];
  /** The pseudonym of a value in a year; what kind of value it is keeps equal texts of two kinds apart. */
  readonly pseudonym: (kind: "person" | "session" | "argument", value: string, year: number) => string;
}

const PSEUDONYM_BYTES = 16;
/** Callers and members of a busy hour: their pseudonyms are asked for again and again. */
const REMEMBERED_MAX = 20_000;
const YEAR_KEY = /^pseudonyms-(\d{4})\.key$/;

/**
 * Opens the keys of the log called `name` and makes those that are missing: `signing.pem`, an Ed25519 key, and
 * `pseudonyms-<year>.key` for each year in which something is logged. A year's key is drawn at random and derived
 * from nothing, so deleting it makes that year's entries unlinkable for good.
 */
export function openAuditKeys(folder: string, name: string): AuditKeys {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pem = ensureFile(join(folder, "signing.pem"), () =>
    String(generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" })),
  );
  const known = new Map<number, KeyObject>();
  const yearKey = (year: number) => {
    const file = join(folder, `pseudonyms-${year}.key`);
    const text = ensureFile(file, () => randomBytes(32).toString("base64"));
    const key = createSecretKey(text, "base64");
    if (key.symmetricKeySize !== 32) throw new Error(`The key in ${file} does not have 32 bytes.`);
    known.set(year, key);
    return key;
  };
  const remembered = new LRUCache<string, string>({ max: REMEMBERED_MAX });
  const digestOf = (text: string, year: number) => {
    const digest = createHmac("sha256", known.get(year) ?? yearKey(year)).update(text).digest();
    return digest.toString("base64url", 0, PSEUDONYM_BYTES);
  };
  return {
    signer: { name, privateKey: createPrivateKey(pem) },
    years: () =>
      readdirSync(folder)
        .flatMap((file) => YEAR_KEY.exec(file)?.[1] ?? [])
        .map(Number)
        .sort((left, right) => left - right),
    pseudonym: (kind, value, year) => {
      const text = `${kind}\0${value}`;
      // Values of arguments hardly come twice, and are not worth being kept.
      if (kind === "argument") return digestOf(text, year);
      const known = remembered.get(`${year}\0${text}`);
      if (known !== undefined) return known;
      const pseudonym = digestOf(text, year);
      remembered.set(`${year}\0${text}`, pseudonym);
      return pseudonym;
    },
  };
}

/** The text of a file that only its owner may read; written first when there is none. */
function ensureFile(file: string, draw: () => string): string {
  try {
    writeFileSync(file, draw(), { flag: "wx", mode: 0o600, flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8");
}
