import { createPublicKey, hash, sign, verify, type KeyObject } from "node:crypto";
import type { TreeHead } from "./merkle.ts";

/** The state of a log at one moment, as the three lines of a tlog-checkpoint say it. */
export interface Checkpoint extends TreeHead {
  /** The name of the log. */
  readonly origin: string;
}

/** Who signs: a name without spaces or plus signs, and an Ed25519 key. */
export interface NoteSigner {
  readonly name: string;
  readonly privateKey: KeyObject;
}

/** How a signer is recognized. */
export interface NoteKey {
  readonly name: string;
  readonly publicKey: KeyObject;
}

/** The kinds of signature of the signed-note form: the log's own, and a witness's with its time. */
const [LOG_SIGNATURE, COSIGNATURE] = [0x01, 0x04];

const HASH_BYTES = 4;
const TIME_BYTES = 8;

/** The text that is signed: origin, size and root in base64, each on a line. */
const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${root.toString("base64")}\n`;

/** A checkpoint as a signed note: its text, an empty line and the log's signature line. */
export function signCheckpoint(checkpoint: Checkpoint, { name, privateKey }: NoteSigner): string {
  const text = checkpointText(checkpoint);
  const key = { name, publicKey: createPublicKey(privateKey) };
  return `${text}\n${signatureLine(key, LOG_SIGNATURE, sign(null, Buffer.from(text), privateKey))}`;
}

/**
 * The line by which a witness confirms that it saw this checkpoint, at a time in whole seconds since 1970
 * (tlog-cosignature, version 1). Whether it may do so is `witnessCheckpoint`'s to decide.
 */
export function cosign(note: string, { name, privateKey }: NoteSigner, seconds: number): string {
  const key = { name, publicKey: createPublicKey(privateKey) };
  const time = Buffer.alloc(TIME_BYTES);
  time.writeBigUInt64BE(BigInt(seconds));
  const signature = sign(null, Buffer.from(cosignedText(textOf(note), seconds)), privateKey);
  return signatureLine(key, COSIGNATURE, Buffer.concat([time, signature]));
}

const NOTE = /^([^\n]+)\n(0|[1-9]\d{0,14})\n([A-Za-z0-9+/]{43}=)\n\n/;

/** Whether a text has the form of a note and names that log; who signed it is not looked at. */
export const isNoteOf = (text: string, log: string): boolean => NOTE.exec(text)?.[1] === log;

/** What a note says, or null when it is not of the form or the key's owner, the log, did not sign it. */
export function openCheckpoint(note: string, key: NoteKey): Checkpoint | null {
  const [, origin, size, root] = NOTE.exec(note) ?? [];
  const text = Buffer.from(textOf(note));
  const isSigned = signaturesBy(note, key, LOG_SIGNATURE).some((bytes) => verify(null, text, key.publicKey, bytes));
  if (origin === undefined || root === undefined || !isSigned) return null;
  return { origin, size: Number(size), root: Buffer.from(root, "base64") };
}

/** The times, in seconds since 1970, at which a witness signed a note; empty when it did not. */
export function cosignedAt(note: string, key: NoteKey): readonly number[] {
  return signaturesBy(note, key, COSIGNATURE).flatMap((bytes) => {
    if (bytes.length !== TIME_BYTES + 64) return [];
    const seconds = Number(bytes.readBigUInt64BE());
    const text = Buffer.from(cosignedText(textOf(note), seconds));
    return verify(null, text, key.publicKey, bytes.subarray(TIME_BYTES)) ? [seconds] : [];
  });
}

/** A key as text that can be handed to another agency: name, key hash and key, joined by plus signs. */
export const verifierKey = (key: NoteKey, isWitness = false): string => {
  const kind = isWitness ? COSIGNATURE : LOG_SIGNATURE;
  const bytes = Buffer.concat([Buffer.of(kind), rawKey(key.publicKey)]);
  return `${key.name}+${keyHash(key, kind).toString("hex")}+${bytes.toString("base64")}`;
};

/** Reads what `verifierKey` wrote. @throws when it is anything else */
export function readVerifierKey(text: string): NoteKey {
  const [, name, digest, base64] = /^([^\s+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text.trim()) ?? [];
  const [kind, ...raw] = Buffer.from(base64 ?? "", "base64");
  if (name === undefined || kind === undefined || raw.length !== 32) throw new Error("This is not a verifier key.");
  const jwk = { kty: "OKP", crv: "Ed25519", x: Buffer.from(raw).toString("base64url") };
  const key = { name, publicKey: createPublicKey({ key: jwk, format: "jwk" }) };
  if (keyHash(key, kind).toString("hex") !== digest) throw new Error(`The verifier key of ${name} is damaged.`);
  return key;
}

const textOf = (note: string) => note.slice(0, note.indexOf("\n\n") + 1);

const cosignedText = (text: string, seconds: number) => `cosignature/v1\ntime ${seconds}\n${text}`;

const signatureLine = (key: NoteKey, kind: number, signature: Buffer) =>
  `— ${key.name} ${Buffer.concat([keyHash(key, kind), signature]).toString("base64")}\n`;

function signaturesBy(note: string, key: NoteKey, kind: number): readonly Buffer[] {
  const lines = note.slice(note.indexOf("\n\n") + 2).split("\n");
  const wanted = keyHash(key, kind);
  return lines.flatMap((line) => {
    const [, name, base64] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = Buffer.from(base64 ?? "", "base64");
    return name === key.name && bytes.subarray(0, HASH_BYTES).equals(wanted) ? [bytes.subarray(HASH_BYTES)] : [];
  });
}

function keyHash({ name, publicKey }: NoteKey, kind: number): Buffer {
  const named = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(kind), rawKey(publicKey)]);
  return hash("sha256", named, "buffer").subarray(0, HASH_BYTES);
}

const rawKey = (key: KeyObject) => Buffer.from(key.export({ format: "jwk" }).x ?? "", "base64url");
