import { limits } from "#contract/limits.ts";
import { ByteWriter } from "../bytes/byte-writer.ts";
import { textsOf, type Keys } from "../bytes/keys.ts";
import { literal, type Literal } from "../bytes/literal.ts";
import { PLACE_MARK, placeSuffix } from "./place-names.ts";
import { splitRoots } from "./split-roots.ts";
import { splitAnswer } from "./split-answer.ts";

/** Calls with one text, which may be joined: how one is written for a list of keys, and how its answer is framed. */
export interface CallKind {
  /** Equal for calls that differ in their keys only. */
  readonly id: string;
  /** The body of a call for these keys. */
  readonly bodyFor: (keys: Keys) => Buffer;
  /** What stands in a compact answer before the first key's value, between two of them and after the last. */
  readonly frame: { readonly head: Literal; readonly separator: Literal; readonly tail: Literal };
  /** Whether requests that come while a call is under way may leave together in the next one. */
  readonly isJoinable: () => boolean;
  /** Keys that one call may have when requests are joined. */
  readonly keysMax: number;
  /**
   * Parts the answer to a call for several keys into those that requests would have got alone, each for its own
   * places in the list; null where that cannot be done, so that each must ask alone.
   */
  readonly split: (body: Buffer, picks: readonly (readonly number[])[]) => readonly Buffer[] | null;
  /** Told what an answer cost. */
  readonly noteAnswer: (bytes: number, keys: number) => void;
  /** Bytes that each key's value has had of late; 0 when that is not known. */
  readonly bytesPerKey: () => number;
  /** Told that a joined call was of no use. */
  readonly noteUseless: () => void;
}

const nothing = () => undefined;

const COMMA = literal(",");
const ENTITIES_FRAME = { head: literal('{"data":{"_entities":['), separator: COMMA, tail: literal("]}}") };
const ROOTS_FRAME = { head: literal('{"data":{'), separator: COMMA, tail: literal("}}") };

/** A call whose body is its only key: shared by requests that ask for exactly the same at once. */
export const wholeCall: CallKind = {
  id: "",
  bodyFor: (keys) => Buffer.from(keys.text(0)),
  frame: { head: literal(""), separator: literal(""), tail: literal("") },
  isJoinable: () => false,
  keysMax: 1,
  split: (body, picks) => picks.map(() => body),
  noteAnswer: nothing,
  bytesPerKey: () => 0,
  noteUseless: nothing,
};

/** The JSON with which every representation of a list begins and ends. */
export interface KeyFrame {
  readonly before: string;
  readonly after: string;
}

/**
 * Calls for one list of entities by a text with this variable, by the other variables that they are given as JSON,
 * `,"name":value`. The keys are the JSON of representations, or what stands within their frame.
 */
export function entityCalls(
  text: string,
  variable: string,
  { before, after }: KeyFrame = { before: "", after: "" },
): (given: string) => CallKind {
  const start = `{"query":${JSON.stringify(text)},"variables":{"${variable}":[${before}`;
  const [head, between] = [literal(start), literal(`${after},${before}`)];
  const size = meanSize();
  const kindFor = (given: string): CallKind => {
    const tail = literal(`${after}]${given}}}`);
    return {
      id: start + after + given,
      bodyFor: (keys) => framed(keys, head, between, tail),
      frame: ENTITIES_FRAME,
      isJoinable: () => true,
      keysMax: limits.representationsMax,
      split: splitAnswer,
      ...size,
      noteUseless: nothing,
    };
  };
  const usual = kindFor("");
  return (given) => (given === "" ? usual : kindFor(given));
}

/** All keys, and what stands before, between and after them. */
function framed(keys: Keys, head: Literal, between: Literal, tail: Literal): Buffer {
  const bytes = head.bytes.length + keys.byteLength + keys.size * between.bytes.length + tail.bytes.length;
  const out = new ByteWriter(bytes);
  out.whole(head);
  for (let place = 0; place < keys.size; place++) {
    if (place > 0) out.whole(between);
    keys.write(place, out);
  }
  out.whole(tail);
  return out.end();
}

/** Requests whose root fields are asked for together: each number makes a text of its own, which agencies remember. */
const ROOTS_MAX = 16;
/** Bytes of one answer up to which requests gain by asking for root fields together. */
const JOINED_ANSWER_BYTES_MAX = 8_000;
/** Milliseconds without joining after a joined call failed: the agency may not like it. */
const ALONE_MS = 1_000;

/**
 * Calls for root fields by a text, or by the texts for several requests at once; null where there are none. The keys
 * are variables, `"name\0":value` joined by commas. Long answers would wait for each other, so those go alone.
 */
export function rootCalls(text: string, joined: ((count: number) => string) | null): CallKind {
  const size = meanSize();
  let aloneUntil = 0;
  const bodyOf = (query: string, keys: readonly string[]) =>
    Buffer.from(`{"query":${JSON.stringify(query)},"variables":{${keys.join()}}}`);
  return {
    id: text,
    bodyFor: (keys) =>
      keys.size === 1 || !joined
        ? bodyOf(text, [keys.text(0).replaceAll(PLACE_MARK, "")])
        : bodyOf(
            joined(keys.size),
            textsOf(keys).flatMap((key, place) => (key === "" ? [] : key.replaceAll(PLACE_MARK, placeSuffix(place)))),
          ),
    frame: ROOTS_FRAME,
    isJoinable: () => {
      const bytes = size.bytesPerKey();
      return joined !== null && bytes > 0 && bytes <= JOINED_ANSWER_BYTES_MAX && performance.now() >= aloneUntil;
    },
    keysMax: ROOTS_MAX,
    split: splitRoots,
    ...size,
    noteUseless: () => void (aloneUntil = performance.now() + ALONE_MS),
  };
}

/** How fast a mean forgets. */
const WEIGHT = 0.1;

function meanSize(): Pick<CallKind, "noteAnswer" | "bytesPerKey"> {
  let mean = 0;
  return {
    noteAnswer: (bytes, keys) => {
      if (keys > 0) mean = mean === 0 ? bytes / keys : mean + WEIGHT * (bytes / keys - mean);
    },
    bytesPerKey: () => mean,
  };
}
