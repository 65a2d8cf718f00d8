import { isUtf8 } from "node:buffer";

/** An agency's answer to be scanned: its bytes, and the same as text of one character per byte, for cutting. */
export interface AnswerText {
  readonly text: string;
  readonly bytes: Uint8Array;
  /** For comparing four bytes at a time. */
  readonly view: DataView;
}

const NEW_LINE = 10;

/** A body as text to be scanned; null when it is not UTF-8. */
export function answerText(body: Buffer): AnswerText | null {
  // Some servers end their answer with a line.
  const bytes = body.at(-1) === NEW_LINE ? body.subarray(0, -1) : body;
  if (!isUtf8(bytes)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return { text: bytes.toString("latin1"), bytes, view };
}
