import type { AnswerText } from "../bytes/answer-text.ts";
import type { Tape } from "../bytes/tape.ts";
import type { Captured } from "./captured.ts";
import { areEqual, endOfLiteral, literal } from "../bytes/literal.ts";

/** What one request's scans have found so far. */
export interface ScanState {
  /** The answer being scanned. */
  answer: AnswerText;
  /**
   * What a writer needs to cut the answer, in the order in which it is written: for an object 1 and, if calls
   * complete it, its number, for null 0; for a list its length, for null -1; for a run of fields where it starts
   * and ends.
   */
  readonly tape: Tape;
  /** Raw JSON of captured fields. */
  readonly captured: Captured;
  /** Numbers of captured fields: by capture, then by number of the object. */
  readonly captures: number[][];
  /** How many objects of each kind of numbered object there are. */
  readonly counts: number[];
  /** The number of the object being scanned, by kind. */
  readonly current: number[];
  /** Ids of persons, as they stand between their quotes. */
  readonly persons: string[];
  /** Captured fields that the keys of the entity being scanned must equal. */
  readonly proof: number[];
}

/** Verifies the value that starts at a position. Answers where it ends, or -1 when it is not as expected. */
export type Scan = (state: ScanState, at: number) => number;

const QUOTE = 34,
  MINUS = 45,
  DOT = 46,
  ZERO = 48,
  NINE = 57,
  BACKSLASH = 92,
  SMALL_N = 110,
  SMALL_U = 117;
/** JSON allows no lower character in a string. */
const SPACE = 32;

const scanString: Scan = ({ answer: { bytes } }, at) => {
  if (bytes[at] !== QUOTE) return -1;
  for (let end = at + 1; end < bytes.length; end++) {
    const byte = bytes[end]!;
    if (byte === QUOTE) return end + 1;
    if (byte < SPACE) return -1;
    if (byte !== BACKSLASH) continue;
    end = endOfEscape(bytes, end);
    if (end < 0) return -1;
  }
  return -1;
};

const ESCAPED: ReadonlySet<number> = new Set(Buffer.from('"\\/bfnrt'));
const HEX_DIGITS = 4;

/** The last position of an escape that begins with a backslash; -1 when JSON has none like it. */
function endOfEscape(bytes: Uint8Array, backslash: number): number {
  const letter = bytes[backslash + 1]!;
  if (letter !== SMALL_U) return ESCAPED.has(letter) ? backslash + 1 : -1;
  const end = backslash + 1 + HEX_DIGITS;
  for (let at = backslash + 2; at <= end; at++) if (!isHexDigit(bytes[at]!)) return -1;
  return end;
}

const isDigit = (byte: number) => byte >= ZERO && byte <= NINE;

/** A digit, or a letter from a to f, small or capital. */
const isHexDigit = (byte: number) => isDigit(byte) || ((byte | 32) >= 97 && (byte | 32) <= 102);

const TRUE = literal("true"),
  FALSE = literal("false"),
  NULL = literal("null");

const scanBoolean: Scan = ({ answer }, at) => {
  const end = endOfLiteral(answer, at, TRUE);
  return end >= 0 ? end : endOfLiteral(answer, at, FALSE);
};

const scanInt: Scan = ({ answer }, at) => {
  const { bytes } = answer;
  const start = bytes[at] === MINUS ? at + 1 : at;
  let end = start;
  while (end < bytes.length && isDigit(bytes[end]!)) end++;
  const digits = end - start;
  if (digits === 0 || (digits > 1 && bytes[start] === ZERO)) return -1;
  if (digits > 9 && !isInt32(Number(answer.text.slice(at, end)))) return -1;
  const next = bytes[end] ?? 0;
  // 1.0 and 1e3 are integers too, but rare enough to be left to a parser.
  return next === DOT || (next | 32) === 101 ? -1 : end;
};

const isInt32 = (value: number) => (value | 0) === value;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const scanFloat: Scan = ({ answer: { text } }, at) => {
  NUMBER.lastIndex = at;
  return NUMBER.test(text) && Number.isFinite(Number(text.slice(at, NUMBER.lastIndex))) ? NUMBER.lastIndex : -1;
};

/** Custom scalars are scanned when they are scalars; lists and objects are left to a parser. */
const scanCustom: Scan = (state, at) => {
  const end = scanString(state, at);
  if (end >= 0) return end;
  const afterBoolean = scanBoolean(state, at);
  return afterBoolean >= 0 ? afterBoolean : scanFloat(state, at);
};

function scanEnum(values: ReadonlySet<string>): Scan {
  const literals = [...values].map((value) => literal(`"${value}"`));
  return ({ answer }, at) => {
    for (const value of literals) {
      const end = endOfLiteral(answer, at, value);
      if (end >= 0) return end;
    }
    return -1;
  };
}

const leaves: Readonly<Record<string, Scan>> = {
  Int: scanInt,
  Float: scanFloat,
  Boolean: scanBoolean,
  String: scanString,
  ID: scanString,
};

/** The scan of a scalar by name, or of an enum by the values that may leave the hub. */
export const scanLeaf = (type: string | ReadonlySet<string>): Scan =>
  typeof type !== "string" ? scanEnum(type) : Object.hasOwn(leaves, type) ? leaves[type]! : scanCustom;

/** Where a null that stands at a position ends; -1 when something else stands there. */
export const endOfNull = (answer: AnswerText, at: number): number =>
  answer.bytes[at] === SMALL_N ? endOfLiteral(answer, at, NULL) : -1;

/** The same, or null. */
export const orNull =
  (scan: Scan): Scan =>
  (state, at) => {
    const end = endOfNull(state.answer, at);
    return end >= 0 ? end : scan(state, at);
  };

/** The same, noting the id of a person. */
export const scanPerson =
  (scan: Scan): Scan =>
  (state, at) => {
    const end = scan(state, at);
    const { bytes } = state.answer;
    if (end >= 0 && bytes[at] === QUOTE) state.persons.push(bytes.toString("latin1", at + 1, end - 1));
    return end;
  };

/** Exactly the raw JSON that a key of the asked entity has. */
export const scanProof =
  (position: number): Scan =>
  ({ answer, captured, proof }, at) => {
    const expected = proof[position]!;
    const start = captured.startOf(expected);
    const length = captured.endOf(expected) - start;
    if (at + length > answer.bytes.length) return -1;
    return areEqual(captured.answerOf(expected), start, answer, at, length) ? at + length : -1;
  };

/** Exactly one string. */
export const scanConstant = (value: string): Scan => {
  const expected = literal(JSON.stringify(value));
  return ({ answer }, at) => endOfLiteral(answer, at, expected);
};
