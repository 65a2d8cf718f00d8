import type { AnswerText } from "../fetch/answer-text.ts";

/** A text that must stand somewhere letter for letter, made ready once to be compared many times. */
export interface Literal {
  readonly bytes: Uint8Array;
  /** The same four bytes at a time, lowest first; what is left over at the end is in `bytes` only. */
  readonly words: Int32Array;
}

/** Prepares a text. `startsWith` compares character by character, and names of fields are what scans are busy with. */
export function literal(text: string): Literal {
  const bytes = Uint8Array.from(Buffer.from(text));
  const view = new DataView(bytes.buffer);
  return { bytes, words: Int32Array.from({ length: bytes.length >> 2 }, (_, word) => view.getInt32(word * 4, true)) };
}

/** Where a literal that stands at a position ends; -1 when something else stands there. */
export function endOfLiteral({ bytes, view }: AnswerText, at: number, expected: Literal): number {
  const { words } = expected;
  const { length } = expected.bytes;
  if (at + length > bytes.length) return -1;
  let offset = 0;
  for (let word = 0; word < words.length; word++, offset += 4)
    if (view.getInt32(at + offset, true) !== words[word]) return -1;
  for (; offset < length; offset++) if (bytes[at + offset] !== expected.bytes[offset]) return -1;
  return at + length;
}
