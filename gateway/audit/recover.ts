import { hash } from "node:crypto";
import { open, readFile, rm, writeFile } from "node:fs/promises";
import { signCheckpoint, type NoteSigner } from "./checkpoint.ts";
import { headAfter, treeOf, type Head } from "./entry.ts";
import { decodeLines } from "./lines.ts";
import { entriesFile, listSegments, sealedHead, sealSegment, type Segment } from "./segments.ts";

/** What was cut off the end of a log, because it had not been written to its end. It is kept beside the segment. */
interface TornTail {
  readonly bytes: number;
  readonly sha256: string;
}

/** A log that ended in any way, brought to an end that can be signed. */
export interface RecoveredLog {
  readonly head: Head;
  readonly torn: TornTail | null;
}

/**
 * Finds the end of the log in a folder, cuts off what is torn there and seals every segment that is not. Nobody was
 * ever told that a torn entry is written, so none is missed.
 * @throws when an entry within the log is damaged or does not continue the one before: no crash does that
 */
export async function recoverLog(folder: string, signer: NoteSigner): Promise<RecoveredLog> {
  const segments = await listSegments(folder);
  const unsealed = segments.filter(({ isSealed }) => !isSealed);
  let head = await sealedHead(segments);
  let torn: TornTail | null = null;
  for (const segment of unsealed) {
    const { bodies, tail, validBytes } = await readSegment(segment);
    for (const body of bodies) {
      const next = headAfter(head, body);
      if (!next) throw new Error(brokenAt(head.frontier.size, folder));
      head = next;
    }
    if (tail.length > 0) {
      if (segment !== unsealed.at(-1)) throw new Error(brokenAt(head.frontier.size, folder));
      torn = await keepTail(segment, tail);
    }
    if (bodies.length === 0) await rm(entriesFile(segment.path));
    else {
      // A killed process may have left entries that the system has and the disk has not.
      await endFile(entriesFile(segment.path), validBytes);
      await sealSegment(folder, segment.path, { head, note: noteOf(head, signer) });
    }
  }
  return { head, torn };
}

/** The checkpoint at a head as a signed note. */
export const noteOf = (head: Head, signer: NoteSigner): string =>
  signCheckpoint({ origin: signer.name, ...treeOf(head) }, signer);

const brokenAt = (sequence: number, folder: string) =>
  `The audit log in ${folder} is broken at sequence ${sequence}; nothing is added to it before somebody has looked.`;

/** Makes a file end after so many bytes, and all of them last. */
export async function endFile(path: string, bytes: number): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.truncate(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function readSegment({ path }: Segment) {
  const bytes = await readFile(entriesFile(path));
  const { bodies, validBytes } = decodeLines(bytes);
  return { bodies, validBytes, tail: bytes.subarray(validBytes, endOfText(bytes)) };
}

/** Where the room begins that was made for entries to come: no entry ends in zeros. */
function endOfText(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return end;
}

async function keepTail({ path }: Segment, tail: Buffer): Promise<TornTail> {
  const sha256 = hash("sha256", tail, "hex");
  await writeFile(`${path}.torn-${sha256.slice(0, 8)}`, tail, { mode: 0o600, flush: true });
  return { bytes: tail.length, sha256 };
}
