import { rm } from "node:fs/promises";
import { afterTurns } from "../turns.ts";
import type { NoteSigner } from "./checkpoint.ts";
import { epochClock, type Clock, type Moment } from "./clock.ts";
import { placeEntries, timedId, type EntryKind, type Head, type UnplacedEntry } from "./entry.ts";
import { lineEncoder } from "./lines.ts";
import { endFile, noteOf, recoverLog } from "./recover.ts";
import { createSegment, entriesFile, sealSegment, type SegmentFile } from "./segments.ts";

/** How a log is written. */
export interface WriterOptions {
  readonly folder: string;
  readonly signer: NoteSigner;
  readonly clock: Clock;
  /** A checkpoint is made after so many entries or milliseconds, whichever comes first. */
  readonly checkpointEntries: number;
  readonly checkpointMs: number;
  /** Nobody waits longer for an entry, so a disk that hangs is a refusal in time. */
  readonly waitMs: number;
  /** Hears of each failure and of each recovery, as a sentence for the operator. */
  readonly log: (sentence: string) => void;
}

/** No entry can be written now, so nothing may be served that needs one. */
export class AuditUnavailable extends Error {
  override readonly name = "AuditUnavailable";
}

const RETRY_MS = 200;

/** Turns of the event loop in which a group gathers: nothing for a lone caller, some milliseconds under load. */
const GATHERING_TURNS = 8;

interface Waiting {
  readonly entry: UnplacedEntry;
  readonly since: number;
  readonly done: () => void;
  readonly refused: (reason: AuditUnavailable) => void;
}

interface OpenEpoch {
  readonly moment: () => Moment;
  path: string;
  file: SegmentFile;
  /** Bytes of the open segment that are known to last. */
  bytes: number;
  entries: number;
  openedAt: number;
  head: Head;
}

/**
 * The only writer of a log. Whatever waits while a group is being written, and some turns of the event loop longer,
 * becomes the next group: one write that lasts for all of it, without any fixed delay. A group that fails leaves no
 * trace: the log is brought to its last good end and a new epoch begins, as after a crash. Until then everybody is
 * refused.
 */
export class AuditWriter {
  readonly #options: WriterOptions;
  #waiting: Waiting[] = [];
  readonly #encode = lineEncoder();
  #epoch: OpenEpoch;
  #refusal: AuditUnavailable | null = null;
  #mustReopen = false;
  #isClosed = false;
  #running: Promise<void> | null = null;
  #sealing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout;

  private constructor(options: WriterOptions, epoch: OpenEpoch) {
    this.#options = options;
    this.#epoch = epoch;
    this.#timer = setInterval(() => this.#wake(), Math.min(options.checkpointMs, 1_000)).unref();
  }

  /** Opens a log for writing; its folder must be this process's alone. */
  static async open(options: WriterOptions): Promise<AuditWriter> {
    return new AuditWriter(options, await openEpoch(options, "START"));
  }

  /** Why nobody can be served now; null while entries can be written. */
  get refusal(): AuditUnavailable | null {
    return this.#refusal;
  }

