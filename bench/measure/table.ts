/** A Markdown table that reads in a terminal too: columns of one width, numbers to the right. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = heads.map((head, column) => {
    const cells = rows.map((row) => row[column] ?? "");
    const width = Math.max(...[head, ...cells].map(({ length }) => length));
    return { width, isNumeric: cells.every((cell) => !Number.isNaN(Number(cell))) };
  });
  const line = (cells: readonly string[]) => {
    const padded = columns.map(({ width, isNumeric }, column) =>
      isNumeric ? (cells[column] ?? "").padStart(width) : (cells[column] ?? "").padEnd(width),
    );
    return `| ${padded.join(" | ")} |`;
  };
  const rules = columns.map(({ width, isNumeric }) => "-".repeat(width + 1) + (isNumeric ? ":" : "-"));
  return [line(heads), `|${rules.join("|")}|`, ...rows.map(line)].join("\n");
}

/** A number with three digits that count. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return "";
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toFixed(Math.min(decimals, 3));
}
