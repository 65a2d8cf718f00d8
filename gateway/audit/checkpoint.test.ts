import { describe, expect, it } from "vitest";
import { freshSigner } from "../../test/support/audit.ts";
import { cosign, cosignedAt, openCheckpoint, readVerifierKey, signCheckpoint, verifierKey } from "./checkpoint.ts";
import { EMPTY_ROOT } from "./merkle.ts";

const { signer, key } = freshSigner("hub.test/audit");
const checkpoint = { origin: "hub.test/audit", size: 17, root: EMPTY_ROOT };
const note = signCheckpoint(checkpoint, signer);

describe("a checkpoint", () => {
  it("is a signed note of three lines", () => {
    expect(note.split("— hub.test/audit ")).toEqual([
      "hub.test/audit\n17\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n",
      expect.stringMatching(/^[A-Za-z0-9+/]{91}=\n$/),
    ]);
    expect(openCheckpoint(note, key)).toEqual(checkpoint);
  });

  it.each([
    ["another size", note.replace("\n17\n", "\n18\n")],
    ["another log", note.replace("hub.test/audit\n", "hub.test/other\n")],
    ["another root", note.replace("47DE", "47DF")],
    ["no signature", note.slice(0, note.indexOf("—"))],
    ["a size that numbers cannot hold exactly", signCheckpoint({ ...checkpoint, size: 2 ** 53 }, signer)],
    ["a line more", note.replace("\n\n", "\nmore\n\n")],
    ["nothing", ""],
  ])("is not one with %s", (_, altered) => {
    expect(openCheckpoint(altered, key)).toBeNull();
  });

  it("is not one by another key of the same name", () => {
    expect(openCheckpoint(note, freshSigner("hub.test/audit").key)).toBeNull();
  });

  it("carries the time of each witness, and of nobody else", () => {
    const witness = freshSigner("foreign-ministry");
    const signed = note + cosign(note, witness.signer, 1_790_000_000);
    expect(openCheckpoint(signed, key)).toEqual(checkpoint);
    expect(cosignedAt(signed, witness.key)).toEqual([1_790_000_000]);
    expect(cosignedAt(signed.replace("\n17\n", "\n18\n"), witness.key)).toEqual([]);
    expect(cosignedAt(signed, freshSigner("foreign-ministry").key)).toEqual([]);
    expect(cosignedAt(note, witness.key)).toEqual([]);
  });
});

describe("a verifier key", () => {
  it("is read as other implementations of signed notes write it", () => {
    const known = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    expect(verifierKey(readVerifierKey(known))).toBe(known);
  });

  it("of a witness differs from that of a log", () => {
    expect(readVerifierKey(verifierKey(key, true)).name).toBe(key.name);
    expect(verifierKey(key, true)).not.toBe(verifierKey(key));
  });

  it("that is damaged is refused", () => {
    expect(() => readVerifierKey(verifierKey(key).replace("hub", "hab"))).toThrow(/is damaged/);
    expect(() => readVerifierKey("a+b")).toThrow("This is not a verifier key.");
  });
});
