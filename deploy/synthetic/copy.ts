import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from } from "pg-copy-streams";

/** What a column of a row may hold. Objects are not among them: JSON is written before. */
type CopyValue = string | number | boolean | null | undefined | Buffer | readonly string[];

/** Rows for one table; all have the same columns in the same order. */
export interface TableRows {
  readonly table: string;
  readonly rows: Iterable<object>;
}

/** Characters gathered before they are sent: few calls, little memory. */
const CHUNK_CHARACTERS = 1 << 17;

/**
 * Loads rows by COPY without holding them: the database's pace is the generator's. `written` hears of rows as they are
 * sent. A table without rows is left alone.
 */
export async function copyRows(
  client: pg.Client,
  { table, rows }: TableRows,
  written: (rows: number) => void,
): Promise<void> {
  const iterator = rows[Symbol.iterator]() as Iterator<Record<string, CopyValue>>;
  const first = iterator.next();
  if (first.done) return;
  const columns = Object.keys(first.value);
  const names = columns.map((column) => pg.escapeIdentifier(column)).join(", ");
  const target = client.query(from(`copy ${pg.escapeIdentifier(table)} (${names}) from stdin`));
  await pipeline(Readable.from(chunks(first.value, iterator, columns, written)), target);
}

function* chunks(
  first: Record<string, CopyValue>,
  rest: Iterator<Record<string, CopyValue>>,
  columns: readonly string[],
  written: (rows: number) => void,
): Generator<Buffer> {
  let text = "";
  let count = 0;
  for (let next: IteratorResult<Record<string, CopyValue>> = { value: first }; !next.done; next = rest.next()) {
    text += lineOf(next.value, columns);
    count++;
    if (text.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(text);
    written(count);
    text = "";
    count = 0;
  }
  yield Buffer.from(text);
  written(count);
}

function lineOf(row: Record<string, CopyValue>, columns: readonly string[]): string {
  return `${columns.map((column) => fieldOf(row[column])).join("\t")}\n`;
}

/** PostgreSQL's text format: a backslash, tab or line end inside a value is escaped, null is `\N`. */
function fieldOf(value: CopyValue): string {
  if (typeof value === "string") return /[\\\t\n\r]/.test(value) ? escaped(value) : value;
  if (value === null || value === undefined) return "\\N";
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString("hex")}`;
  if (typeof value === "object") return escaped(`{${value.map(arrayItem).join(",")}}`);
  return String(value);
}

const escaped = (text: string) =>
  text.replace(/[\\\t\n\r]/g, (character) => `\\${{ "\t": "t", "\n": "n", "\r": "r" }[character] ?? character}`);

const arrayItem = (item: string) => `"${item.replace(/["\\]/g, "\\$&")}"`;
