import { existsSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { escapeLiteral, type Client } from "pg";
import { to } from "pg-copy-streams";
import { entriesFile, listSegments, nullIfAbsent, readSeal, type Segment } from "../../gateway/audit/segments.ts";
import type { StoredEntry } from "../../gateway/audit/verify.ts";
import { withConnection } from "../local/admin.ts";
import { binaryRows } from "./binary-rows.ts";
import type { AuditConfig } from "./config.ts";
import { entriesIn } from "./ship.ts";

/** Hears of the next entries of a log, in their order; false ends the reading. */
export type EntriesReader = (entries: readonly StoredEntry[]) => boolean;

/**
 * Reads a whole log in the order of its sequences: what the database has, then what still waits in the folder of the
 * gateway. An entry that stands in both, because shipping was interrupted, is read once. Begins at `from`, a sequence.
 */
export async function readLog(
  { name, folder, databaseUrl }: AuditConfig,
  read: EntriesReader,
  from = 0,
): Promise<void> {
  await using files = new AsyncDisposableStack();
  // Opened before the database is read: what is shipped and deleted in the meantime is still there to be read.
  const waiting = await openWaiting(folder, files);
  let next = from;
  const readOn: EntriesReader = (entries) => {
    next = (entries.at(-1)?.sequence ?? next - 1) + 1;
    return read(entries);
  };
  const readStored = (client: Client) => readDatabase(client, name, readOn, from);
  if (databaseUrl !== null && !(await withConnection(databaseUrl, readStored))) return;
  for (const { segment, file } of waiting) {
    const entries = entriesIn(await file.readFile(), segment);
    if (!readOn(entries.filter(({ sequence }) => sequence >= next))) return;
  }
}

/**
 * What is left in a folder after shipping looks like a log that was cut off, or like one without entries.
 * @throws where entries have left the folder and nobody says to which database
 */
export async function requireShippedEntries({ folder, databaseUrl }: AuditConfig): Promise<void> {
  if (databaseUrl !== null || !existsSync(folder)) return;
  if ((await listSegments(folder)).some(({ hasEntries }) => !hasEntries))
    throw new Error(`AUDIT_DATABASE_URL must say where the entries are that are no longer in ${folder}.`);
}

async function openWaiting(folder: string, files: AsyncDisposableStack) {
  if (!existsSync(folder)) return [];
  const waiting: { readonly segment: Segment; readonly file: FileHandle }[] = [];
  for (const segment of (await listSegments(folder)).filter(({ hasEntries }) => hasEntries)) {
    const file = await open(entriesFile(segment.path), "r").catch(nullIfAbsent);
    if (file) waiting.push({ segment, file: files.use(file) });
  }
  return waiting;
}

/** How many entries the database has of a log, and the folder of the gateway beyond them: the next sequence. */
export async function sizeOfLog(config: AuditConfig): Promise<number> {
  const { name, databaseUrl } = config;
  const query = "select coalesce(max(sequence), -1)::float8 as last from audit_entry where log = $1";
  let size = 0;
  if (databaseUrl !== null) {
    const { rows } = await withConnection(databaseUrl, (client) => client.query<{ last: number }>(query, [name]));
    size = (rows[0]?.last ?? -1) + 1;
  }
  await readLog({ ...config, databaseUrl: null }, (entries) => {
    size = Math.max(size, (entries.at(-1)?.sequence ?? -1) + 1);
    return true;
  });
  return size;
}

/** Every signed checkpoint of a log, with the witnesses' lines appended, in no order. */
export async function readNotes({ name, folder, databaseUrl }: AuditConfig): Promise<readonly string[]> {
  const sealed = existsSync(folder) ? (await listSegments(folder)).filter(({ isSealed }) => isSealed) : [];
  // These before those of the database: what is deleted here in the meantime is there.
  const seals = await Promise.all(sealed.map((segment) => readSeal(segment).catch(nullIfAbsent)));
  const local = seals.flatMap((seal) => seal?.note ?? []);
  const stored =
    databaseUrl === null ? [] : await withConnection(databaseUrl, (client) => readStoredNotes(client, name));
  const known = new Set(stored.map(({ note }) => note));
  return [...stored.map(({ note, lines }) => note + lines), ...local.filter((note) => !known.has(note))];
}

async function readStoredNotes(client: Client, log: string) {
  const { rows } = await client.query<{ note: string; lines: string }>(
    `select note, coalesce((select string_agg(line, '') from audit_cosignature signed
       where signed.log = checkpoint.log and signed.size = checkpoint.size), '') as lines
     from audit_checkpoint checkpoint where log = $1`,
    [log],
  );
  return rows;
}

/** In the binary form of COPY: as text, PostgreSQL and pg would each turn every byte into two and back. */
async function readDatabase(client: Client, log: string, read: EntriesReader, from: number): Promise<boolean> {
  // The limit of a service's statements is made for requests, not for reading everything.
  await client.query("set statement_timeout = 0");
  const rows = client.query(
    to(`copy (
      select epoch, sequence, digest, body from audit_entry
      where log = ${escapeLiteral(log)} and sequence >= ${Number(from)} order by sequence, epoch
    ) to stdout (format binary)`),
  );
  let mustRead = true;
  for await (const tuples of binaryRows(rows)) {
    const entries = tuples.flatMap(([epoch, sequence, digest, body]) =>
      epoch && sequence && digest && body
        ? [{ epoch: epoch.readInt32BE(), sequence: Number(sequence.readBigInt64BE()), digest, body }]
        : [],
    );
    // The rest is let go by: a COPY that is broken off takes its connection with it.
    if (mustRead) mustRead = read(entries);
  }
  return mustRead;
}
