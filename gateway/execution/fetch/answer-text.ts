import { isUtf8 } from "node:buffer";

/** An agency's answer as text of one character per byte. */
export interface AnswerText {
  readonly text: string;
  /** Whether the text holds a backslash, without which a string ends at the next quote. */
  readonly hasEscapes: boolean;
}

/** JSON allows no character below the space in a string, and a compact text has none outside. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\x00-\x1f]/;

/** The text of a body, ready to be scanned; null when it is not compact JSON in UTF-8 on the face of it. */
export function answerText(body: Buffer): AnswerText | null {
  if (!isUtf8(body)) return null;
  // Some servers end their answer with a line.
  const text = body.toString("latin1", 0, body.at(-1) === 10 ? body.length - 1 : body.length);
  return CONTROL.test(text) ? null : { text, hasEscapes: text.includes("\\") };
}
