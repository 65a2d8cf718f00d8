import type { AnswerText } from "../bytes/answer-text.ts";
import type { Keys } from "../bytes/keys.ts";
import type { Endpoint } from "./agencies.ts";
import type { CallKind } from "./call-kind.ts";
import type { CallSignal } from "./hang-up.ts";

/** What one client request wants of a process of an agency. */
export interface Wish {
  readonly agency: string;
  readonly endpoint: Endpoint;
  readonly operation: "query" | "mutation";
  readonly kind: CallKind;
  /** What is asked for. */
  readonly keys: Keys;
  /** Reads the value of a key where it stands in the text of an answer; null when somebody wants the bytes. */
  readonly take: Take | null;
  readonly timeoutMs: number;
  readonly signal: CallSignal | undefined;
  /** Everything that the agency is told of who asks; null when the call must not be shared. */
  readonly envelope: string | null;
  /** Whatever the request was executed with as its caller. */
  readonly caller: unknown;
}

/**
 * Verifies and notes the value of the wish's key number `key` that begins at `at`; `place` is its position among the
 * `of` keys of the call. Answers where it ends, or -1 when it is not as expected.
 */
export type Take = (answer: AnswerText, at: number, key: number, place: number, of: number) => number;

/** What became of a wish. */
export interface Granted {
  /** Whether every value was taken from the text as expected. */
  readonly isTaken: boolean;
  /** The answer that the request would have got alone; null when only another call can tell. */
  readonly body: () => Buffer | null;
}
