import { describe, expect, it } from "vitest";
import { decodeLines, lineEncoder } from "./lines.ts";

const bodies = ["{}", '{"họ tên":"Nguyễn Văn An"}', "x".repeat(300)].map((text) => Buffer.from(text));
const bytes = lineEncoder()(bodies);
const [first, second] = [lineEncoder()(bodies.slice(0, 1)).length, lineEncoder()(bodies.slice(0, 2)).length];

describe("the lines of a segment", () => {
  it("give back the bytes that were written", () => {
    expect(decodeLines(bytes)).toEqual({ bodies, validBytes: bytes.length });
  });

  it("end at the last whole entry, wherever the file is cut", () => {
    for (let length = 0; length < bytes.length; length++) {
      const whole = [0, first, second].findLast((end) => end <= length);
      expect(decodeLines(bytes.subarray(0, length)).validBytes).toBe(whole);
    }
  });

  it("end before the entry in which any bit is flipped", () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8((bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7)), bit >> 3);
      expect(decodeLines(flipped).validBytes).toBe([0, first, second].findLast((end) => end <= bit >> 3));
    }
  });
});
