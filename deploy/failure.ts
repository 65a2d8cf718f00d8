import { statfs } from "node:fs/promises";
import { resolve, sep } from "node:path";

/** PostgreSQL writes its log of changes in pieces of 16 MB; with less than two of them left it cannot go on. */
const FREE_BYTES_MIN = 32 * 1024 * 1024;

/** A table, a function or a column is not there. */
const UNKNOWN_IN_DATABASE = new Set(["42P01", "42883", "42703"]);

/**
 * The sentence for an operator in place of a stack: what went wrong, as far as it is known. A full disk shows itself in
 * many ways, most of them as a lost connection, so the disk of `dataFolder` is looked at first.
 */
export async function failureSentence(error: unknown, dataFolder: string): Promise<string> {
  const { code, message, path } = error as Partial<NodeJS.ErrnoException>;
  const said = message || code || String(error);
  const freeBytes = await freeBytesOf(dataFolder);
  // ENOSPC comes from our own files, 53100 from PostgreSQL.
  if (code === "ENOSPC" || code === "53100" || freeBytes < FREE_BYTES_MIN) {
    return `The disk that holds ${dataFolder} is full, ${Math.floor(freeBytes / 1e6)} MB are left (${said}).`;
  }
  if (code !== undefined && UNKNOWN_IN_DATABASE.has(code))
    return `The databases are not at their newest migration: run npm run hub -- migrate first (${said}).`;
  const isElsewhere = path !== undefined && !`${resolve(path)}${sep}`.startsWith(`${resolve(dataFolder)}${sep}`);
  if (isElsewhere && code === "ENOENT") return `There is no ${path}.`;
  if (isElsewhere && code === "EISDIR") return `${path} is a folder.`;
  if (isElsewhere && code === "EACCES") return `${path} may not be opened.`;
  if (code === "EACCES" || code === "EROFS") return `The folder ${dataFolder} cannot be written: ${said}.`;
  if (code === "ECONNRESET" || code === "EPIPE") return `The connection to PostgreSQL was lost: ${said}.`;
  return said;
}

/** Without a limit when the folder is not there yet or the system does not tell. */
async function freeBytesOf(folder: string): Promise<number> {
  return statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Number.POSITIVE_INFINITY,
  );
}
