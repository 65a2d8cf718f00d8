import { describe, expect, it } from "vitest";
import { freshSigner } from "../../test/support/audit.ts";
import { cosign, signCheckpoint } from "./checkpoint.ts";
import { emptyHead, placeEntries, treeOf, type Head, type UnplacedEntry } from "./entry.ts";
import { leafDigest } from "./merkle.ts";
import { noteOf } from "./recover.ts";
import { LogVerifier, type StoredEntry } from "./verify.ts";

const { signer, key } = freshSigner("hub.test/audit");
const witness = freshSigner("foreign-ministry");
const idOf = (number: number) => `0196f0a0-0000-7000-8000-${String(number).padStart(12, "0")}`;

/** Two epochs of ten and eleven entries: each begins with EPOCH and goes on with pairs; the last intent stays open. */
function sampleLog(detail = "as written") {
  let head: Head = emptyHead();
  const stored: StoredEntry[] = [];
  const notes: string[] = [];
  const heads: Head[] = [];
  const add = (entry: Partial<UnplacedEntry>) => {
    const at = 1_790_000_000_000 + stored.length * 10;
    const whole = { id: idOf(stored.length), kind: "INTENT", intent: null, at, elapsedUs: stored.length } as const;
    const facts = JSON.stringify({ detail });
    const placed = placeEntries(head, [{ ...whole, isSkewed: false, facts, ...entry }]);
    ({ head } = placed);
    heads.push(head);
    for (const body of placed.bodies) {
      stored.push({ epoch: head.epoch, sequence: head.frontier.size - 1, digest: leafDigest(body), body });
    }
  };
  for (const pairs of [4.5, 5]) {
    add({ kind: "EPOCH", facts: JSON.stringify({ log: signer.name, note: noteOf(head, signer) }) });
    for (let pair = 0; pair < pairs; pair++) {
      const intent = idOf(stored.length);
      add({});
      if (pairs - pair >= 1) add({ kind: "OUTCOME", intent });
    }
    notes.push(noteOf(head, signer));
  }
  return { stored, notes, head, heads };
}

const { stored, notes, head, heads } = sampleLog();

function verify(entries: readonly StoredEntry[], known = notes, by = key) {
  const verifier = new LogVerifier(by, [witness.key], known);
  entries.every((entry) => verifier.add(entry));
  return verifier.report();
}

/** The log with other bytes in one entry, and, as whoever may write everything would, their digest beside them. */
function withBody(sequence: number, change: (text: string) => string): readonly StoredEntry[] {
  return stored.map((entry) => {
    if (entry.sequence !== sequence) return entry;
    const body = Buffer.from(change(entry.body.toString()));
    return { ...entry, body, digest: leafDigest(body) };
  });
}

