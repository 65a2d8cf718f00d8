/** What stands in a cell; null when the answer has no value there. */
export type Cell = string | number | boolean | null;

/** A list of the answer as rows and columns. */
export interface Table {
  /** Where the list stands in the answer, `members.nodes`; empty for the answer as a whole. */
  readonly path: string;
  /** Paths below one item, `homeRecord.fullName`, in the order in which they first occur; empty for a plain value. */
  readonly columns: readonly string[];
  /** One cell per column. */
  readonly rows: readonly (readonly Cell[])[];
}

type Json = Cell | readonly Json[] | { readonly [key: string]: Json };

/**
 * Every list of an answer's data as a table, the longest first, then the whole answer as pairs of field and value.
 * Objects within an item become columns; of a list within an item only its length is shown, unless it holds plain
 * values. Lists within items of other lists get no table of their own.
 */
export function tablesOf(data: unknown): readonly Table[] {
  const lists = [...listsIn(data as Json, [])].sort((a, b) => b.items.length - a.items.length);
  const whole: Table = { path: "", columns: ["field", "value"], rows: [...leaves(data as Json, [])] };
  return [...lists.map(({ path, items }) => tableOf(path, items)), whole];
}

function* listsIn(value: Json, path: readonly string[]): Generator<{ path: string; items: readonly Json[] }> {
  if (isList(value)) {
    if (value.length > 0) yield { path: path.join("."), items: value };
  } else if (isObject(value)) {
    for (const [key, below] of Object.entries(value)) {
      // In a connection that was asked for both, the edges only repeat the nodes.
      if (key !== "edges" || !("nodes" in value)) yield* listsIn(below, [...path, key]);
    }
  }
}

function tableOf(path: string, items: readonly Json[]): Table {
  const flat = items.map((item) => new Map(cells(item, [])));
  const all = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  // An object that is null in some items is told by its empty columns already.
  const columns = all.filter((column) => !all.some((other) => other.startsWith(`${column}.`)));
  return { path, columns, rows: flat.map((row) => columns.map((column) => row.get(column) ?? null)) };
}

function* cells(value: Json, path: readonly string[]): Generator<[string, Cell]> {
  if (isList(value)) {
    const isPlain = value.every((item) => !isList(item) && !isObject(item));
    yield isPlain ? [path.join("."), value.join("; ")] : [`${path.join(".")}.length`, value.length];
  } else if (isObject(value)) {
    for (const [key, below] of Object.entries(value)) yield* cells(below, [...path, key]);
  } else {
    yield [path.join("."), value];
  }
}

function* leaves(value: Json, path: readonly string[]): Generator<[string, Cell]> {
  if (isList(value) || isObject(value)) {
    for (const [key, below] of Object.entries(value)) yield* leaves(below, [...path, key]);
  } else {
    yield [path.join("."), value];
  }
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null;

const collator = new Intl.Collator("vi", { numeric: true });

/** The rows in the order of one column: numbers by size, text in Vietnamese order, absent values always last. */
export function sortedRows({ rows }: Table, column: number, isDescending: boolean): Table["rows"] {
  return rows.toSorted((left, right) => {
    const a = left[column] ?? null;
    const b = right[column] ?? null;
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const order = typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
    return isDescending ? -order : order;
  });
}
