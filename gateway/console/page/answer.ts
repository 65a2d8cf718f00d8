import { tablesOf, type Table } from "./tables.ts";

/** The answer of one tab, as far as tables and charts need it. */
export interface Answer {
  /** As `tablesOf` gives them; empty when the hub has not answered with data. */
  readonly tables: readonly Table[];
  readonly hasErrors: boolean;
}

/** Reads what stands in the response editor; text that is no GraphQL answer holds nothing. */
export function readAnswer(response: string): Answer {
  try {
    const { data, errors } = JSON.parse(response) as { data?: unknown; errors?: unknown };
    return { tables: data ? tablesOf(data) : [], hasErrors: errors !== undefined };
  } catch {
    return { tables: [], hasErrors: false };
  }
}
