/** What one request's scans have found so far. */
export interface ScanState {
  /** The answer being scanned, one character per byte; compact and without control characters. */
  text: string;
  /**
   * What a writer needs to cut the answer, in the order in which it is written: for an object 1 and, if calls
   * complete it, its number, for null 0; for a list its length, for null -1; for a run of fields where it starts
   * and ends.
   */
  readonly tape: number[];
  /** Whether the text holds a backslash, without which a string ends at the next quote. */
  hasEscapes: boolean;
  /** Raw JSON of captured fields: by capture, then by number of the object. */
  readonly captures: string[][];
  /** How many objects of each kind of numbered object there are. */
  readonly counts: number[];
  /** The number of the object being scanned, by kind. */
  readonly current: number[];
  /** Ids of persons, as they stand between their quotes. */
  readonly persons: string[];
  /** Raw JSON that the keys of the entity being scanned must have. */
  readonly proof: string[];
}

/** Verifies the value that starts at a position. Answers where it ends, or -1 when it is not as expected. */
export type Scan = (state: ScanState, at: number) => number;

const QUOTE = 34,
  MINUS = 45,
  DOT = 46,
  ZERO = 48,
  NINE = 57,
  BACKSLASH = 92;
const ESCAPED = /"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** A string. Control characters are looked for once per text, not here. */
const scanString: Scan = ({ text, hasEscapes }, at) => {
  if (text.charCodeAt(at) !== QUOTE) return -1;
  const end = text.indexOf('"', at + 1);
  if (!hasEscapes || end < 0) return end < 0 ? -1 : end + 1;
  if (text.charCodeAt(end - 1) !== BACKSLASH && !text.slice(at, end).includes("\\")) return end + 1;
  ESCAPED.lastIndex = at;
  return ESCAPED.test(text) ? ESCAPED.lastIndex : -1;
};

const scanBoolean: Scan = ({ text }, at) =>
  text.startsWith("true", at) ? at + 4 : text.startsWith("false", at) ? at + 5 : -1;

const isDigit = (code: number) => code >= ZERO && code <= NINE;

const scanInt: Scan = ({ text }, at) => {
  const start = text.charCodeAt(at) === MINUS ? at + 1 : at;
  let end = start;
  while (isDigit(text.charCodeAt(end))) end++;
  const digits = end - start;
  if (digits === 0 || (digits > 1 && text.charCodeAt(start) === ZERO)) return -1;
  if (digits > 9 && (Number(text.slice(at, end)) | 0) !== Number(text.slice(at, end))) return -1;
  const next = text.charCodeAt(end);
  // 1.0 and 1e3 are integers too, but rare enough to be left to a parser.
  return next === DOT || (next | 32) === 101 ? -1 : end;
};

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const scanFloat: Scan = ({ text }, at) => {
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

const scanEnum =
  (values: ReadonlySet<string>): Scan =>
  (state, at) => {
    const end = scanString(state, at);
    return end >= 0 && values.has(state.text.slice(at + 1, end - 1)) ? end : -1;
  };

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

/** The same, or null. */
export const orNull =
  (scan: Scan): Scan =>
  (state, at) =>
    state.text.startsWith("null", at) ? at + 4 : scan(state, at);

/** The same, noting the id of a person. */
export const scanPerson =
  (scan: Scan): Scan =>
  (state, at) => {
    const end = scan(state, at);
    if (end >= 0 && state.text.charCodeAt(at) === QUOTE) state.persons.push(state.text.slice(at + 1, end - 1));
    return end;
  };

/** Exactly the raw JSON that a key of the asked entity has. */
export const scanProof =
  (position: number): Scan =>
  ({ text, proof }, at) => {
    const expected = proof[position]!;
    return text.startsWith(expected, at) ? at + expected.length : -1;
  };

/** Exactly one string. */
export const scanConstant = (value: string): Scan => {
  const json = JSON.stringify(value);
  return ({ text }, at) => (text.startsWith(json, at) ? at + json.length : -1);
};
