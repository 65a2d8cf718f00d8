import type { ByteWriter } from "./byte-writer.ts";
import { textsOf, type Keys } from "./keys.ts";

/** Keys that somebody has as texts. */
export class TextKeys implements Keys {
  readonly #texts: string[] = [];
  #places: Map<string, number> | null = null;
  byteLength = 0;

  constructor(texts: readonly string[]) {
    for (const text of texts) this.add(text);
  }

  get size(): number {
    return this.#texts.length;
  }

  add(text: string): number {
    // Most lists have one key.
    if (this.size > 0) this.#places ??= new Map(this.#texts.map((each, place) => [each, place]));
    const known = this.#places?.get(text);
    if (known !== undefined) return known;
    this.#places?.set(text, this.size);
    this.byteLength += text.length;
    return this.#texts.push(text) - 1;
  }

  addFrom(other: Keys, place: number): number {
    return this.add(other.text(place));
  }

  beginsWith(other: Keys): boolean {
    return other.size <= this.size && textsOf(other).every((text, place) => text === this.#texts[place]);
  }

  copy(): TextKeys {
    return new TextKeys(this.#texts);
  }

  write(place: number, to: ByteWriter): void {
    to.text(this.text(place));
  }

  text(place: number): string {
    return this.#texts[place]!;
  }
}
