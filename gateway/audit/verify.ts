import { cosignedAt, openCheckpoint, type Checkpoint, type NoteKey } from "./checkpoint.ts";
import { emptyHead, readEntryHead, type EntryHead } from "./entry.ts";
import { appendLeaf, leafDigest, rootOf, type Digest } from "./merkle.ts";

/** An entry as it is kept: its bytes, and beside them what was taken out of them when they were stored. */
export interface StoredEntry {
  readonly epoch: number;
  readonly sequence: number;
  readonly digest: Buffer;
  readonly body: Buffer;
}

/** The first thing that is wrong with a log. */
export interface LogFault {
  /** The first bad sequence. */
  readonly from: number;
  /** The last sequence that may be the first bad one: differs where only a checkpoint tells that something is wrong. */
  readonly to: number;
  readonly reason: string;
}

/** What a whole log turned out to be. */
export interface LogReport {
  readonly entries: number;
  readonly epochs: number;
  /** Checkpoints whose tree was found in the log, and how many signatures of witnesses they carry. */
  readonly checkpoints: number;
  readonly cosignatures: number;
  /** Entries after the last checkpoint: chained, but not yet signed. */
  readonly unsigned: number;
  /** Ids of INTENT entries without OUTCOME: under way, or cut off by a crash. */
  readonly unconcluded: readonly string[];
  /** Entries written while the machine's date was moved. */
  readonly skewed: number;
  /** Null when everything is as it was written. */
  readonly fault: LogFault | null;
}

/** Checks the entries of one log in their order, one after the other; memory does not grow with the log. */
export class LogVerifier {
  readonly #key: NoteKey;
  readonly #witnesses: readonly NoteKey[];
  readonly #notes: readonly { readonly note: string; readonly size: number }[];
  readonly #unconcluded = new Set<string>();
  readonly #frontier = emptyHead().frontier;
  #previous: Digest = emptyHead().previous;
  #last: EntryHead | null = null;
  #skewed = 0;
  #checkpoints = 0;
  #cosignatures = 0;
  #provenSize = 0;
  #fault: LogFault | null = null;
  /** A broken link whose guilty side the next entry tells. */
  #suspected: LogFault | null = null;
  /** A tree that is not the checkpoint's; the next entry tells whether only the last entry is to blame. */
  #unproven: LogFault | null = null;

  /** `notes` are signed checkpoints from anywhere: the store, a file, above all another agency. */
  constructor(key: NoteKey, witnesses: readonly NoteKey[], notes: readonly string[]) {
    this.#key = key;
    this.#witnesses = witnesses;
    this.#notes = notes
      .map((note) => ({ note, size: Number(note.split("\n")[1]) }))
      .sort((left, right) => left.size - right.size);
    this.#meetCheckpoints(0);
  }

