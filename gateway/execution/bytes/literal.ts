import { viewOf, type Bytes } from "./answer-text.ts";

/** A text that is the same for every request, made ready once to be compared and written many times. */
export interface Literal extends Bytes {
  /** Four bytes at a time, lowest first; what is left over at the end is in `bytes` only. */
  readonly words: Int32Array;
}

/** Prepares a text. `startsWith` compares character by character, and names of fields are what scans are busy with. */
export function literal(text: string): Literal {
  const bytes = Buffer.from(text);
  const view = viewOf(bytes);
  const words = Int32Array.from({ length: bytes.length >> 2 }, (_, word) => view.getInt32(word * 4, true));
  return { bytes, view, words };
}

/** Where a literal that stands at a position ends; -1 when something else stands there. */
export function endOfLiteral({ bytes, view }: Bytes, at: number, expected: Literal): number {
  const { words } = expected;
  const { length } = expected.bytes;
  if (at + length > bytes.length) return -1;
  let offset = 0;
  for (let word = 0; word < words.length; word++, offset += 4)
    if (view.getInt32(at + offset, true) !== words[word]) return -1;
  for (; offset < length; offset++) if (bytes[at + offset] !== expected.bytes[offset]) return -1;
  return at + length;
}

/** Whether so many bytes are the same at two places, both of which have that many. */
export function areEqual(left: Bytes, leftAt: number, right: Bytes, rightAt: number, length: number): boolean {
  for (let offset = 0; offset < length; offset++)
    if (left.bytes[leftAt + offset] !== right.bytes[rightAt + offset]) return false;
  return true;
}
