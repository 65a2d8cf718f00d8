import { describe, expect, it } from "vitest";
import { csvOf } from "./csv.ts";

const csv = (...cells: (string | number | boolean | null)[]) =>
  csvOf({ path: "", columns: ["a"], rows: [] }, cells.map((cell) => [cell])).slice(4, -2);

describe("a CSV file", () => {
  it("begins with the mark by which Excel knows UTF-8, and ends each line as the standard says", () => {
    const table = { path: "", columns: ["Họ tên", "n"], rows: [["Ánh", 1], ["Đức", null]] };
    expect(csvOf(table, table.rows)).toBe("\uFEFFHọ tên,n\r\nÁnh,1\r\nĐức,\r\n");
  });

  it.each(["=1+1", "+84 9", "-1", "@SUM(A1)", " =1", "\t=1", "＝1"])("makes the text %j harmless", (text) => {
    expect(csv(text)).toBe(`\r\n'${text}`.slice(2));
  });

  it.each([-1, true, "a-b", "2024-09-15"])("leaves %j as it is", (cell) => {
    expect(csv(cell)).toBe(String(cell));
  });

  it("quotes what would break a row or a cell", () => {
    expect(csv('a "b", c\nd')).toBe('"a ""b"", c\nd"');
  });

  it("guards the names of columns too, because an alias is free text", () => {
    expect(csvOf({ path: "", columns: ["=x"], rows: [] }, [])).toContain("'=x");
  });
});
