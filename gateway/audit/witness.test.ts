import { describe, expect, it } from "vitest";
import { freshSigner } from "../../test/support/audit.ts";
import { cosignedAt, signCheckpoint } from "./checkpoint.ts";
import { appendLeaf, consistencyProof, EMPTY_ROOT, leafDigest, rootOf } from "./merkle.ts";
import { witnessCheckpoint } from "./witness.ts";

const log = freshSigner("hub.test/audit");
const witness = freshSigner("foreign-ministry");
const leaves = Array.from({ length: 9 }, (_, index) => leafDigest(Buffer.of(index)));

const treeAt = (size: number, from = leaves) => {
  const frontier = { size: 0, peaks: [] };
  for (const leaf of from.slice(0, size)) appendLeaf(frontier, leaf);
  return { size, root: rootOf(frontier) };
};
const noteAt = (size: number, from = leaves, { signer } = log) =>
  signCheckpoint({ origin: "hub.test/audit", ...treeAt(size, from) }, signer);
const memory = (size: number) => ({ last: treeAt(size), key: log.key, signer: witness.signer });

describe("a witness", () => {
  it("signs its first checkpoint and each that continues the last, and remembers it", () => {
    const first = witnessCheckpoint({ note: noteAt(4), proof: [] }, memory(0), 1_790_000_000);
    expect(first).toMatchObject({ last: treeAt(4) });
    const second = { note: noteAt(9), proof: consistencyProof(leaves, 4) };
    const signed = witnessCheckpoint(second, memory(4), 1_790_000_060);
    expect(signed).toMatchObject({ last: treeAt(9) });
    expect(cosignedAt(second.note + ("line" in signed ? signed.line : ""), witness.key)).toEqual([1_790_000_060]);
  });

  it("does not sign a log that was rewritten, even by its own key", () => {
    const rewritten = leaves.with(2, EMPTY_ROOT);
    const request = { note: noteAt(9, rewritten), proof: consistencyProof(rewritten, 4) };
    expect(witnessCheckpoint(request, memory(4), 1)).toEqual({
      refused: "The checkpoint at size 9 does not continue the one signed at size 4.",
    });
  });

  it("does not sign a log that became shorter", () => {
    expect(witnessCheckpoint({ note: noteAt(3), proof: [] }, memory(4), 1)).toHaveProperty("refused");
  });

  it("does not sign for another log or another key", () => {
    const foreign = noteAt(4, leaves, freshSigner("hub.test/audit"));
    expect(witnessCheckpoint({ note: foreign, proof: [] }, memory(0), 1)).toEqual({
      refused: "The checkpoint is not signed by the log.",
    });
    const other = signCheckpoint({ origin: "hub.test/other", ...treeAt(4) }, log.signer);
    expect(witnessCheckpoint({ note: other, proof: [] }, memory(0), 1)).toEqual({
      refused: "The checkpoint is of the log hub.test/other.",
    });
  });
});
