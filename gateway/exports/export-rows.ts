import { stringify } from "csv-stringify/sync";
import { harmlessText } from "./harmless-text.ts";
import type { ExportPlan } from "./export-plan.ts";

/** One page of an answer as text. */
export interface ExportedPage {
  /** Lines of CSV (RFC 4180), one for each row. */
  readonly csv: string;
  readonly rows: number;
  /** Where the next page begins; null when none follows. */
  readonly next: string | null;
  /** Items of the whole list; null where the operation does not ask for it. */
  readonly total: number | null;
}

const lines = (rows: readonly (readonly string[])[]): string =>
  stringify(rows as string[][], { record_delimiter: "windows" });

/** The line of column names, after the mark by which spreadsheets know the encoding. */
export const headerOf = ({ columns }: ExportPlan): string => `\uFEFF${lines([columns.map((path) => path.join("."))])}`;

/** The rows of one answer; null when the list is not there. */
export function pageOf({ connection, columns }: ExportPlan, data: unknown): ExportedPage | null {
  const list = connection.reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], data);
  if (list === null || typeof list !== "object") return null;
  const { nodes, pageInfo, totalCount } = list as {
    readonly nodes?: readonly unknown[] | null;
    readonly pageInfo?: { readonly hasNextPage?: boolean; readonly endCursor?: string | null } | null;
    readonly totalCount?: number;
  };
  // Whoever writes a condition there may leave any of them out, and what says that more follows must say where.
  if (!nodes || typeof pageInfo?.hasNextPage !== "boolean") return null;
  if (pageInfo.hasNextPage && typeof pageInfo.endCursor !== "string") return null;
  const rows = nodes.map((node) => columns.map((path) => cellOf(node, path)));
  const next = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null;
  return { csv: rows.length > 0 ? lines(rows) : "", rows: rows.length, next, total: totalCount ?? null };
}

/** What stands at a path: of lists on the way every value, with semicolons between. */
function cellOf(node: unknown, path: readonly string[]): string {
  const values = path.reduce<readonly unknown[]>(
    (found, key) => found.flatMap((value) => (value as Record<string, unknown> | null)?.[key] ?? []),
    [node],
  );
  const text = values.map(String).join("; ");
  return values.some((value) => typeof value === "string") ? harmlessText(text) : text;
}
