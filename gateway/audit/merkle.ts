import { hash } from "node:crypto";

/** A SHA-256 digest, 32 bytes. */
export type Digest = Buffer;

/** The Merkle tree hash of no entries. */
export const EMPTY_ROOT: Digest = hash("sha256", "", "buffer");

/** What is hashed is put together here: a hash is taken at once, and a buffer for each costs as much as the hash. */
let scratch = Buffer.alloc(16_384);
const node = Buffer.alloc(65, 1);

/**
 * The leaf hash of RFC 9162, 2.1.1: of a zero byte and the entry's stored bytes. It is at once the link by which the
 * next entry names this one, so each entry is hashed once for chain and tree.
 */
export function leafDigest(body: Uint8Array): Digest {
  if (scratch.length <= body.length) scratch = Buffer.alloc(body.length * 2);
  scratch.set(body, 1);
  return sha256(scratch.subarray(0, body.length + 1));
}

/** The hash of an inner node: of a one byte, the left and the right hash. */
function nodeDigest(left: Digest, right: Digest): Digest {
  node.set(left, 1);
  node.set(right, 33);
  return sha256(node);
}

/** By way of text, which takes half the time: the digest then lies in memory that many buffers share. */
const sha256 = (bytes: Uint8Array): Digest => Buffer.from(hash("sha256", bytes, "binary"), "binary");

/** The right edge of a growing tree: all that is needed to append a leaf and to tell the root. */
export interface Frontier {
  /** Leaves so far. */
  size: number;
  /** Roots of the complete subtrees, the largest first: one for each bit that is set in `size`. */
  readonly peaks: Digest[];
}

/** Adds a leaf in place. */
export function appendLeaf(frontier: Frontier, leaf: Digest): void {
  let peak = leaf;
  for (let rest = frontier.size; rest % 2 === 1; rest = half(rest)) {
    const left = frontier.peaks.pop();
    if (left) peak = nodeDigest(left, peak);
  }
  frontier.peaks.push(peak);
  frontier.size++;
}

/** The root of the tree whose right edge this is. */
export function rootOf({ peaks }: Frontier): Digest {
  return peaks.length === 0 ? EMPTY_ROOT : peaks.reduceRight((right, left) => nodeDigest(left, right));
}

const half = (n: number) => Math.floor(n / 2);

/** The largest power of two below `n`, which is at least 2: where RFC 9162 splits a tree of `n` leaves. */
function splitOf(n: number): number {
  let split = 1;
  while (split * 2 < n) split *= 2;
  return split;
}

function subtreeRoot(leaves: readonly Digest[], from: number, to: number): Digest {
  const frontier: Frontier = { size: 0, peaks: [] };
  for (const leaf of leaves.slice(from, to)) appendLeaf(frontier, leaf);
  return rootOf(frontier);
}

/** PATH of RFC 9162, 2.1.3.1: what leads from the leaf at `index` to the root of all `leaves`, lowest first. */
export function inclusionProof(leaves: readonly Digest[], index: number): readonly Digest[] {
  const path: Digest[] = [];
  for (let from = 0, to = leaves.length; to - from > 1; ) {
    const middle = from + splitOf(to - from);
    const isLeft = index < middle;
    path.unshift(isLeft ? subtreeRoot(leaves, middle, to) : subtreeRoot(leaves, from, middle));
    if (isLeft) to = middle;
    else from = middle;
  }
  return path;
}

/** PROOF of RFC 9162, 2.1.4.1: that the tree of all `leaves` continues the tree of the first `size`; both not empty. */
export function consistencyProof(leaves: readonly Digest[], size: number): readonly Digest[] {
  const proof: Digest[] = [];
  let [from, to, isWhole] = [0, leaves.length, true];
  while (size !== to) {
    const middle = from + splitOf(to - from);
    if (size <= middle) {
      proof.unshift(subtreeRoot(leaves, middle, to));
      to = middle;
    } else {
      proof.unshift(subtreeRoot(leaves, from, middle));
      from = middle;
      isWhole = false;
    }
  }
  return isWhole ? proof : [subtreeRoot(leaves, from, to), ...proof];
}

/** What another agency hands in may be of any length, and would reach into hashes that are none of its own. */
const areDigests = (digests: readonly Digest[]) => digests.every(({ length }) => length === EMPTY_ROOT.length);

/** Whether a proof leads from a leaf at `index` to the root of a tree of `size` leaves (RFC 9162, 2.1.3.2). */
export function includes(leaf: Digest, index: number, size: number, path: readonly Digest[], root: Digest): boolean {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size || !areDigests(path)) return false;
  let [at, last, digest] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      digest = nodeDigest(sibling, digest);
      for (; at % 2 === 0 && at !== 0; at = half(at)) last = half(last);
    } else {
      digest = nodeDigest(digest, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && digest.equals(root);
}

/** A tree as a checkpoint states it. */
export interface TreeHead {
  readonly size: number;
  readonly root: Digest;
}

/** Whether a proof shows that `second` continues `first`: nothing changed, nothing gone (RFC 9162, 2.1.4.2). */
export function continues(first: TreeHead, second: TreeHead, proof: readonly Digest[]): boolean {
  if (!areDigests(proof)) return false;
  if (first.size === second.size) return proof.length === 0 && first.root.equals(second.root);
  if (first.size > second.size) return false;
  if (first.size === 0) return proof.length === 0;
  let [at, last] = [first.size - 1, second.size - 1];
  for (; at % 2 === 1; at = half(at)) last = half(last);
  const [start, ...rest] = at === 0 ? [first.root, ...proof] : proof;
  if (!start) return false;
  let [older, newer] = [start, start];
  for (const digest of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [older, newer] = [nodeDigest(digest, older), nodeDigest(digest, newer)];
      for (; at % 2 === 0 && at !== 0; at = half(at)) last = half(last);
    } else {
      newer = nodeDigest(newer, digest);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && older.equals(first.root) && newer.equals(second.root);
}
