import { AnswerText } from "../bytes/answer-text.ts";
import type { ScanState } from "./scan-text.ts";
import type { SpliceProgram } from "./splice-program.ts";
import type { Source } from "./splice-representation.ts";
import { Captured } from "./captured.ts";
import { Tape } from "../bytes/tape.ts";
import type { Cursor } from "./write-response.ts";

/** Entities of one place: which of them completes an object, and for each the answer and the start of its notes. */
interface PlaceState {
  readonly entityOf: number[];
  readonly answers: AnswerText[];
  readonly starts: number[];
}

/** One request being spliced. */
export interface SpliceState extends ScanState {
  readonly roots: Cursor[];
  readonly places: readonly PlaceState[];
}

/** Thrown when an answer is not as expected, so that the general path must look at it. */
export class Unexpected extends Error {}

/** What is scanned before there is an answer. */
const NOTHING = new AnswerText(Buffer.alloc(0));

/** The state of a request that has asked nobody yet; `persons` receives whom answers tell about. */
export const startSplice = (program: SpliceProgram, persons: string[]): SpliceState => ({
  answer: NOTHING,
  captured: new Captured(program.usualCaptured.expected),
  tape: new Tape(program.usualNotes.expected),
  proof: [],
  persons,
  roots: [],
  captures: Array.from({ length: program.captures }, () => []),
  counts: Array.from({ length: program.kinds }, () => 0),
  current: Array.from({ length: program.kinds }, () => 0),
  places: Array.from({ length: program.places }, () => ({ entityOf: [], answers: [], starts: [] })),
});

/** The number of what was captured of a source for an object; undefined when its answer had none. */
export const partOf = (
  { capture, place }: Source,
  object: number,
  { captures, places }: SpliceState,
): number | undefined => captures[capture]![place < 0 ? object : places[place]!.entityOf[object]!];
