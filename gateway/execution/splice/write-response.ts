import type { AnswerText } from "../bytes/answer-text.ts";
import { ByteWriter } from "../bytes/byte-writer.ts";
import { literal } from "../bytes/literal.ts";
import { UsualSize } from "../bytes/usual-size.ts";

/** A place in an answer that has been scanned, and how far its notes on the tape have been read. */
export interface Cursor {
  readonly answer: AnswerText;
  at: number;
}

/** What a writer finds the entities with, and writes to. */
export interface WriteState {
  /** By place: the entity of each numbered object; undefined for one that its agency does not know. */
  readonly entityAt: (place: number, object: number) => Cursor | undefined;
  readonly tape: Int32Array;
  readonly out: ByteWriter;
}

/** Writes the JSON of a value whose notes the cursor stands before. */
export type Write = (state: WriteState, cursor: Cursor) => void;

/**
 * One piece of an object; `provider` 0 is the answer that the object stands in, others are the calls that complete
 * it.
 */
export type Piece =
  | { readonly kind: "run"; readonly provider: number; readonly names: readonly string[] }
  | { readonly kind: "value"; readonly provider: number; readonly name: string }
  | { readonly kind: "child"; readonly provider: number; readonly name: string; readonly write: Write }
  | { readonly kind: "constant"; readonly json: string };

/** Writes one piece of an object: of its own answer, or of the entities that complete it, in order of provider. */
type WritePiece = (state: WriteState, own: Cursor | undefined, entities: readonly (Cursor | undefined)[]) => void;

const OPEN = 123,
  CLOSE = 125,
  OPEN_LIST = 91,
  CLOSE_LIST = 93,
  COMMA = 44;
const NULL = literal("null");
const HEAD = literal('{"data":');

/**
 * Writes an object from pieces in the client's order; `places` are those of the calls that complete it, in order
 * of provider.
 */
export function writeObject(pieces: readonly Piece[], places: readonly number[]): Write {
  const write = writePieces(pieces);
  const nobody: readonly (Cursor | undefined)[] = places.map(() => undefined);
  return (state, cursor) => {
    if (state.tape[cursor.at++] === 0) return state.out.whole(NULL);
    if (places.length === 0) return write(state, cursor, nobody);
    const object = state.tape[cursor.at++]!;
    // A copy has the right size at once; an array that grows takes several times the room.
    const entities = nobody.slice();
    for (let index = 0; index < places.length; index++) entities[index] = state.entityAt(places[index]!, object);
    write(state, cursor, entities);
  };
}

/** Writes whole responses; cursors by root call. */
export function writeResponse(
  pieces: readonly Piece[],
): (roots: readonly Cursor[], found: Pick<WriteState, "entityAt" | "tape">) => Buffer {
  const write = writePieces(pieces);
  const usualBytes = new UsualSize(1_000);
  return (roots, { entityAt, tape }) => {
    const out = new ByteWriter(usualBytes.expected);
    out.whole(HEAD);
    write({ entityAt, tape, out }, roots[0], roots.slice(1));
    out.byte(CLOSE);
    const response = out.end();
    usualBytes.note(response.length);
    return response;
  };
}

function writePieces(pieces: readonly Piece[]): WritePiece {
  const writers = pieces.map(writerOf);
  return (state, own, entities) => {
    state.out.byte(OPEN);
    for (let index = 0; index < writers.length; index++) {
      if (index > 0) state.out.byte(COMMA);
      writers[index]!(state, own, entities);
    }
    state.out.byte(CLOSE);
  };
}

function writerOf(piece: Piece): WritePiece {
  if (piece.kind === "constant") {
    const constant = literal(piece.json);
    return ({ out }) => out.whole(constant);
  }
  const names = piece.kind === "run" ? piece.names : [piece.name];
  const absent = literal(names.map((name) => `"${name}":null`).join());
  // A run has the names of its fields with it.
  const label = piece.kind === "run" ? null : literal(`"${piece.name}":`);
  const write = piece.kind === "child" ? piece.write : writeCut;
  const { provider } = piece;
  return (state, own, entities) => {
    const from = provider === 0 ? own : entities[provider - 1];
    if (!from) return state.out.whole(absent);
    if (label) state.out.whole(label);
    write(state, from);
  };
}

const writeCut: Write = ({ out, tape }, cursor) => {
  const { answer, at } = cursor;
  out.copy(answer, tape[at]!, tape[at + 1]!);
  cursor.at += 2;
};

/** Writes a list of such items. */
export function writeList(item: Write): Write {
  return (state, cursor) => {
    const { out } = state;
    const length = state.tape[cursor.at++]!;
    if (length < 0) return out.whole(NULL);
    out.byte(OPEN_LIST);
    for (let index = 0; index < length; index++) {
      if (index > 0) out.byte(COMMA);
      item(state, cursor);
    }
    out.byte(CLOSE_LIST);
  };
}