describe("the verifier of the log", () => {
  it("finds a log whole that is as it was written, and says what is open in it", () => {
    expect(verify(stored)).toEqual({
      entries: 21,
      epochs: 2,
      checkpoints: 2,
      cosignatures: 0,
      unsigned: 0,
      unconcluded: [idOf(9)],
      skewed: 0,
      fault: null,
    });
  });

  it("counts what no checkpoint covers yet, and the signatures of witnesses it trusts", () => {
    const [first = ""] = notes;
    const report = verify(stored, [first + cosign(first, witness.signer, 1) + cosign(first, signer, 1)]);
    expect(report).toMatchObject({ unsigned: 11, cosignatures: 1, fault: null });
  });

  it("locates a flip of any bit of the bytes", () => {
    for (const { sequence, body } of stored.slice(0, 2)) {
      for (let bit = 0; bit < body.length * 8; bit++) {
        const flipped = Buffer.from(body);
        flipped.writeUInt8((body[bit >> 3] ?? 0) ^ (1 << (bit & 7)), bit >> 3);
        const altered = { ...stored[sequence], body: flipped } as StoredEntry;
        const { fault } = verify(stored.slice(0, 3).with(sequence, altered), []);
        expect(fault).toMatchObject({ from: sequence, to: sequence });
      }
    }
  });

  it("locates an altered entry whose digest was altered with it, by the links of its neighbours", () => {
    for (const { sequence } of stored) {
      const { fault } = verify(withBody(sequence, (text) => text.replace(/"(detail|log)"/, '"other"')));
      // Nothing links to the last entry, and only the last links to the one before: there the checkpoint alone tells.
      const isInside = sequence < stored.length - 2;
      const [from, to] = isInside ? [sequence, sequence] : sequence === 19 ? [19, 20] : [10, 20];
      expect(fault).toMatchObject({ from, to });
    }
  });

  it("locates an altered link", () => {
    const other = (character: string) => (character === "0" ? "1" : "0");
    const altered = withBody(7, (text) => text.replace(/(?<="previous":")./, other));
    expect(verify(altered).fault).toEqual({ from: 7, to: 7, reason: "The chain is broken." });
  });

  it("locates a deleted entry", () => {
    for (const { sequence } of stored.slice(0, -1)) {
      const { fault } = verify(stored.toSpliced(sequence, 1));
      expect(fault).toEqual({ from: sequence, to: sequence, reason: "The entry is missing." });
    }
  });

  it("locates an entry that stands twice", () => {
    const { fault } = verify(stored.toSpliced(5, 0, stored[4] as StoredEntry));
    expect(fault).toEqual({ from: 4, to: 4, reason: "The sequence stands twice." });
  });

  it("locates two entries that changed places", () => {
    const [left, right] = [stored[4], stored[5]] as [StoredEntry, StoredEntry];
    const swapped = stored.with(4, { ...right, sequence: 4 }).with(5, { ...left, sequence: 5 });
    expect(verify(swapped).fault).toEqual({ from: 4, to: 4, reason: "The entry is that of another place." });
  });

  it("finds that the end was cut off, by a checkpoint kept elsewhere", () => {
    expect(verify(stored.slice(0, 15)).fault).toEqual({
      from: 15,
      to: 20,
      reason: "A checkpoint at size 21 says that there is more.",
    });
    expect(verify(stored.slice(0, 15), []).fault).toBeNull();
  });

  it("finds a log that was written anew from its beginning, by a checkpoint kept elsewhere", () => {
    const forged = sampleLog("rewritten");
    expect(verify(forged.stored, forged.notes).fault).toBeNull();
    expect(verify(forged.stored).fault).toEqual({
      from: 0,
      to: 9,
      reason: "The checkpoint at size 10 is of another log.",
    });
  });

  it("finds an end that was chained anew: between the checkpoint that holds and the one that does not", () => {
    const text = JSON.stringify({ detail: "rewritten" });
    const kept = heads[12] ?? emptyHead();
    const moment = { at: 1_790_000_000_130, elapsedUs: 13, isSkewed: false };
    const entry = { kind: "INTENT", intent: null, ...moment, facts: text } as const;
    const extra = Array.from({ length: 8 }, (_, index) => ({ ...entry, id: idOf(100 + index) }));
    const { bodies } = placeEntries(kept, extra);
    const suffix = bodies.map((body, index) => ({ epoch: 2, sequence: 13 + index, digest: leafDigest(body), body }));
    const { fault } = verify([...stored.slice(0, 13), ...suffix]);
    expect(fault).toEqual({ from: 10, to: 20, reason: "The checkpoint at size 21 is of another log." });
  });

  it("trusts no checkpoint of another key, neither beside the log nor within", () => {
    const stranger = freshSigner("hub.test/audit");
    const forged = signCheckpoint({ origin: signer.name, ...treeOf(head) }, stranger.signer);
    const reason = "The checkpoint at size 21 is not signed by the log's key.";
    expect(verify(stored, [forged]).fault).toEqual({ from: 0, to: 20, reason });
    expect(verify(stored, [], stranger.key).fault).toEqual({
      from: 0,
      to: 0,
      reason: "The EPOCH entry carries no checkpoint that the log signed.",
    });
  });

  it.each([
    ["The OUTCOME concludes no INTENT that is open.", { kind: "OUTCOME", intent: idOf(999) }],
    ["The OUTCOME concludes no INTENT that is open.", { kind: "OUTCOME", intent: idOf(1) }],
    ["The steady clock goes backwards.", { elapsedUs: 1 }],
    ["The date goes backwards without saying so.", { at: 1_780_000_000_000 }],
    ["The EPOCH entry carries no checkpoint that the log signed.", { kind: "EPOCH" }],
  ] as const)("finds what the writer itself must not write: %s", (reason, wrong) => {
    const facts = JSON.stringify({ detail: "wrong" });
    const entry = { id: idOf(50), kind: "INTENT", intent: null, at: 1_790_000_000_210, elapsedUs: 50 } as const;
    const { bodies, head: after } = placeEntries(head, [{ ...entry, isSkewed: false, facts, ...wrong }]);
    const added = bodies.map((body) => ({ epoch: after.epoch, sequence: 21, digest: leafDigest(body), body }));
    expect(verify([...stored, ...added]).fault).toEqual({ from: 21, to: 21, reason });
  });

  it("lets the date go backwards where the entry says so, and counts it", () => {
    const facts = JSON.stringify({ detail: "skewed" });
    const entry = { id: idOf(50), kind: "INTENT", intent: null, at: 1_780_000_000_000, elapsedUs: 50 } as const;
    const { bodies } = placeEntries(head, [{ ...entry, isSkewed: true, facts }]);
    const added = bodies.map((body) => ({ epoch: 2, sequence: 21, digest: leafDigest(body), body }));
    expect(verify([...stored, ...added])).toMatchObject({ skewed: 1, fault: null });
  });
});
