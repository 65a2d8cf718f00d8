import { limits } from "#contract/limits.ts";
import { refuse } from "#kit/errors.ts";

/** A page as a list's arguments ask for it: `after` holds the sort values of the last row seen, or is null. */
export interface PageRequest {
  readonly size: number;
  readonly after: readonly string[] | null;
}

/** The arguments of every list. */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** A Relay connection with `nodes` and a total that is counted only when asked for. */
export interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: () => Promise<number>;
}

/**
 * Reads the arguments of a list whose order has `columns` sort columns, the last one unique.
 * @throws LIMIT_PAGE_SIZE_EXCEEDED naming limit and value; INPUT_MALFORMED; INPUT_CURSOR_UNKNOWN
 */
export function pageRequest({ first, after }: PageArguments, columns: number): PageRequest {
  const size = first ?? limits.pageSizeDefault;
  if (size > limits.pageSizeMax) {
    throw refuse(
      "LIMIT_PAGE_SIZE_EXCEEDED",
      `A page holds at most ${limits.pageSizeMax} items, but first was ${size}.`,
    );
  }
  if (size < 0) throw refuse("INPUT_MALFORMED", `first must not be negative, but it was ${size}.`);
  return { size, after: after == null ? null : decodeCursor(after, columns) };
}

/** A connection from `size + 1` rows in list order; the extra row only tells that there is a next page. */
export function connectionOf<Node>(
  rows: readonly Node[],
  { size, after }: PageRequest,
  cursorOf: (row: Node) => readonly string[],
  totalCount: () => Promise<number>,
): Connection<Node> {
  const nodes = rows.slice(0, size);
  const edges = nodes.map((node) => ({ cursor: encodeCursor(cursorOf(node)), node }));
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: rows.length > size,
      hasPreviousPage: after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}

const encodeCursor = (values: readonly string[]) => Buffer.from(JSON.stringify(values)).toString("base64url");

function decodeCursor(cursor: string, columns: number): readonly string[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(values) && values.length === columns && values.every((value) => typeof value === "string"))
      return values;
  } catch {
    // What is not base64url JSON was not made here either.
  }
  throw refuse("INPUT_CURSOR_UNKNOWN", "The cursor was not made by this list.");
}
