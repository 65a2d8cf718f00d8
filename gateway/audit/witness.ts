import { cosign, openCheckpoint, type NoteKey, type NoteSigner } from "./checkpoint.ts";
import { continues, type Digest, type TreeHead } from "./merkle.ts";

/** What a log's operator sends to a witness. */
export interface WitnessRequest {
  /** The checkpoint, signed by the log. */
  readonly note: string;
  /** That it continues the tree that the witness signed last; empty when that was none. */
  readonly proof: readonly Digest[];
}

/** What a witness keeps between two checkpoints: the last tree that it signed, of size 0 before the first. */
export interface WitnessMemory {
  readonly last: TreeHead;
  readonly key: NoteKey;
  readonly signer: NoteSigner;
}

/**
 * A second agency's decision on a checkpoint: its signature line and the tree to remember, or a sentence that says why
 * it does not sign. It signs only what the log signed and what continues all it has signed before, so whoever
 * rewrites the log afterwards, even with the log's key, is left with a signature that does not fit.
 */
export function witnessCheckpoint(
  { note, proof }: WitnessRequest,
  { last, key, signer }: WitnessMemory,
  seconds: number,
): { readonly line: string; readonly last: TreeHead } | { readonly refused: string } {
  const checkpoint = openCheckpoint(note, key);
  if (!checkpoint) return { refused: "The checkpoint is not signed by the log." };
  if (checkpoint.origin !== key.name) return { refused: `The checkpoint is of the log ${checkpoint.origin}.` };
  if (!continues(last, checkpoint, proof)) {
    return {
      refused: `The checkpoint at size ${checkpoint.size} does not continue the one signed at size ${last.size}.`,
    };
  }
  return { line: cosign(note, signer, seconds), last: { size: checkpoint.size, root: checkpoint.root } };
}
