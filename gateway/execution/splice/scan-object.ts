import { placeSuffix } from "../fetch/place-names.ts";
import { endOfLiteral, literal, type Literal } from "../bytes/literal.ts";
import { endOfNull, type Scan, type ScanState } from "./scan-text.ts";

/** One field of an object as its text must be. */
export interface FieldScan {
  /** Name in the answer. */
  readonly name: string;
  readonly scan: Scan;
  /** Where the field's raw JSON is kept; -1 when nobody needs it. */
  readonly capture: number;
  /** The kind of numbered object that the capture belongs to. */
  readonly capturedFor: number;
  /** The place of the field in the cuts: a run begins here, ends here, or the value alone is cut out. */
  readonly cut: { readonly begins: boolean; readonly ends: boolean; readonly valueOnly: boolean };
}

/** How an object is noted on the tape. */
interface ObjectNotes {
  /** Whether there are cuts inside, so that a writer must know that the object is there. */
  readonly isTaped: boolean;
  /** Its kind, when calls complete such objects; -1 otherwise. */
  readonly kind: number;
  readonly nonNull: boolean;
}

const OPEN = 123,
  CLOSE = 125,
  OPEN_LIST = 91,
  CLOSE_LIST = 93,
  COMMA = 44;

/** What a cut begins with: the name of the field, or its value. */
const RUN_BEGINS = 1,
  VALUE_BEGINS = 2;

/** Scans an object with exactly these fields in exactly this order. */
export function scanObject(fields: readonly FieldScan[], { isTaped, kind, nonNull }: ObjectNotes): Scan {
  // Arrays of plain values, for this loop runs once for each field of each answer.
  const keys = fields.map(({ name }, index) => literal(`${index === 0 ? "" : ","}"${name}":`));
  const scans = fields.map(({ scan }) => scan);
  const begins = fields.map(({ cut }) => (cut.begins ? (cut.valueOnly ? VALUE_BEGINS : RUN_BEGINS) : 0));
  const ends = fields.map(({ cut }) => cut.ends);
  const captures = fields.map(({ capture }) => capture);
  const capturedFor = fields.map((field) => field.capturedFor);
  return (state, start) => {
    const { answer, tape } = state;
    const { bytes } = answer;
    if (bytes[start] !== OPEN) {
      if (nonNull) return -1;
      if (isTaped) tape.push(0);
      return endOfNull(answer, start);
    }
    if (isTaped) tape.push(1);
    if (kind >= 0) tape.push((state.current[kind] = state.counts[kind]!++));
    let at = start + 1;
    for (let index = 0; index < keys.length; index++) {
      const valueAt = endOfLiteral(answer, at, keys[index]!);
      if (valueAt < 0) return -1;
      const begin = begins[index]!;
      if (begin !== 0) tape.push(begin === VALUE_BEGINS ? valueAt : index === 0 ? at : at + 1);
      at = scans[index]!(state, valueAt);
      if (at < 0) return -1;
      if (ends[index]) tape.push(at);
      const capture = captures[index]!;
      if (capture >= 0)
        state.captures[capture]![state.current[capturedFor[index]!]!] = state.captured.note(answer, valueAt, at);
    }
    return bytes[at] === CLOSE ? at + 1 : -1;
  };
}

/** Verifies the fields of a root type from a position on, as those of the request at a place of `of` requests. */
export type RootScan = (state: ScanState, at: number, place: number, of: number) => number;

/** Scans exactly these fields in exactly this order, without the braces around them, which requests may share. */
export function scanRoot(fields: readonly FieldScan[]): RootScan {
  const namesWith = (suffix: string) =>
    fields.map(({ name }, index) => literal(`${index === 0 ? "" : ","}"${name}${suffix}":`));
  const alone = namesWith("");
  const joined: (readonly Literal[])[] = [];
  return (state, start, place, of) => {
    const { answer, tape } = state;
    const names = of === 1 ? alone : (joined[place] ??= namesWith(placeSuffix(place)));
    let at = start;
    for (let index = 0; index < fields.length; index++) {
      const { scan, cut } = fields[index]!;
      at = endOfLiteral(answer, at, names[index]!);
      if (at < 0) return -1;
      if (cut.begins) tape.push(at);
      at = scan(state, at);
      if (at < 0) return -1;
      if (cut.ends) tape.push(at);
    }
    return at;
  };
}

/** Scans a list of such items. */
export function scanList(item: Scan, { isTaped, nonNull }: Pick<ObjectNotes, "isTaped" | "nonNull">): Scan {
  return (state, start) => {
    const { answer, tape } = state;
    const { bytes } = answer;
    if (bytes[start] !== OPEN_LIST) {
      if (nonNull) return -1;
      if (isTaped) tape.push(-1);
      return endOfNull(answer, start);
    }
    const place = isTaped ? tape.push(0) : -1;
    let at = start + 1;
    if (bytes[at] === CLOSE_LIST) return at + 1;
    for (let count = 1; ; count++) {
      at = item(state, at);
      if (at < 0) return -1;
      if (bytes[at] === COMMA) at++;
      else {
        if (isTaped) tape.set(place, count);
        return bytes[at] === CLOSE_LIST ? at + 1 : -1;
      }
    }
  };
}
