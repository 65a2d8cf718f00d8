import { limits } from "#contract/limits.ts";
import { PLACE_MARK, placeSuffix } from "./place-names.ts";
import { splitRoots } from "./split-roots.ts";
import { splitAnswer } from "./split-answer.ts";

/** Calls with one text, which may be joined: how one is written for a list of keys, and how its answer is framed. */
export interface CallKind {
  /** Equal for calls that differ in their keys only. */
  readonly id: string;
  /** The body of a call for these keys, the JSON of each. */
  readonly bodyFor: (keys: readonly string[]) => string;
  /** What stands in a compact answer before the first key's value, between two of them and after the last. */
  readonly frame: { readonly head: string; readonly separator: string; readonly tail: string };
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

/** A call whose body is its only key: shared by requests that ask for exactly the same at once. */
export const wholeCall: CallKind = {
  id: "",
  bodyFor: ([body]) => body!,
  frame: { head: "", separator: "", tail: "" },
  isJoinable: () => false,
  keysMax: 1,
  split: (body, picks) => picks.map(() => body),
  noteAnswer: nothing,
  bytesPerKey: () => 0,
  noteUseless: nothing,
};

/**
 * Calls for one list of entities by a text with this variable, by the other variables that they are given as JSON,
 * `,"name":value`. The keys are representations, as bytes of one character each.
 */
export function entityCalls(text: string, variable: string): (given: string) => CallKind {
  const head = `{"query":${JSON.stringify(text)},"variables":{"${variable}":[`;
  const size = meanSize();
  const kindFor = (given: string): CallKind => ({
    id: head + given,
    bodyFor: (keys) => `${head}${fromBytes(keys.join())}]${given}}}`,
    frame: { head: '{"data":{"_entities":[', separator: ",", tail: "]}}" },
    isJoinable: () => true,
    keysMax: limits.representationsMax,
    split: splitAnswer,
    ...size,
    noteUseless: nothing,
  });
  const usual = kindFor("");
  return (given) => (given === "" ? usual : kindFor(given));
}

/** Text whose characters are bytes of UTF-8, as text. */
export const fromBytes = (bytes: string): string =>
  /[\x80-\xff]/.test(bytes) ? Buffer.from(bytes, "latin1").toString("utf8") : bytes;

/** The bytes of a text in UTF-8, one character each. */
export const toBytes = (text: string): string =>
  /[^ -~]/.test(text) ? Buffer.from(text).toString("latin1") : text;

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
    `{"query":${JSON.stringify(query)},"variables":{${keys.join()}}}`;
  return {
    id: text,
    bodyFor: (keys) =>
      keys.length === 1 || !joined
        ? bodyOf(text, [keys[0]!.replaceAll(PLACE_MARK, "")])
        : bodyOf(
            joined(keys.length),
            keys.flatMap((key, place) => (key === "" ? [] : key.replaceAll(PLACE_MARK, placeSuffix(place)))),
          ),
    frame: { head: '{"data":{', separator: ",", tail: "}}" },
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
