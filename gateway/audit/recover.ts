import { hash } from "node:crypto";
import { readFile, rm, truncate, writeFile } from "node:fs/promises";
import { signCheckpoint, type NoteSigner } from "./checkpoint.ts";
import { headAfter, treeOf, type Head } from "./entry.ts";
import { decodeLines } from "./lines.ts";
import { entriesFile, listSegments, sealedHead, sealSegment, type Segment } from "./segments.ts";

/** What was cut off the end of a log, because it had not been written to its end. It is kept beside the segment. */
export interface TornTail {
  readonly bytes: number;
  readonly sha256: string;
}

/** A log that ended in any way, brought to an end that can be signed. */
export interface RecoveredLog {
  readonly head: Head;
  readonly torn: TornTail | null;
}

/**
 * Finds the end of the log in a folder, cuts off what is torn there and seals every segment that is not. Nobody was ever
 * told that a torn entry is written, so none is missed.
 * @throws when an entry within the log is damaged or does not continue the one before: no crash does that
 */
export async function recoverLog(folder: string, signer: NoteSigner): Promise<RecoveredLog> {
  const segments = await listSegments(folder);
  const open = segments.filter(({ isSealed }) => !isSealed);
  let head = await sealedHead(segments);
  let torn: TornTail | null = null;
  for (const segment of open) {
    const { bodies, tail } = await readSegment(segment);
    for (const body of bodies) {
      const next = headAfter(head, body);
      if (!next) throw new Error(brokenAt(head.frontier.size, folder));
      head = next;
    }
    if (tail.length > 0) {
      if (segment !== open.at(-1)) throw new Error(brokenAt(head.frontier.size, folder));
      torn = await cutTail(segment, tail);
    }
    if (bodies.length === 0) await rm(entriesFile(segment.path));
    else await sealSegment(folder, segment.path, { head, note: noteOf(head, signer) });
  }
  return { head, torn };
}

/** The checkpoint at a head as a signed note. */
export const noteOf = (head: Head, signer: NoteSigner): string =>
  signCheckpoint({ origin: signer.name, ...treeOf(head) }, signer);

const brokenAt = (sequence: number, folder: string) =>
  `The audit log in ${folder} is broken at sequence ${sequence}; nothing is added to it before somebody has looked.`;

async function readSegment({ path }: Segment): Promise<{ bodies: readonly Buffer[]; tail: Buffer }> {
  const bytes = await readFile(entriesFile(path));
  const { bodies, validBytes } = decodeLines(bytes);
  return { bodies, tail: bytes.subarray(validBytes) };
}

async function cutTail({ path }: Segment, tail: Buffer): Promise<TornTail> {
  const file = entriesFile(path);
  const digest = hash("sha256", tail, "hex");
  await writeFile(`${path}.torn-${digest.slice(0, 8)}`, tail, { mode: 0o600, flush: true });
  await truncate(file, (await readFile(file)).length - tail.length);
  return { bytes: tail.length, sha256: digest };
}
