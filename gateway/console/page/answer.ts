import { tablesOf, type Table } from "./tables.ts";

/** What is missing from an answer for one reason. */
export interface Shortfall {
  /** A code of the hub's list; null for what the page itself says. */
  readonly code: string | null;
  /** The hub's own sentence, in English. */
  readonly message: string;
  /** Agencies that failed, each once. */
  readonly agencies: readonly string[];
  /** Where data are missing, `members.nodes.homeRecord`, each once and without positions in lists. */
  readonly paths: readonly string[];
  /** Under which the hub's log has the cause; null for whatever has its cause in the answer. */
  readonly incidentId: string | null;
}

/** The answer of one tab, as far as tables, charts and explanations need it. */
export interface Answer {
  /** As `tablesOf` gives them; empty when the hub has not answered with data. */
  readonly tables: readonly Table[];
  /** One for each code, and each sentence where it is about the request itself. */
  readonly shortfalls: readonly Shortfall[];
}

interface AnsweredError {
  readonly message?: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly agency?: string; readonly incidentId?: string };
}

/** Reads what stands in the response editor; text that is no GraphQL answer holds nothing. */
export function readAnswer(response: string): Answer {
  try {
    const { data, errors } = JSON.parse(response) as { data?: unknown; errors?: readonly AnsweredError[] };
    return { tables: data ? tablesOf(data) : [], shortfalls: shortfallsOf(errors ?? []) };
  } catch {
    return { tables: [], shortfalls: [] };
  }
}

function shortfallsOf(errors: readonly AnsweredError[]): readonly Shortfall[] {
  const groups = Map.groupBy(errors, ({ extensions, path, message }) =>
    JSON.stringify([extensions?.code, extensions?.incidentId, path ? "" : message]),
  );
  return [...groups.values()].map((group) => ({
    code: group[0]?.extensions?.code ?? null,
    message: group[0]?.message ?? "",
    agencies: distinct(group.map(({ extensions }) => extensions?.agency)),
    paths: distinct(group.map(({ path }) => path?.filter((key) => typeof key === "string").join("."))),
    incidentId: group[0]?.extensions?.incidentId ?? null,
  }));
}

const distinct = (texts: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(texts)].filter((text) => text !== undefined && text !== "") as readonly string[];
