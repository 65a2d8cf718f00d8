/** Part of a size that remains expected when the next is smaller. */
const REMEMBERED = 0.9;
/** By how much the next may be larger. */
const ROOM = 1.1;

/** How large something usually becomes, so that there is room for it at once. */
export class UsualSize {
  expected: number;

  constructor(first: number) {
    this.expected = first;
  }

  note(size: number): void {
    this.expected = Math.ceil(Math.max(size * ROOM, this.expected * REMEMBERED));
  }
}
