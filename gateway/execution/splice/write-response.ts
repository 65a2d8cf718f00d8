/** A place in an answer that has been scanned: the text, its tape, and how far the tape has been read. */
export interface Cursor {
  readonly text: string;
  readonly tape: readonly number[];
  at: number;
}

/** What a writer finds the entities with. */
export interface WriteState {
  /** By place: the entity of each numbered object; undefined for one that its agency does not know. */
  readonly entityAt: (place: number, object: number) => Cursor | undefined;
}

/** Writes the JSON of a value whose notes the cursor stands before. */
export type Write = (state: WriteState, cursor: Cursor) => string;

/**
 * One piece of an object; `provider` 0 is the answer that the object stands in, others are the calls that complete
 * it.
 */
export type Piece =
  | { readonly kind: "run"; readonly provider: number; readonly names: readonly string[] }
  | { readonly kind: "value"; readonly provider: number; readonly name: string }
  | { readonly kind: "child"; readonly provider: number; readonly name: string; readonly write: Write }
  | { readonly kind: "constant"; readonly json: string };

/**
 * Writes an object from pieces in the client's order; `places` are those of the calls that complete it, in order
 * of provider.
 */
export function writeObject(pieces: readonly Piece[], places: readonly number[]): Write {
  return (state, cursor) => {
    if (cursor.tape[cursor.at++] === 0) return "null";
    const providers: (Cursor | undefined)[] = [cursor];
    if (places.length > 0) {
      const object = cursor.tape[cursor.at++]!;
      for (const place of places) providers.push(state.entityAt(place, object));
    }
    return writePieces(pieces, providers, state);
  };
}

/** Writes an object from the cursors of everything that answers a part of it. */
export function writePieces(
  pieces: readonly Piece[],
  providers: readonly (Cursor | undefined)[],
  state: WriteState,
): string {
  let json = "{";
  for (let index = 0; index < pieces.length; index++) {
    if (index > 0) json += ",";
    json += writePiece(pieces[index]!, providers, state);
  }
  return `${json}}`;
}

function writePiece(piece: Piece, providers: readonly (Cursor | undefined)[], state: WriteState): string {
  if (piece.kind === "constant") return piece.json;
  const from = providers[piece.provider];
  if (!from)
    return piece.kind === "run" ? piece.names.map((name) => `"${name}":null`).join(",") : `"${piece.name}":null`;
  if (piece.kind === "child") return `"${piece.name}":${piece.write(state, from)}`;
  const cut = from.text.slice(from.tape[from.at], from.tape[from.at + 1]);
  from.at += 2;
  return piece.kind === "run" ? cut : `"${piece.name}":${cut}`;
}

/** Writes a list of such items. */
export function writeList(item: Write): Write {
  return (state, cursor) => {
    const length = cursor.tape[cursor.at++]!;
    if (length < 0) return "null";
    let json = "[";
    for (let index = 0; index < length; index++) json += index > 0 ? `,${item(state, cursor)}` : item(state, cursor);
    return `${json}]`;
  };
}
