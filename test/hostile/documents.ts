/** A text with the same part many times in it; `{i}` in the part becomes its number. */
export const repeated = (before: string, part: string, count: number, after: string) =>
  before + Array.from({ length: count }, (_, i) => part.replaceAll("{i}", String(i))).join("") + after;

/** A text within as many brackets as `depth` says. */
export const nested = (before: string, open: string, depth: number, middle: string, close: string, after: string) =>
  before + open.repeat(depth) + middle + close.repeat(depth) + after;

/** Fragments of which each spreads the next once for each edge, so that filled in there are `edges` to the `depth`. */
export const fanOut = (root: string, type: string, edges: readonly string[], depth: number, leaf: string) =>
  [
    root,
    ...Array.from({ length: depth }, (_, i) => {
      const fields = edges.map((edge) => `${edge} { ...F${i + 1} }`).join(" ");
      return `fragment F${i} on ${type} { ${fields} }`;
    }),
    `fragment F${depth} on ${type} { ${leaf} }`,
  ].join(" ");

/** Fragments that lead in a circle. */
export const ring = (root: string, type: string, edge: string, count: number) =>
  [
    root,
    ...Array.from({ length: count }, (_, i) => `fragment F${i} on ${type} { ${edge} { ...F${(i + 1) % count} } }`),
  ].join(" ");
