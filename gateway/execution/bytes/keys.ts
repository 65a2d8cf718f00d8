import type { ByteWriter } from "./byte-writer.ts";

/** What is asked of an agency: different keys, by place in the order in which they were added. */
export interface Keys {
  readonly size: number;
  /** Bytes of all keys, or a little less. */
  readonly byteLength: number;
  /** Adds a key of another list, unless it is there. Answers its place. */
  addFrom(other: Keys, place: number): number;
  /** Whether the first of these keys are all of the other's. */
  beginsWith(other: Keys): boolean;
  /** A list of its own with the same keys. */
  copy(): Keys;
  write(place: number, to: ByteWriter): void;
  text(place: number): string;
}

/** All keys of a list. */
export const textsOf = (keys: Keys): string[] => Array.from({ length: keys.size }, (_, place) => keys.text(place));