  /** Takes the next entry; false once a fault is certain and nothing more need be shown. */
  add(stored: StoredEntry): boolean {
    if (this.#fault) return false;
    const head = readEntryHead(stored.body);
    const digest = leafDigest(stored.body);
    const misplaced = this.#misplaced(stored, head, digest);
    if (misplaced || !head) {
      this.#fault = this.#suspected ?? this.#unproven ?? misplaced;
      return false;
    }
    const isLinked = head.previous === this.#previous.toString("hex");
    if (this.#suspected) {
      // Two broken links in a row: the entry between them is the stranger. One alone: the entry before it is.
      const { from, reason } = this.#suspected;
      this.#fault = only(isLinked ? from : from + 1, reason);
    } else if (this.#unproven) {
      this.#fault = isLinked ? this.#unproven : only(head.sequence - 1, "The chain is broken.");
    } else if (!isLinked) {
      this.#suspected = range(Math.max(0, head.sequence - 1), head.sequence, "The chain is broken.");
    } else {
      const reason = head.kind === "EPOCH" ? this.#epochFault(head, stored.body) : this.#meaningFault(head);
      if (reason !== null) this.#fault = only(head.sequence, reason);
    }
    if (!this.#fault) this.#accept(head, digest);
    return this.#fault === null;
  }

  /** The result after the last entry. */
  report(): LogReport {
    const { size } = this.#frontier;
    const ahead = this.#notes[this.#checkpoints];
    const missing = ahead && range(size, ahead.size - 1, `A checkpoint at size ${ahead.size} says that there is more.`);
    return {
      entries: size,
      epochs: this.#last?.epoch ?? 0,
      checkpoints: this.#checkpoints,
      cosignatures: this.#cosignatures,
      unsigned: size - this.#provenSize,
      unconcluded: [...this.#unconcluded],
      skewed: this.#skewed,
      fault: this.#fault ?? this.#suspected ?? this.#unproven ?? missing ?? null,
    };
  }

  #misplaced({ epoch, sequence, digest: kept }: StoredEntry, head: EntryHead | null, digest: Digest) {
    const expected = this.#frontier.size;
    if (sequence < expected) return only(sequence, "The sequence stands twice.");
    if (sequence > expected) return only(expected, "The entry is missing.");
    if (!kept.equals(digest)) return only(sequence, "The bytes are not those that were stored.");
    if (!head) return only(sequence, "The bytes do not begin as an entry does.");
    if (head.sequence === sequence && head.epoch === epoch) return null;
    return only(sequence, "The entry is that of another place.");
  }

  #epochFault({ epoch }: EntryHead, body: Buffer): string | null {
    if (epoch !== (this.#last?.epoch ?? 0) + 1) return "The epochs are not numbered one by one.";
    const note = noteIn(body);
    const checkpoint = note === null ? null : openCheckpoint(note, this.#key);
    if (checkpoint === null) return "The EPOCH entry carries no checkpoint that the log signed.";
    return this.#isHere(checkpoint) ? null : "The EPOCH entry continues another log.";
  }

  #meaningFault({ epoch, elapsedUs, at, isSkewed, kind, intent }: EntryHead): string | null {
    const last = this.#last;
    if (epoch !== last?.epoch) return "The epoch does not begin with its EPOCH entry.";
    if (elapsedUs < last.elapsedUs) return "The steady clock goes backwards.";
    if (at < last.at && !isSkewed) return "The date goes backwards without saying so.";
    const isOrphan = kind === "OUTCOME" && !this.#unconcluded.has(intent ?? "");
    return isOrphan ? "The OUTCOME concludes no INTENT that is open." : null;
  }

  #accept(head: EntryHead, digest: Digest): void {
    if (head.kind === "INTENT") this.#unconcluded.add(head.id);
    else if (head.intent !== null) this.#unconcluded.delete(head.intent);
    if (head.isSkewed) this.#skewed++;
    this.#previous = digest;
    this.#last = head;
    appendLeaf(this.#frontier, digest);
    if (!this.#suspected) this.#meetCheckpoints(this.#frontier.size);
  }

  #meetCheckpoints(size: number): void {
    for (let next = this.#notes[this.#checkpoints]; next?.size === size; next = this.#notes[this.#checkpoints]) {
      const checkpoint = openCheckpoint(next.note, this.#key);
      if (!checkpoint || !this.#isHere(checkpoint)) {
        const reason = checkpoint ? "is of another log" : "is not signed by the log's key";
        const to = Math.max(this.#provenSize, size - 1);
        this.#unproven = range(this.#provenSize, to, `The checkpoint at size ${size} ${reason}.`);
        return;
      }
      this.#checkpoints++;
      const { note } = next;
      this.#cosignatures += this.#witnesses.filter((witness) => cosignedAt(note, witness).length > 0).length;
    }
    if (this.#notes[this.#checkpoints - 1]?.size === size) this.#provenSize = size;
  }

  #isHere({ origin, size, root }: Checkpoint): boolean {
    return origin === this.#key.name && size === this.#frontier.size && root.equals(rootOf(this.#frontier));
  }
}

const range = (from: number, to: number, reason: string): LogFault => ({ from, to, reason });
const only = (sequence: number, reason: string) => range(sequence, sequence, reason);

/** The signed checkpoint that an entry carries, as an EPOCH does; null where there is none. */
export function noteIn(body: Buffer): string | null {
  try {
    const { note } = JSON.parse(body.toString()) as { note?: unknown };
    return typeof note === "string" ? note : null;
  } catch {
    return null;
  }
}
