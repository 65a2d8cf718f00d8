import { randomUUID } from "node:crypto";
import { appendLeaf, leafDigest, rootOf, type Digest, type Frontier } from "./merkle.ts";

/** EPOCH begins what one start of the writer writes; INTENT comes before the first fetch, OUTCOME before the answer. */
export type EntryKind = "EPOCH" | "INTENT" | "OUTCOME";

/** An entry that waits for its place in the log. */
export interface UnplacedEntry {
  /** UUIDv7. */
  readonly id: string;
  readonly kind: EntryKind;
  /** The id of the INTENT that an OUTCOME concludes, else null. */
  readonly intent: string | null;
  /** Wall clock in milliseconds since 1970. */
  readonly at: number;
  /** Microseconds since the epoch began by a clock that nobody can set. */
  readonly elapsedUs: number;
  /** Whether the wall clock went backwards or drifted by more than a second from that clock. */
  readonly isSkewed: boolean;
  /** Further members of the entry, as the text of a JSON object that is not empty. */
  readonly facts: string;
}

/** The end of a log: enough to place the next entry and to sign a checkpoint. */
export interface Head {
  /** 0 for a log without entries. */
  readonly epoch: number;
  /** Its size is the next entry's sequence: sequences begin at 0 and have no gaps, over all epochs. */
  readonly frontier: Frontier;
  /** The last entry's leaf digest; zeros for a log without entries. */
  readonly previous: Digest;
}

/** What stands before the facts of an entry. */
export interface EntryHead {
  readonly epoch: number;
  readonly sequence: number;
  readonly id: string;
  readonly kind: EntryKind;
  readonly intent: string | null;
  /** `2024-09-15T03:30:00.000Z`: sorts as text. */
  readonly at: string;
  readonly elapsedUs: number;
  readonly isSkewed: boolean;
  /** Leaf digest of the entry before, in hexadecimal. */
  readonly previous: string;
}

/** The head of a log that has no entries. */
export const emptyHead = (): Head => ({ epoch: 0, frontier: { size: 0, peaks: [] }, previous: Buffer.alloc(32) });

/**
 * Places entries after `head`, in their order: the canonical bytes of each, which are what is stored, hashed and
 * shipped, and the head after them. `head` itself stays as it is, so what could not be written is placed again.
 */
export function placeEntries(
  head: Head,
  entries: readonly UnplacedEntry[],
): { readonly bodies: readonly Buffer[]; readonly head: Head } {
  const frontier = { size: head.frontier.size, peaks: [...head.frontier.peaks] };
  let { epoch, previous } = head;
  const bodies = entries.map((entry) => {
    if (entry.kind === "EPOCH") epoch++;
    const body = Buffer.from(textOf(entry, epoch, frontier.size, previous));
    previous = leafDigest(body);
    appendLeaf(frontier, previous);
    return body;
  });
  return { bodies, head: { epoch, frontier, previous } };
}

function textOf(entry: UnplacedEntry, epoch: number, sequence: number, previous: Digest): string {
  const { id, kind, intent, at, elapsedUs, isSkewed, facts } = entry;
  const quoted = intent === null ? null : `"${intent}"`;
  // Written by hand, because the members' order is part of the form and the facts are JSON already.
  return (
    `{"epoch":${epoch},"sequence":${sequence},"id":"${id}","kind":"${kind}","intent":${quoted},` +
    `"at":"${isoTime(at)}","elapsedUs":${elapsedUs},"isSkewed":${isSkewed},` +
    `"previous":"${previous.toString("hex")}",${facts.slice(1)}`
  );
}

/** Many entries of a group have the same millisecond, which is written once for them. */
function writtenOnce(write: (at: number) => string): (at: number) => string {
  let [lastAt, last] = [Number.NaN, ""];
  return (at) => {
    if (at !== lastAt) [lastAt, last] = [at, write(at)];
    return last;
  };
}

const isoTime = writtenOnce((at) => new Date(at).toISOString());

const idTime = writtenOnce((at) => {
  const time = at.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7`;
});

/** Long enough for every head, short against the facts. */
const HEAD_BYTES_MAX = 420;
const HEAD = new RegExp(
  String.raw`^\{"epoch":(\d+),"sequence":(\d+),"id":"([0-9a-f-]{36})","kind":"(EPOCH|INTENT|OUTCOME)",` +
    String.raw`"intent":(?:null|"([0-9a-f-]{36})"),"at":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)",` +
    String.raw`"elapsedUs":(\d+),"isSkewed":(true|false),"previous":"([0-9a-f]{64})",`,
);

/** Reads the head of an entry from its bytes; null when they do not begin as an entry does. */
export function readEntryHead(body: Buffer): EntryHead | null {
  const [, epoch, sequence, id, kind, intent, at, elapsedUs, isSkewed, previous] =
    HEAD.exec(body.toString("latin1", 0, HEAD_BYTES_MAX)) ?? [];
  if (id === undefined || at === undefined || previous === undefined) return null;
  return {
    epoch: Number(epoch),
    sequence: Number(sequence),
    id,
    kind: kind as EntryKind,
    intent: intent ?? null,
    at,
    elapsedUs: Number(elapsedUs),
    isSkewed: isSkewed === "true",
    previous,
  };
}

/** The head of a log after an entry that is already written; null when the entry does not continue it. */
export function headAfter(head: Head, body: Buffer): Head | null {
  const entry = readEntryHead(body);
  if (entry?.sequence !== head.frontier.size || entry.previous !== head.previous.toString("hex")) return null;
  if (entry.epoch !== head.epoch + (entry.kind === "EPOCH" ? 1 : 0)) return null;
  const frontier = { size: head.frontier.size, peaks: [...head.frontier.peaks] };
  const previous = leafDigest(body);
  appendLeaf(frontier, previous);
  return { epoch: entry.epoch, frontier, previous };
}

/** The tree at a head. */
export const treeOf = ({ frontier }: Head) => ({ size: frontier.size, root: rootOf(frontier) });

/** A UUIDv7: its first 48 bits are the milliseconds, so ids sort by time. */
export const timedId = (at: number): string => idTime(at) + randomUUID().slice(15);
