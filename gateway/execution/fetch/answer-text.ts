import { isUtf8 } from "node:buffer";

/** An agency's answer as text of one character per byte. */
export interface AnswerText {
  readonly text: string;
  /** Whether the text holds a backslash, without which a string ends at the next quote. */
  readonly hasEscapes: boolean;
}

/** The text of a body, ready to be scanned; null when it is not compact JSON in UTF-8 on the face of it. */
export function answerText(body: Buffer): AnswerText | null {
  // Some servers end their answer with a line.
  const compact = body.at(-1) === NEW_LINE ? body.subarray(0, -1) : body;
  if (!isUtf8(compact) || hasControls(compact)) return null;
  const text = compact.toString("latin1");
  return { text, hasEscapes: text.includes("\\") };
}

const NEW_LINE = 10;
const SPACE = 32;

/**
 * JSON allows no character below the space in a string, and a compact text has none outside. Four bytes at a time: a
 * byte below 32 borrows from its highest bit when 32 is taken from it.
 */
function hasControls(bytes: Buffer): boolean {
  let at = 0;
  while (at < bytes.length && (bytes.byteOffset + at) % 4 !== 0) if (bytes[at++]! < SPACE) return true;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (bytes.length - at) >> 2);
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (((word - 0x20202020) & ~word & 0x80808080) !== 0) return true;
  }
  for (at += words.length * 4; at < bytes.length; at++) if (bytes[at]! < SPACE) return true;
  return false;
}
