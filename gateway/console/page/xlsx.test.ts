import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import writeXlsxFile from "write-excel-file/universal";
import { sheetOf } from "./xlsx.ts";

const table = {
  path: "nodes",
  columns: ["=head", "n"],
  rows: [
    ['=HYPERLINK("x")', 12.5],
    [`a\u0000${"b".repeat(40_000)}`, null],
  ] as const,
};

async function written() {
  const blob = await writeXlsxFile(sheetOf(table, table.rows)).toBlob();
  const files = unzipSync(new Uint8Array(await blob.arrayBuffer()));
  return Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)] as const);
}

describe("a table as a workbook", () => {
  it("calculates nothing, whatever a text begins with", async () => {
    const files = await written();
    const sheet = files.find(([name]) => name.endsWith("sheet1.xml"))?.[1] ?? "";
    expect(sheet).not.toContain("<f>");
    expect(sheet).toMatch(/<c r="B2"[^>]*><v>12.5<\/v>/);
    expect(files.map(([, text]) => text).join()).toContain("=HYPERLINK(");
  });

  it("holds only what a spreadsheet can read", () => {
    const cell = sheetOf(table, table.rows)[2]?.[0];
    expect(cell).toEqual({ value: `a${"b".repeat(32_766)}`, type: String });
  });

  it("leaves absent values empty", () => {
    expect(sheetOf(table, table.rows)[2]?.[1]).toBeNull();
  });
});
