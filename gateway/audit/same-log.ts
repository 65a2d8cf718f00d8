import { createPublicKey } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { openCheckpoint, type NoteSigner } from "./checkpoint.ts";
import { decodeLines } from "./lines.ts";
import { entriesFile, listSegments, nullIfAbsent, readSeal, type Segment } from "./segments.ts";
import { noteIn } from "./verify.ts";

/**
 * Sees to it that a folder holds the log called `name`, or none yet: told by another name, a log that is whole would
 * look altered, and what is added or shipped would belong to neither.
 * @throws an Error that says which log is there and what to do
 */
export async function requireSameLog(folder: string, name: string): Promise<void> {
  requireName(folder, name, await newestNote(folder));
}

/**
 * The same before something is added, which the key of the log must sign as well.
 * @throws an Error that says which log or whose is there and what to do
 */
export async function requireOwnLog(folder: string, keysFolder: string, { name, privateKey }: NoteSigner) {
  const note = await newestNote(folder);
  requireName(folder, name, note);
  if (note === null || openCheckpoint(note, { name, publicKey: createPublicKey(privateKey) }) !== null) return;
  throw new Error(
    `The audit log in ${folder} is not signed by the key in ${keysFolder}: ` +
      "let AUDIT_KEYS_FOLDER name the folder of its keys, or let AUDIT_LOG_NAME and AUDIT_FOLDER begin another log.",
  );
}

function requireName(folder: string, name: string, note: string | null): void {
  const written = note?.slice(0, note.indexOf("\n")) ?? name;
  if (written === name) return;
  throw new Error(
    `The audit log in ${folder} is called ${written}, and AUDIT_LOG_NAME says ${name}: ` +
      `set AUDIT_LOG_NAME to ${written}, or AUDIT_FOLDER to the folder of the other log, an empty one to begin it.`,
  );
}

/** A checkpoint that the log in a folder carries, with its name: of the newest seal, or else of the first entry. */
async function newestNote(folder: string): Promise<string | null> {
  if (!existsSync(folder)) return null;
  const segments = await listSegments(folder);
  const sealed = segments.findLast(({ isSealed }) => isSealed);
  const [first] = segments;
  // A file that has gone since went because of a newer one, which was written under the same name.
  if (sealed) return readSeal(sealed).then(({ note }) => note, nullIfAbsent);
  return first ? noteOfFirstEntry(first).catch(nullIfAbsent) : null;
}

/** Null where not even the first entry was written to its end. */
async function noteOfFirstEntry({ path }: Segment): Promise<string | null> {
  const [body] = decodeLines(await readFile(entriesFile(path))).bodies;
  return body ? noteIn(body) : null;
}
