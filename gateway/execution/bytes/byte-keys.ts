import type { Bytes } from "./answer-text.ts";
import { ByteWriter } from "./byte-writer.ts";
import { areEqual } from "./literal.ts";
import type { Keys } from "./keys.ts";
import { Tape } from "./tape.ts";

/** Numbers noted for each key: where it ends, and its hash. */
const NOTES = 2;
/** Few keys are found faster one after the other. */
const UNINDEXED_MAX = 8;
/** Bytes that a key usually has. */
const KEY_BYTES = 24;

/** Keys that are cut out of answers. */
export class ByteKeys implements Keys {
  readonly #written: ByteWriter;
  readonly #notes: Tape;
  /** By hash, and then one after the other: places and one; 0 where there is room. Null while there are few. */
  #index: Int32Array | null = null;
  size = 0;

  constructor(expectedKeys: number, expectedBytes: number = expectedKeys * KEY_BYTES) {
    this.#written = new ByteWriter(expectedBytes);
    this.#notes = new Tape(expectedKeys * NOTES);
  }

  get byteLength(): number {
    return this.#written.length;
  }

  /** Adds what stands somewhere from a position to another, unless it is there. Answers its place. */
  add(from: Bytes, start: number, end: number): number {
    const at = this.byteLength;
    this.#written.copy(from, start, end);
    return this.#keep(at, hashOf(this.#written, at, this.byteLength));
  }

  addFrom(other: Keys, place: number): number {
    const at = this.byteLength;
    other.write(place, this.#written);
    return this.#keep(
      at,
      other instanceof ByteKeys ? other.#hashOf(place) : hashOf(this.#written, at, this.byteLength),
    );
  }

  beginsWith(other: Keys): boolean {
    if (other.size > this.size) return false;
    for (let place = 0; place < other.size; place++) {
      const isOwn = other instanceof ByteKeys && other.#hashOf(place) !== this.#hashOf(place);
      if (isOwn || other.text(place) !== this.text(place)) return false;
    }
    return true;
  }

  write(place: number, to: ByteWriter): void {
    to.copy(this.#written, this.#startOf(place), this.#endOf(place));
  }

  text(place: number): string {
    return this.#written.bytes.toString("utf8", this.#startOf(place), this.#endOf(place));
  }

  copy(): ByteKeys {
    const copy = new ByteKeys(2 * this.size, 2 * this.byteLength);
    for (let place = 0; place < this.size; place++) copy.addFrom(this, place);
    return copy;
  }

  /** Makes a key of what was written last, or takes it back when there is such a key already. */
  #keep(start: number, hash: number): number {
    const known = this.#index ? this.#find(start, hash) : this.#look(start, hash);
    if (known >= 0) {
      this.#written.length = start;
      return known;
    }
    this.#notes.push(this.byteLength);
    this.#notes.push(hash);
    this.size += 1;
    if (this.size > UNINDEXED_MAX) this.#enter(this.size - 1, hash);
    return this.size - 1;
  }

  #look(start: number, hash: number): number {
    for (let place = 0; place < this.size; place++) if (this.#isAt(place, start, hash)) return place;
    return -1;
  }

  #find(start: number, hash: number): number {
    const index = this.#index!;
    const last = index.length - 1;
    for (let at = hash & last; index[at] !== 0; at = (at + 1) & last)
      if (this.#isAt(index[at]! - 1, start, hash)) return index[at]! - 1;
    return -1;
  }

  /** Whether a key is the same as what was written last. */
  #isAt(place: number, start: number, hash: number): boolean {
    if (this.#hashOf(place) !== hash) return false;
    const [at, length] = [this.#startOf(place), this.byteLength - start];
    return this.#endOf(place) - at === length && areEqual(this.#written, at, this.#written, start, length);
  }

  /** Half of the index at least is left empty. */
  #enter(place: number, hash: number): void {
    if (this.#index && 2 * this.size <= this.#index.length) return enter(this.#index, place, hash);
    this.#index = new Int32Array(2 ** Math.ceil(Math.log2(4 * this.size)));
    for (let each = 0; each < this.size; each++) enter(this.#index, each, this.#hashOf(each));
  }

  #startOf(place: number): number {
    return place === 0 ? 0 : this.#endOf(place - 1);
  }

  #endOf(place: number): number {
    return this.#notes.at(NOTES * place);
  }

  #hashOf(place: number): number {
    return this.#notes.at(NOTES * place + 1);
  }
}

function enter(index: Int32Array, place: number, hash: number): void {
  const last = index.length - 1;
  let at = hash & last;
  while (index[at] !== 0) at = (at + 1) & last;
  index[at] = place + 1;
}

/** FNV-1a, with the high bits mixed into the low ones that choose a place. */
function hashOf({ bytes }: Bytes, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash ^ (hash >>> 15);
}
