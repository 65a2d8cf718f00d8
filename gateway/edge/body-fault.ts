import { isUtf8 } from "node:buffer";
import type { ErrorCode } from "#contract/errors.ts";
import { limits } from "#contract/limits.ts";

/** Why a body is refused, with a whole sentence for the client. */
export interface BodyFault {
  readonly code: ErrorCode;
  readonly message: string;
}

const bad = (message: string): BodyFault => ({ code: "BAD_REQUEST", message });

/**
 * Why a body must not be taken for what it seems to say, or null. Readers of JSON differ in these places, so that a
 * log or a filter before the hub could have read another request than the hub does, and a database another value.
 * @param text as decoded from `bytes`
 * @param value what JSON.parse made of it
 */
export function bodyFault(bytes: Uint8Array, text: string, value: unknown): BodyFault | null {
  if (!isUtf8(bytes)) return bad("The body is not valid UTF-8.");
  const { members, depth } = scan(text);
  if (depth > limits.nestingMax) {
    const message = `The body has more than ${limits.nestingMax} brackets open at once.`;
    return { code: "LIMIT_NESTING_EXCEEDED", message };
  }
  // Only an escape can smuggle in what UTF-8 has no bytes for, and a NUL no other way either.
  const isSuspicious = /\\u(?:d[89a-f]|0000)/i.test(text);
  if (isSuspicious && !isStorable(value)) return bad("The body holds text that is not well-formed.");
  const read = countMembers(value);
  if (read === null) return bad("The body holds a number that cannot be read exactly.");
  return read === members ? null : bad("The body names a member twice.");
}

/** Whether every text can be written as UTF-8 and kept by PostgreSQL, which takes no NUL. */
function isStorable(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0");
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every((entry) => entry.every(isStorable));
}

/** Members of all objects; null when a whole number is too large to be told from its neighbours. */
function countMembers(value: unknown): number | null {
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value) ? null : 0;
  if (typeof value !== "object" || value === null) return 0;
  let count = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const each of Object.values(value)) {
    const below = countMembers(each);
    if (below === null) return null;
    count += below;
  }
  return count;
}

const [QUOTE, COLON, BACKSLASH] = [34, 58, 92];
const OPENING: ReadonlySet<number> = new Set([91, 123]);
const CLOSING: ReadonlySet<number> = new Set([93, 125]);

/** Of a text that is JSON: how many members were written, by their colons, and how many brackets are open at most. */
function scan(text: string): { readonly members: number; readonly depth: number } {
  let [members, open, depth] = [0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COLON) members += 1;
    else if (OPENING.has(code)) depth = Math.max(depth, (open += 1));
    else if (CLOSING.has(code)) open -= 1;
  }
  return { members, depth };
}

/** Position of the quote that ends the string that begins here. */
function endOfString(text: string, begin: number): number {
  for (let at = text.indexOf('"', begin + 1); at > 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
  return text.length;
}
