import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteKeys } from "./byte-keys.ts";
import { ByteWriter } from "./byte-writer.ts";
import { textsOf } from "./keys.ts";
import { literal } from "./literal.ts";
import { TextKeys } from "./text-keys.ts";

const texts = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "ế", "\0"), maxLength: 9 }), { maxLength: 60 });

const byteKeys = (given: readonly string[]) => {
  const keys = new ByteKeys(given.length);
  for (const each of given.map(literal)) keys.add(each, 0, each.bytes.length);
  return keys;
};
const textKeys = (given: readonly string[]) => new TextKeys(given);

describe.each([
  ["cut out of answers", byteKeys, byteKeys],
  ["that somebody has as texts", textKeys, textKeys],
  ["cut out of answers, and others as texts", byteKeys, textKeys],
  ["as texts, and others cut out of answers", textKeys, byteKeys],
])("keys %s", (_, some, others) => {
  it("are there once, in the order in which they came", () => {
    fc.assert(
      fc.property(texts, (given) => {
        expect(textsOf(some(given))).toEqual([...new Set(given)]);
      }),
    );
  });

  it("keep their places when others are added", () => {
    fc.assert(
      fc.property(texts, texts, (mine, theirs) => {
        const [keys, other] = [some(mine), others(theirs)];
        const places = textsOf(other).map((_text, place) => keys.addFrom(other, place));
        expect(places.map((place) => keys.text(place))).toEqual(textsOf(other));
        expect(textsOf(keys)).toEqual([...new Set([...mine, ...theirs])]);
      }),
    );
  });

  it("begin with others only when all of those come first, and change nothing of what they were copied from", () => {
    fc.assert(
      fc.property(texts, texts, (mine, theirs) => {
        const [keys, other] = [some(mine), others(theirs)];
        const longer = keys.copy();
        for (let place = 0; place < other.size; place++) longer.addFrom(other, place);
        expect(longer.beginsWith(keys)).toBe(true);
        expect(longer.beginsWith(others(mine))).toBe(true);
        expect(keys.beginsWith(longer)).toBe(keys.size === longer.size);
        expect(textsOf(keys)).toEqual([...new Set(mine)]);
      }),
    );
    expect(some(["ab"]).beginsWith(others(["a", "b"]))).toBe(false);
    expect(some(["a", "c"]).beginsWith(others(["a", "b"]))).toBe(false);
  });

  it("are written as they are, however little room was expected", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 300 }), { maxLength: 20 }), fc.nat(50), (given, expected) => {
        const [keys, out] = [some(given), new ByteWriter(expected)];
        for (let place = 0; place < keys.size; place++) {
          keys.write(place, out);
          out.byte(0);
        }
        const written = out.end().toString();
        expect(written).toBe(
          textsOf(keys)
            .map((text) => `${text}\0`)
            .join(""),
        );
      }),
    );
  });
});
