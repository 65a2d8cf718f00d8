import { isUtf8 } from "node:buffer";

/**
 * Why a body must not be taken for what it seems to say, or null. Readers of JSON differ in these places, so that a
 * log or a filter before the hub could have read another request than the hub does, and a database another value.
 * @param text as decoded from `bytes`
 * @param value what JSON.parse made of it
 */
export function ambiguity(bytes: Uint8Array, text: string, value: unknown): string | null {
  if (!isUtf8(bytes)) return "The body is not valid UTF-8.";
  // Only an escape can smuggle in what UTF-8 has no bytes for, and a NUL no other way either.
  if (/\\u(?:d[89a-f]|0000)/i.test(text) && !isStorable(value)) return "The body holds text that is not well-formed.";
  const count = countMembers(value);
  if (count !== null && count !== countColons(text)) return "The body names a member twice.";
  return count === null ? "The body holds a number that cannot be read exactly." : null;
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

/** Colons outside of strings in a text that is JSON: one for each member that somebody wrote. */
function countColons(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COLON) count += 1;
    else if (code === QUOTE) at = endOfString(text, at);
  }
  return count;
}

const COLON = 58;
const QUOTE = 34;
const BACKSLASH = 92;

/** Position of the quote that ends the string that begins here. */
function endOfString(text: string, begin: number): number {
  for (let at = text.indexOf('"', begin + 1); at > 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
  return text.length;
}
