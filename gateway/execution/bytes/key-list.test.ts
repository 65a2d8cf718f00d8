import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteWriter } from "./byte-writer.ts";
import { KeyList } from "./key-list.ts";

const texts = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "ế", "\0"), maxLength: 9 }), { maxLength: 60 });

describe("a list of keys", () => {
  it("has each key once, in the order in which they came", () => {
    fc.assert(
      fc.property(texts, (given) => {
        expect(KeyList.of(given).texts()).toEqual([...new Set(given)]);
      }),
    );
  });

  it("tells the place of a key that it has already", () => {
    fc.assert(
      fc.property(texts, texts, (mine, others) => {
        const [keys, other] = [KeyList.of(mine), KeyList.of(others)];
        const places = other.texts().map((_, place) => keys.addFrom(other, place));
        expect(places.map((place) => keys.text(place))).toEqual(other.texts());
        expect(keys.texts()).toEqual([...new Set([...mine, ...others])]);
      }),
    );
  });

  it("begins with another only when all of that one's keys come first, and changes nothing of what was copied", () => {
    fc.assert(
      fc.property(texts, texts, (mine, others) => {
        const keys = KeyList.of(mine);
        const longer = keys.copy();
        for (let place = 0, other = KeyList.of(others); place < other.size; place++) longer.addFrom(other, place);
        expect(longer.beginsWith(keys)).toBe(true);
        expect(keys.beginsWith(longer)).toBe(keys.size === longer.size);
        expect(keys.texts()).toEqual([...new Set(mine)]);
      }),
    );
    expect(KeyList.of(["ab"]).beginsWith(KeyList.of(["a", "b"]))).toBe(false);
    expect(KeyList.of(["a", "c"]).beginsWith(KeyList.of(["a", "b"]))).toBe(false);
  });
});

describe("a writer of bytes", () => {
  it("has what was written, however little room was expected", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 300 }), { maxLength: 20 }), fc.nat(50), (parts, expected) => {
        const out = new ByteWriter(expected);
        const keys = KeyList.of(parts);
        for (let place = 0; place < keys.size; place++) {
          keys.write(place, out);
          out.byte(0);
        }
        expect(out.end().toString()).toBe(keys.texts().map((text) => `${text}\0`).join(""));
      }),
    );
  });
});
