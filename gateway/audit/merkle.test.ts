import { describe, expect, it } from "vitest";
import {
  appendLeaf,
  consistencyProof,
  continues,
  EMPTY_ROOT,
  includes,
  inclusionProof,
  leafDigest,
  rootOf,
  type Digest,
} from "./merkle.ts";

/** The inputs and roots that implementations of Certificate Transparency test themselves with. */
const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const knownRoots: Record<number, string> = {
  1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

const treeOf = (leaves: readonly Digest[]) => {
  const frontier = { size: 0, peaks: [] };
  for (const leaf of leaves) appendLeaf(frontier, leaf);
  return { size: leaves.length, root: rootOf(frontier) };
};

const leaves = Array.from({ length: 33 }, (_, index) => leafDigest(Buffer.of(index)));
const sizes = Array.from({ length: 33 }, (_, index) => index + 1);

describe("the tree over the log", () => {
  it.each(Object.entries(knownRoots))("has the known root over %s known leaves", (size, root) => {
    const known = inputs.slice(0, Number(size)).map((hex) => leafDigest(Buffer.from(hex, "hex")));
    expect(treeOf(known).root.toString("hex")).toBe(root);
  });

  it("has the hash of nothing as the root of nothing", () => {
    expect(treeOf([]).root).toEqual(EMPTY_ROOT);
  });

  it("proves each leaf at each size, and no other leaf, place, size or root", () => {
    for (const size of sizes) {
      const { root } = treeOf(leaves.slice(0, size));
      for (let index = 0; index < size; index++) {
        const path = inclusionProof(leaves.slice(0, size), index);
        const leaf = leaves[index] ?? EMPTY_ROOT;
        expect(includes(leaf, index, size, path, root)).toBe(true);
        expect(includes(EMPTY_ROOT, index, size, path, root)).toBe(false);
        expect(includes(leaf, index + 1, size, path, root)).toBe(false);
        expect(includes(leaf, index, size, [...path, EMPTY_ROOT], root)).toBe(false);
        expect(includes(leaf, index, size, path, EMPTY_ROOT)).toBe(false);
        expect(includes(leaf, index, size, path.slice(1), root)).toBe(path.length === 0);
      }
    }
  });

  it("proves no leaf at a place that is none, nor by hashes that are none", () => {
    const [leaf = EMPTY_ROOT] = leaves;
    const [path, { root }] = [inclusionProof(leaves, 0), treeOf(leaves)];
    expect(includes(leaf, 0, 33, path, root)).toBe(true);
    for (const index of [-1, 0.5, NaN, Infinity]) expect(includes(leaf, index, 33, path, root)).toBe(false);
    for (const bytes of [0, 31, 33, 64, 1_000]) {
      const odd = path.with(2, Buffer.alloc(bytes));
      expect(includes(leaf, 0, 33, odd, root)).toBe(false);
      expect(continues(treeOf(leaves.slice(0, 4)), treeOf(leaves), odd)).toBe(false);
    }
  });

  it("proves that each tree continues each smaller one, and no tree in which a leaf was changed", () => {
    for (const size of sizes) {
      const whole = treeOf(leaves.slice(0, size));
      for (let before = 1; before <= size; before++) {
        const earlier = treeOf(leaves.slice(0, before));
        const proof = consistencyProof(leaves.slice(0, size), before);
        expect(continues(earlier, whole, proof)).toBe(true);
        expect(continues({ ...earlier, root: EMPTY_ROOT }, whole, proof)).toBe(false);
        expect(continues(earlier, { ...whole, root: EMPTY_ROOT }, proof)).toBe(false);
        expect(continues(earlier, whole, [...proof, EMPTY_ROOT])).toBe(false);
        expect(continues(whole, earlier, proof)).toBe(before === size);
      }
    }
  });
});
