import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { problemsOf, registeredOperation } from "#contract/registered-operations.ts";
import { personas } from "../../gateway/identity/personas.ts";
import type { MockHub } from "../mock/mock-hub.ts";

/** What a reviewer wants to know of an operation before it is registered. */
export interface OperationReview {
  readonly name: string;
  readonly documentId: string;
  /** What keeps it from being registered, as sentences; empty when nothing does. */
  readonly problems: readonly string[];
  /** Estimated cost with the example variables, whole and by agency; null where the hub refuses the operation. */
  readonly cost: { readonly estimate: number; readonly agencies: Readonly<Record<string, number>> } | null;
  /** Every trial persona with a purpose that the operation serves. */
  readonly rights: readonly OperationRights[];
}

/** What one kind of caller gets. */
export interface OperationRights {
  readonly persona: string;
  readonly purpose: string;
  /** Response paths that are withheld, dotted. */
  readonly withheld: readonly string[];
}

interface Estimated {
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string };
  }[];
  readonly extensions?: {
    readonly cost?: {
      readonly estimate: number;
      readonly agencies: Readonly<Record<string, { readonly estimate: number }>>;
    };
  };
}

const WITHHELD = "UNAUTHORIZED_FIELD_OR_TYPE";

/** Holds an operation file against everything that the hub would hold it against, by asking a mock of the hub. */
export async function reviewOperation(file: string, text: string, hub: MockHub): Promise<OperationReview> {
  const operation = registeredOperation(file, text);
  const { name, documentId } = operation;
  const stated = problemsOf(operation);
  const variables = exampleVariables(text);
  if (typeof variables === "string" || stated.length > 0) {
    const problems = typeof variables === "string" ? [...stated, variables] : stated;
    return { name, documentId, problems, cost: null, rights: [] };
  }

  const rights: OperationRights[] = [];
  const refusals = new Set<string>();
  let cost: OperationReview["cost"] = null;
  for (const persona of personas) {
    const token = (await readFile(join(hub.tokensFolder, persona.name), "utf8")).trim();
    for (const purpose of operation.purposes.filter((served) => persona.purposes.includes(served))) {
      const { errors = [], extensions } = await estimate(hub.url, { query: text, variables }, token, purpose);
      for (const error of errors) if (error.extensions.code !== WITHHELD) refusals.add(error.message);
      const withheld = errors.flatMap(({ path, extensions: { code } }) => (code === WITHHELD && path ? [path] : []));
      rights.push({ persona: persona.name, purpose, withheld: withheld.map((path) => path.join(".")) });
      const figures = extensions?.cost;
      // What is withheld costs nothing, so the dearest caller is the one to know of.
      if (figures && figures.estimate >= (cost?.estimate ?? 0)) {
        const agencies = Object.entries(figures.agencies).map(([agency, { estimate: own }]) => [agency, own]);
        cost = { estimate: figures.estimate, agencies: Object.fromEntries(agencies) };
      }
    }
  }
  // What the hub refuses whole says nothing of rights.
  if (refusals.size > 0) return { name, documentId, problems: [...refusals], cost: null, rights: [] };
  const unserved = rights.length === 0 ? ["Nobody among the trial personas asks for any of its purposes."] : [];
  return { name, documentId, problems: unserved, cost, rights };
}

/** The example variables of the header; a sentence when there are none to read. */
function exampleVariables(text: string): object | string {
  const line = /^# variables: *(.*)$/m.exec(text)?.[1];
  if (line === undefined) return {};
  try {
    return JSON.parse(line) as object;
  } catch {
    return 'The line "# variables: …" is not JSON.';
  }
}

async function estimate(url: string, body: object, token: string, purpose: string): Promise<Estimated> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
      "x-purpose": purpose,
      "x-cost": "estimate",
    },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Estimated;
}
