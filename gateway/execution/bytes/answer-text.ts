import { isUtf8 } from "node:buffer";

/** Bytes to be read and copied. */
export interface Bytes {
  readonly bytes: Buffer;
  /** The same, for reading four at a time. */
  readonly view: DataView;
}

/** An agency's answer to be scanned and cut: UTF-8 that stays as it came. */
export class AnswerText implements Bytes {
  readonly bytes: Buffer;
  readonly view: DataView;
  #text: string | null = null;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.view = viewOf(bytes);
  }

  /** One character per byte; made for the few answers in which somebody looks for a text. */
  get text(): string {
    return (this.#text ??= this.bytes.toString("latin1"));
  }
}

const NEW_LINE = 10;

/** A body to be scanned; null when it is not UTF-8. */
export function answerText(body: Buffer): AnswerText | null {
  // Some servers end their answer with a line.
  const bytes = body.at(-1) === NEW_LINE ? body.subarray(0, -1) : body;
  return isUtf8(bytes) ? new AnswerText(bytes) : null;
}

/** A buffer's bytes, four at a time. */
export const viewOf = ({ buffer, byteOffset, length }: Buffer): DataView => new DataView(buffer, byteOffset, length);
