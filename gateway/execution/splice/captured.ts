import type { AnswerText } from "../bytes/answer-text.ts";
import { Tape } from "../bytes/tape.ts";

/** Numbers noted for each part: the answer in which it stands, where it starts and where it ends. */
const NOTES = 3;

/** Parts of answers that are needed again, by number in the order in which they were found. */
export class Captured {
  readonly #answers: AnswerText[] = [];
  readonly #notes: Tape;

  constructor(expectedParts: number) {
    this.#notes = new Tape(expectedParts * NOTES);
  }

  get size(): number {
    return this.#notes.length / NOTES;
  }

  /** Answers the part's number. */
  note(answer: AnswerText, start: number, end: number): number {
    if (this.#answers.at(-1) !== answer) this.#answers.push(answer);
    const at = this.#notes.push(this.#answers.length - 1);
    this.#notes.push(start);
    this.#notes.push(end);
    return at / NOTES;
  }

  answerOf(part: number): AnswerText {
    return this.#answers[this.#notes.at(part * NOTES)]!;
  }

  startOf(part: number): number {
    return this.#notes.at(part * NOTES + 1);
  }

  endOf(part: number): number {
    return this.#notes.at(part * NOTES + 2);
  }
}
