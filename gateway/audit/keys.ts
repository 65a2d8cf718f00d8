import { createPrivateKey, generateKeyPairSync, randomBytes } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pseudonymKey, pseudonymOf, type PseudonymKind } from "#contract/pseudonyms.ts";
import { LRUCache } from "lru-cache";
import type { NoteSigner } from "./checkpoint.ts";

/** The keys of a log, in a folder that only the gateway may read and that is not on the database's host. */
export interface AuditKeys {
  readonly signer: NoteSigner;
  /** The years whose pseudonyms can still be computed, oldest first. */
  readonly years: () => readonly number[];
  /** The pseudonym of a value in a year; what kind of value it is keeps equal texts of two kinds apart. */
  readonly pseudonym: (kind: PseudonymKind, value: string, year: number) => string;
}

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
  const known = new Map<number, KnownYear>();
  const openYear = (year: number) => {
    const opened = knownYear(pseudonymKey(ensureYearKey(folder, year)));
    known.set(year, opened);
    return opened;
  };
  return {
    signer: { name, privateKey: createPrivateKey(pem) },
    years: () =>
      readdirSync(folder)
        .flatMap((file) => YEAR_KEY.exec(file)?.[1] ?? [])
        .map(Number)
        .sort((left, right) => left - right),
    pseudonym: (kind, value, year) => {
      const { key, remembered } = known.get(year) ?? openYear(year);
      // Values of arguments hardly come twice, and are not worth being kept.
      if (kind === "argument") return pseudonymOf(key, kind, value);
      const met = remembered[kind].get(value);
      if (met !== undefined) return met;
      const pseudonym = pseudonymOf(key, kind, value);
      remembered[kind].set(value, pseudonym);
      return pseudonym;
    },
  };
}

/** A year's key with the pseudonyms that were asked for of late. */
interface KnownYear {
  readonly key: KeyObject;
  readonly remembered: Readonly<Record<"person" | "session", LRUCache<string, string>>>;
}

const knownYear = (key: KeyObject): KnownYear => ({
  key,
  remembered: { person: new LRUCache({ max: REMEMBERED_MAX }), session: new LRUCache({ max: REMEMBERED_MAX }) },
});

/**
 * The keys of this year (UTC) and the next as `readPseudonymKeys` reads them, for whoever must find a person in the
 * log; those that are missing are drawn. Handing out the year to come spares telling its key on New Year's Eve.
 */
export function pseudonymKeysNow(folder: string, year = new Date().getUTCFullYear()): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return [year, year + 1].map((each) => `${each}:${ensureYearKey(folder, each).trim()}`).join(",");
}

const ensureYearKey = (folder: string, year: number) =>
  ensureFile(join(folder, `pseudonyms-${year}.key`), () => randomBytes(32).toString("base64"));

/** The text of a file that only its owner may read; written first when there is none. */
function ensureFile(file: string, draw: () => string): string {
  try {
    writeFileSync(file, draw(), { flag: "wx", mode: 0o600, flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8");
}
