import { viewOf, type Bytes } from "./answer-text.ts";

/** Longer pieces are copied by the runtime, which costs as much for each as some dozens of words do here. */
const COPIED_HERE_MAX = 128;

/** Shorter pieces are copied byte by byte. */
const SHORT_MAX = 32;

/** Bytes that one unit of UTF-16 takes at most. */
const UTF8_BYTES_MAX = 3;

/** Bytes that are written one after the other, in a buffer that grows when they are more than was expected. */
export class ByteWriter implements Bytes {
  bytes: Buffer;
  length = 0;
  #view: DataView | null = null;

  constructor(expectedBytes: number) {
    this.bytes = Buffer.allocUnsafe(expectedBytes);
  }

  /** Made when it is needed first, for it costs as much as copying a key. */
  get view(): DataView {
    return (this.#view ??= viewOf(this.bytes));
  }

  byte(byte: number): void {
    if (this.length === this.bytes.length) this.#grow(1);
    this.bytes[this.length++] = byte;
  }

  /** Copies what stands somewhere from a position to another. */
  copy(from: Bytes, start: number, end: number): void {
    const { bytes } = from;
    const length = end - start;
    if (this.length + length > this.bytes.length) this.#grow(length);
    let to = this.length;
    this.length += length;
    if (length > COPIED_HERE_MAX) return void bytes.copy(this.bytes, to, start, end);
    const written = this.bytes;
    let at = start;
    if (length > SHORT_MAX) {
      const into = this.view;
      for (const last = end - 4; at <= last; at += 4, to += 4) into.setInt32(to, from.view.getInt32(at));
    }
    while (at < end) written[to++] = bytes[at++]!;
  }

  /** Writes a text in UTF-8. */
  text(text: string): void {
    const room = this.bytes.length - this.length;
    if (UTF8_BYTES_MAX * text.length > room && Buffer.byteLength(text) > room) this.#grow(Buffer.byteLength(text));
    this.length += this.bytes.write(text, this.length);
  }

  /** Copies all of it. */
  whole(from: Bytes): void {
    this.copy(from, 0, from.bytes.length);
  }

  /** What was written; nothing may be written after it. */
  end(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  #grow(by: number): void {
    const shorter = this.bytes;
    this.bytes = Buffer.allocUnsafe(2 * (this.length + by));
    this.#view = null;
    shorter.copy(this.bytes, 0, 0, this.length);
  }
}
