const NOTHING = new Int32Array(0);

/** Numbers of 32 bits, noted one after the other. */
export class Tape {
  #numbers: Int32Array;
  #length = 0;

  constructor(expectedLength: number) {
    this.#numbers = expectedLength === 0 ? NOTHING : new Int32Array(expectedLength);
  }

  get length(): number {
    return this.#length;
  }

  /** Answers where the number stands. */
  push(number: number): number {
    if (this.#length === this.#numbers.length) {
      const shorter = this.#numbers;
      this.#numbers = new Int32Array(2 * this.#length + 1);
      this.#numbers.set(shorter);
    }
    this.#numbers[this.#length] = number;
    return this.#length++;
  }

  /** Corrects what was noted. */
  set(position: number, number: number): void {
    this.#numbers[position] = number;
  }

  at(position: number): number {
    return this.#numbers[position]!;
  }

  /** What has been noted so far, and zeros. */
  read(): Int32Array {
    return this.#numbers;
  }
}
