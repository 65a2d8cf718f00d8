import { hash } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Kysely } from "kysely";
import { z } from "zod";
import { isNoteOf, type NoteKey } from "../../gateway/audit/checkpoint.ts";
import { consistencyProof, EMPTY_ROOT, type Digest, type TreeHead } from "../../gateway/audit/merkle.ts";
import { openAuditKeys } from "../../gateway/audit/keys.ts";
import { witnessCheckpoint, type WitnessRequest } from "../../gateway/audit/witness.ts";
import type { AuditConfig } from "./config.ts";
import { readLog, readNotes } from "./stored-log.ts";
import type { AuditTables } from "./tables.ts";

/**
 * What a witness that signed a tree of `since` entries last, 0 for none, needs to sign the newest checkpoint.
 * @throws when there is no checkpoint of that size or a larger one
 */
export async function witnessRequest(config: AuditConfig, since: number): Promise<WitnessRequest> {
  const newest = (await readNotes(config)).toSorted((left, right) => sizeOf(right) - sizeOf(left))[0];
  if (newest === undefined || sizeOf(newest) < since) throw new Error(`No checkpoint covers ${since} entries.`);
  const leaves: Digest[] = [];
  await readLog(config, (entries) => {
    for (const { digest } of entries) leaves.push(digest);
    return leaves.length < sizeOf(newest);
  });
  const note = `${newest.split("\n").slice(0, 5).join("\n")}\n`;
  return { note, proof: since === 0 ? [] : consistencyProof(leaves.slice(0, sizeOf(newest)), since) };
}

/**
 * Signs a checkpoint as the witness whose keys are in `keysFolder`, and remembers it there, before it answers with the
 * note that now carries both signatures.
 * @throws when it does not continue what was signed before, or is not the log's
 */
export async function witness({ name, keysFolder }: AuditConfig, key: NoteKey, request: WitnessRequest) {
  const { signer } = openAuditKeys(keysFolder, name);
  // Each gateway writes a log of its own, and one continues nothing of another.
  const memory = join(keysFolder, `witnessed-${hash("sha256", key.name).slice(0, 16)}.json`);
  const seconds = Math.floor(Date.now() / 1_000);
  const signed = witnessCheckpoint(request, { last: await readMemory(memory), key, signer }, seconds);
  if ("refused" in signed) throw new Error(signed.refused);
  const { size, root } = signed.last;
  await writeFile(`${memory}.new`, JSON.stringify({ size, root: root.toString("hex") }), { flush: true });
  await rename(`${memory}.new`, memory);
  return request.note + signed.line;
}

/**
 * Stores the signatures that a note of this log carries beyond the log's own; once, however often it is handed in.
 * Answers how many it carries: none where the text is no note of this log.
 */
export async function storeCosignatures(db: Kysely<AuditTables>, log: string, note: string): Promise<number> {
  if (!isNoteOf(note, log)) return 0;
  const lines = note.slice(note.indexOf("\n\n") + 2).split("\n");
  const values = lines.flatMap((line) => {
    const [, witness] = /^— (\S+) \S+$/.exec(line) ?? [];
    return witness === undefined || witness === log ? [] : [{ log, size: sizeOf(note), witness, line: `${line}\n` }];
  });
  if (values.length === 0) return 0;
  const insert = db.insertInto("audit_cosignature").values(values);
  await insert.onConflict((conflict) => conflict.doNothing()).execute();
  return values.length;
}

/** A request as it travels between agencies. */
export const requestText = ({ note, proof }: WitnessRequest): string =>
  JSON.stringify({ note, proof: proof.map((digest) => digest.toString("hex")) }, null, 2);

const writtenRequest = z.object({ note: z.string(), proof: z.array(z.string()) });

/** Reads what `requestText` wrote. @throws one sentence when it is something else */
export function readRequest(text: string): WitnessRequest {
  try {
    const { note, proof } = writtenRequest.parse(JSON.parse(text));
    return { note, proof: proof.map((digest) => Buffer.from(digest, "hex")) };
  } catch (error) {
    throw new Error("This is not what `hub audit request` printed.", { cause: error });
  }
}

async function readMemory(file: string): Promise<TreeHead> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return { size: 0, root: EMPTY_ROOT };
  const { size, root } = JSON.parse(text) as { readonly size: number; readonly root: string };
  return { size, root: Buffer.from(root, "hex") };
}

const sizeOf = (note: string) => Number(note.split("\n")[1]);
