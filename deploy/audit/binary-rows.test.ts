import { describe, expect, it } from "vitest";
import { binaryRows } from "./binary-rows.ts";

const int16 = (value: number) => Buffer.from(Int16Array.of(value).buffer).swap16();
const int32 = (value: number) => Buffer.from(Int32Array.of(value).buffer).swap32();
const header = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), int32(0), int32(0)]);
const row = (...columns: readonly (string | null)[]) =>
  Buffer.concat([
    int16(columns.length),
    ...columns.flatMap((column) => (column === null ? [int32(-1)] : [int32(column.length), Buffer.from(column)])),
  ]);

const whole = Buffer.concat([header, row("1", "entry"), row("2", ""), row("3", null), int16(-1)]);

/** The rows as text, when the bytes come in pieces of a size. */
async function rowsInPiecesOf(size: number) {
  async function* pieces() {
    for (let offset = 0; offset < whole.length; offset += size) yield whole.subarray(offset, offset + size);
  }
  const rows: string[][] = [];
  for await (const some of binaryRows(pieces())) rows.push(...some.map((columns) => columns.map(String)));
  return rows;
}

describe("the rows of a binary COPY", () => {
  it("are the same, however the bytes are cut", async () => {
    for (let size = 1; size <= whole.length; size++) {
      expect(await rowsInPiecesOf(size)).toEqual([["1", "entry"], ["2", ""], ["3"]]);
    }
  });
});