  /** Writes an entry and answers its id once it lasts. @throws AuditUnavailable within `waitMs` */
  append(kind: EntryKind, intent: string | null, factsAt: (moment: Moment) => string): Promise<string> {
    if (this.#refusal) return Promise.reject(this.#refusal);
    const moment = this.#epoch.moment();
    const entry = { ...moment, id: timedId(moment.at), kind, intent, facts: factsAt(moment) };
    return new Promise((resolve, refused) => {
      this.#waiting.push({ entry, since: performance.now(), done: () => resolve(entry.id), refused });
      this.#wake();
    });
  }

  /** Writes what waits, seals the log and lets go of it. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#refusal = new AuditUnavailable("The audit log is closed.");
    this.#isClosed = true;
    this.#wake();
    await this.#running;
    await this.#sealing;
    const { path, file, entries, head } = this.#epoch;
    await file.close().catch(() => undefined);
    // What could not be written to its end is the next start's to judge.
    if (this.#mustReopen) return;
    await (entries === 0 ? rm(entriesFile(path)) : this.#seal(path, head));
  }

  #wake(): void {
    this.#running ??= this.#run();
  }

  /** The only place that touches the open segment; never runs twice at a time. */
  async #run(): Promise<void> {
    for (;;) {
      // By way of the event loop, so that whoever comes in the meantime shares a group: when requests come in bursts,
      // those whom the last group let go on have all come back, and a disk is waited for half as often.
      await new Promise<void>((gathered) => afterTurns(GATHERING_TURNS, gathered));
      if (!this.#mustReopen && this.#waiting.length === 0 && !this.#isDue()) break;
      if (this.#mustReopen) {
        if (this.#isClosed || !(await this.#reopen())) break;
      } else if (this.#isDue()) await this.#turnSegment();
      else await this.#commit(this.#waiting.splice(0));
    }
    // At once and not when the promise is noticed: whoever comes between would wait for ever.
    this.#running = null;
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    const epoch = this.#epoch;
    const waited = performance.now() - (group[0]?.since ?? 0);
    const refuse = () => this.#refuse(group, "the disk does not answer");
    const tooLate = setTimeout(refuse, Math.max(0, this.#options.waitMs - waited));
    try {
      const { bodies, head } = placeEntries(epoch.head, group.map(({ entry }) => entry));
      const lines = this.#encode(bodies);
      await epoch.file.append(lines);
      epoch.head = head;
      epoch.bytes += lines.length;
      epoch.entries += bodies.length;
      for (const { done } of group) done();
      // The disk was only slow: what was refused in the meantime stands in the log as begun and not concluded.
      if (this.#refusal && !this.#mustReopen && !this.#isClosed) this.#recovered();
    } catch (error) {
      this.#fail(group, error as Error);
    } finally {
      clearTimeout(tooLate);
    }
  }

  #isDue(): boolean {
    if (this.#isClosed) return false;
    const { entries, openedAt } = this.#epoch;
    const age = this.#options.clock.steadyMs() - openedAt;
    return entries >= this.#options.checkpointEntries || (entries > 0 && age >= this.#options.checkpointMs);
  }

  /** Goes on in a new segment; the old one is sealed while entries are written to the new. */
  async #turnSegment(): Promise<void> {
    const { path, file, head } = this.#epoch;
    try {
      const next = await createSegment(this.#options.folder, head.epoch, head.frontier.size);
      Object.assign(this.#epoch, { ...next, bytes: 0, entries: 0, openedAt: this.#options.clock.steadyMs() });
    } catch (error) {
      return this.#fail([], error as Error);
    }
    const seal = () => file.close().then(() => this.#seal(path, head));
    this.#sealing = this.#sealing.then(seal).catch((error: Error) => this.#fail([], error));
  }

  #seal = (path: string, head: Head) =>
    sealSegment(this.#options.folder, path, { head, note: noteOf(head, this.#options.signer) });

  #fail(group: readonly Waiting[], error: Error): void {
    this.#mustReopen = true;
    this.#refuse(group, error.message);
  }

  #refuse(group: readonly Waiting[], reason: string): void {
    if (!this.#refusal) {
      this.#options.log(`The audit log cannot be written (${reason}), so no personal data are served.`);
      this.#refusal = new AuditUnavailable("No audit entry can be written now.", { cause: reason });
    }
    for (const { refused } of [...group, ...this.#waiting.splice(0)]) refused(this.#refusal);
  }

  #recovered(): void {
    this.#refusal = null;
    this.#options.log("The audit log is written again.");
  }

  /** Brings the log to its last good end. Whether that worked; if not, it is tried again soon. */
  async #reopen(): Promise<boolean> {
    const { path, file, bytes } = this.#epoch;
    try {
      await this.#sealing;
      await file.close().catch(() => undefined);
      await endFile(entriesFile(path), bytes).catch(ignoreAbsent);
      this.#epoch = await openEpoch(this.#options, "RECOVERY");
      this.#mustReopen = false;
      this.#recovered();
      return true;
    } catch {
      setTimeout(() => this.#wake(), RETRY_MS).unref();
      return false;
    }
  }
}

/** An earlier try sealed the segment, and it was shipped; or it was empty and was taken away. */
function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

/** Recovers the log and begins a new epoch, whose first entry carries the signed checkpoint of all before it. */
async function openEpoch(options: WriterOptions, reason: "START" | "RECOVERY"): Promise<OpenEpoch> {
  const { folder, signer, clock } = options;
  const { head, torn } = await recoverLog(folder, signer);
  const moment = epochClock(clock);
  const { path, file } = await createSegment(folder, head.epoch + 1, head.frontier.size);
  try {
    const now = moment();
    const facts = JSON.stringify({ log: signer.name, reason, torn, note: noteOf(head, signer) });
    const entry = { ...now, id: timedId(now.at), kind: "EPOCH" as const, intent: null, facts };
    const placed = placeEntries(head, [entry]);
    const lines = lineEncoder()(placed.bodies);
    await file.append(lines);
    return { moment, path, file, bytes: lines.length, entries: 1, openedAt: clock.steadyMs(), head: placed.head };
  } catch (error) {
    await file.close();
    await rm(entriesFile(path));
    throw error;
  }
}
