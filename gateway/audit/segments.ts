import { constants } from "node:fs";
import { open, readdir, readFile, rename, writeFile, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { emptyHead, type Head } from "./entry.ts";

/**
 * A file of entries in the order of the log. It is sealed when a file with its checkpoint stands beside it: then
 * nothing will be added, and whoever ships it finds entries and proof together.
 */
export interface Segment {
  /** Path without the ending. */
  readonly path: string;
  readonly firstSequence: number;
  /** False when only the checkpoint is left, because the entries have been shipped. */
  readonly hasEntries: boolean;
  readonly isSealed: boolean;
}

/** What seals a segment. */
export interface Seal {
  /** The log after the segment's last entry. */
  readonly head: Head;
  /** The log's checkpoint there, signed. */
  readonly note: string;
}

const FILE = /^((\d{8})-(\d{15}))\.(entries|seal)$/;

/** The file of a segment's entries, and that of its seal. */
export const entriesFile = (path: string): string => `${path}.entries`;
const sealFile = (path: string) => `${path}.seal`;

/** The segments in a folder, oldest first. */
export async function listSegments(folder: string): Promise<readonly Segment[]> {
  const files = (await readdir(folder)).flatMap((name) => {
    const [, stem, , sequence, ending] = FILE.exec(name) ?? [];
    return stem === undefined ? [] : [{ stem, sequence: Number(sequence), ending }];
  });
  return [...Map.groupBy(files, ({ stem }) => stem)]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([stem, parts]) => ({
      path: join(folder, stem),
      firstSequence: parts[0]?.sequence ?? 0,
      hasEntries: parts.some(({ ending }) => ending === "entries"),
      isSealed: parts.some(({ ending }) => ending === "seal"),
    }));
}

/**
 * Makes the file of a new segment that continues `head`, and makes it last.
 * @throws when it is there already: somebody else writes this log
 */
export async function createSegment(
  folder: string,
  epoch: number,
  firstSequence: number,
): Promise<{ readonly path: string; readonly file: SegmentFile }> {
  const path = join(folder, `${String(epoch).padStart(8, "0")}-${String(firstSequence).padStart(15, "0")}`);
  const { O_CREAT, O_EXCL, O_WRONLY, O_DSYNC } = constants;
  // One call of the system does what a write and an fdatasync after it do, at half the processor time.
  const flags = O_CREAT | O_EXCL | O_WRONLY | (WRITES_LAST ? O_DSYNC : 0);
  const handle = await open(entriesFile(path), flags, 0o600);
  await syncFolder(folder);
  return { path, file: segmentFile(handle) };
}

/** The open file of a segment. */
export interface SegmentFile {
  /** Adds lines; when it answers they last. After a failure nothing may be added any more. */
  readonly append: (lines: Buffer) => Promise<void>;
  /** Makes the file end behind the last line and lets go of it. */
  readonly close: () => Promise<void>;
}

/** Elsewhere the flag is not known, or leaves the bytes in the memory of the disk. */
const WRITES_LAST = process.platform === "linux";

/**
 * Room is made ahead, as zeros after the last line: a write that makes no file longer changes nothing of the file
 * system's own, which spares the disk half of the work. A reader takes zeros at the end for no entry.
 */
const ROOM = Buffer.alloc(262_144);

function segmentFile(handle: FileHandle): SegmentFile {
  let end = 0;
  let room = 0;
  const write = async (bytes: Buffer, at: number) => {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done);
      done += bytesWritten;
      room = Math.max(room, at + done);
    }
    if (!WRITES_LAST) await handle.datasync();
  };
  return {
    append: async (lines) => {
      // Where there is no room to be had the lines themselves may still fit, or are refused in their turn.
      if (end + lines.length > room) await write(ROOM, room).catch(() => undefined);
      await write(lines, end);
      end += lines.length;
    },
    close: async () => {
      try {
        await handle.truncate(end);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
  };
}

/** Writes a segment's seal; after a crash it is either whole or not there. */
export async function sealSegment(folder: string, path: string, { head, note }: Seal): Promise<void> {
  const { epoch, frontier, previous } = head;
  const hex = { previous: previous.toString("hex"), peaks: frontier.peaks.map((peak) => peak.toString("hex")) };
  const text = `${JSON.stringify({ epoch, size: frontier.size, ...hex, note }, null, 1)}\n`;
  await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
  await rename(`${path}.new`, sealFile(path));
  await syncFolder(folder);
}

/** Reads a segment's seal. */
export async function readSeal({ path }: Segment): Promise<Seal> {
  const { epoch, size, previous, peaks, note } = JSON.parse(await readFile(sealFile(path), "utf8")) as {
    readonly epoch: number;
    readonly size: number;
    readonly previous: string;
    readonly peaks: readonly string[];
    readonly note: string;
  };
  const frontier = { size, peaks: peaks.map((peak) => Buffer.from(peak, "hex")) };
  return { head: { epoch, frontier, previous: Buffer.from(previous, "hex") }, note };
}

/** For the reading of a file that may have been shipped and deleted since its folder was listed: no failure. */
export function nullIfAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

/** The head that the newest seal states; that of an empty log when nothing was ever sealed. */
export async function sealedHead(segments: readonly Segment[]): Promise<Head> {
  const newest = segments.findLast(({ isSealed }) => isSealed);
  return newest ? (await readSeal(newest)).head : emptyHead();
}

/** Makes the names in a folder last, where the system knows such a thing. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle: FileHandle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}
