import { strFromU8, unzipSync } from "fflate";

/** The first sheet of a workbook. */
export interface Workbook {
  /** Rows from the top; null for an empty cell, and none after the last one with a value. */
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  /** Whether any cell is calculated. */
  readonly hasFormulas: boolean;
}

/** Reads an XLSX file as a spreadsheet would. */
export function readWorkbook(file: Uint8Array): Workbook {
  const files = unzipSync(file);
  const text = (name: string) => (files[name] ? strFromU8(files[name]) : "");
  const strings = [...text("xl/sharedStrings.xml").matchAll(/<si>(.*?)<\/si>/gs)].map(([, item]) => plain(item ?? ""));
  const sheet = text("xl/worksheets/sheet1.xml");
  const rows = [...sheet.matchAll(/<row[^>]*>(.*?)<\/row>/gs)].map(([, row]) => {
    const cells: (string | number | boolean | null)[] = [];
    for (const [, attributes = "", content = ""] of (row ?? "").matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const letter = /r="([A-Z])/.exec(attributes)?.[1] ?? "A";
      const at = letter.charCodeAt(0) - 65;
      while (cells.length < at) cells.push(null);
      cells[at] = valueOf(/t="(\w+)"/.exec(attributes)?.[1], content, strings);
    }
    return cells;
  });
  return { rows, hasFormulas: sheet.includes("<f") };
}

function valueOf(type: string | undefined, content: string, strings: readonly string[]) {
  if (type === "inlineStr") return plain(content);
  const value = /<v>(.*?)<\/v>/s.exec(content)?.[1];
  if (value === undefined) return null;
  if (type === "s") return strings[Number(value)] ?? null;
  return type === "b" ? value === "1" : Number(value);
}

const plain = (xml: string) =>
  xml
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
