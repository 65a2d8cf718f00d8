import { readFile, rm } from "node:fs/promises";
import { sql, type Kysely } from "kysely";
import { readEntryHead } from "../../gateway/audit/entry.ts";
import { decodeLines } from "../../gateway/audit/lines.ts";
import { leafDigest } from "../../gateway/audit/merkle.ts";
import { requireSameLog } from "../../gateway/audit/same-log.ts";
import { entriesFile, listSegments, readSeal, type Segment } from "../../gateway/audit/segments.ts";
import type { StoredEntry } from "../../gateway/audit/verify.ts";
import type { AuditTables } from "./tables.ts";

/** Entries of one statement. */
const BATCH_SIZE = 500;

/**
 * Brings every sealed segment of a log's folder to the database, oldest first, and then deletes its entries here; the
 * newest seal stays, because the writer continues from it. Answers how many entries were shipped. Interrupted or run
 * twice, even by two processes, it stores each entry once.
 * @param gotFurther called after each statement
 * @throws when the folder holds another log, or the database other bytes in an entry's place; then nothing is deleted
 */
export async function shipSegments(
  db: Kysely<AuditTables>,
  log: string,
  folder: string,
  gotFurther: () => void = () => undefined,
): Promise<number> {
  await requireSameLog(folder, log);
  const sealed = (await listSegments(folder)).filter(({ isSealed }) => isSealed);
  let shipped = 0;
  for (const segment of sealed) {
    if (segment.hasEntries) shipped += await shipSegment(db, log, segment, gotFurther);
    if (segment !== sealed.at(-1)) await rm(`${segment.path}.seal`, { force: true });
  }
  return shipped;
}

async function shipSegment(
  db: Kysely<AuditTables>,
  log: string,
  segment: Segment,
  gotFurther: () => void,
): Promise<number> {
  const entries = entriesIn(await readFile(entriesFile(segment.path)), segment);
  const { head, note } = await readSeal(segment);
  const last = entries.at(-1);
  if (!last?.digest.equals(head.previous) || last.sequence !== head.frontier.size - 1) {
    throw new Error(`The entries of ${segment.path} are not those that its checkpoint covers.`);
  }
  await db.transaction().execute(async (transaction) => {
    for (let from = 0; from < entries.length; from += BATCH_SIZE) {
      await insertEntries(transaction, log, entries.slice(from, from + BATCH_SIZE));
      gotFurther();
    }
    await transaction
      .insertInto("audit_checkpoint")
      .values({ log, size: head.frontier.size, note })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
  await rm(entriesFile(segment.path), { force: true });
  return entries.length;
}

/**
 * The entries that are whole at the beginning of a segment's bytes, with what a database keeps beside them.
 * @throws when a whole line is no entry
 */
export function entriesIn(bytes: Buffer, { path }: Segment): readonly StoredEntry[] {
  return decodeLines(bytes).bodies.map((body) => {
    const head = readEntryHead(body);
    if (!head) throw new Error(`A line of ${path} is no entry.`);
    return { epoch: head.epoch, sequence: head.sequence, digest: leafDigest(body), body };
  });
}

async function insertEntries(db: Kysely<AuditTables>, log: string, entries: readonly StoredEntry[]): Promise<void> {
  await db
    .insertInto("audit_entry")
    .values(entries.map((entry) => ({ log, ...entry, ...searchable(entry.body) })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { rows } = await sql<{ sequence: string }>`
    select shipped.sequence
    from unnest(${entries.map(({ sequence }) => sequence)}::bigint[], ${entries.map(({ epoch }) => epoch)}::int[],
      ${entries.map(({ digest }) => digest)}::bytea[]) as shipped (sequence, epoch, digest)
    join audit_entry kept on kept.log = ${log}
      and kept.sequence = shipped.sequence and kept.epoch = shipped.epoch
    where kept.digest <> shipped.digest order by shipped.sequence limit 1`.execute(db);
  if (rows[0]) {
    throw new Error(`The database holds another entry at sequence ${rows[0].sequence} of the log ${log}.`);
  }
}

function searchable(body: Buffer): Pick<AuditTables["audit_entry"], "id" | "intent" | "kind" | "at" | "persons"> {
  const {
    id,
    intent,
    kind,
    at,
    persons = [],
  } = JSON.parse(body.toString()) as {
    readonly id: string;
    readonly intent: string | null;
    readonly kind: string;
    readonly at: string;
    readonly persons?: readonly string[];
  };
  return { id, intent, kind, at, persons };
}
