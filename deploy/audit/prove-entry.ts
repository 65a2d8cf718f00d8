import { openCheckpoint, type NoteKey } from "../../gateway/audit/checkpoint.ts";
import { readEntryHead } from "../../gateway/audit/entry.ts";
import { includes, inclusionProof, leafDigest, type Digest } from "../../gateway/audit/merkle.ts";
import type { StoredEntry } from "../../gateway/audit/verify.ts";
import type { AuditConfig } from "./config.ts";
import { readLog, readNotes } from "./stored-log.ts";

/** What convinces somebody who has nothing but the log's key that an entry stands in the log. */
export interface EntryProof {
  readonly sequence: number;
  /** The entry's bytes as text. */
  readonly entry: string;
  /** The inclusion proof, lowest hash first, in hexadecimal. */
  readonly path: readonly string[];
  /** The checkpoint to which it leads, with all its signatures. */
  readonly note: string;
}

/**
 * Proves an entry under the first checkpoint that covers it.
 * @throws when there is no such entry or no checkpoint covers it yet
 */
export async function proveEntry(config: AuditConfig, id: string): Promise<EntryProof> {
  const notes = await readNotes(config);
  const leaves: Digest[] = [];
  const found: StoredEntry[] = [];
  await readLog(config, (entries) => {
    for (const entry of entries) {
      leaves.push(entry.digest);
      if (readEntryHead(entry.body)?.id === id) found.push(entry);
    }
    return true;
  });
  const [entry] = found;
  if (!entry) throw new Error(`There is no entry ${id} in the log.`);
  const { sequence, body } = entry;
  const covering = notes.map((note) => ({ note, size: sizeOf(note) })).filter(({ size }) => size > sequence);
  const nearest = covering.sort((left, right) => left.size - right.size)[0];
  if (!nearest) throw new Error(`No checkpoint covers the entry ${id} yet.`);
  const path = inclusionProof(leaves.slice(0, nearest.size), sequence).map((digest) => digest.toString("hex"));
  return { sequence, entry: body.toString(), path, note: nearest.note };
}

/** Whether a proof holds under the log's key. */
export function isProof({ sequence, entry, path, note }: EntryProof, key: NoteKey): boolean {
  const checkpoint = openCheckpoint(note, key);
  if (checkpoint === null || checkpoint.origin !== key.name) return false;
  const digests = path.map((hex) => Buffer.from(hex, "hex"));
  return includes(leafDigest(Buffer.from(entry)), sequence, checkpoint.size, digests, checkpoint.root);
}

const sizeOf = (note: string) => Number(note.split("\n")[1]);
