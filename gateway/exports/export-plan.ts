import {
  buildSchema,
  getOperationAST,
  Kind,
  NoFragmentCyclesRule,
  parse,
  validate,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { limits } from "#contract/limits.ts";

/** How the pages of an operation become rows. */
export interface ExportPlan {
  /** Response keys from the root to the connection. */
  readonly connection: readonly string[];
  /** Response paths of the leaves below a node, in the order of the document. */
  readonly columns: readonly (readonly string[])[];
  /** Whether the operation takes `$first`. */
  readonly takesFirst: boolean;
}

/** Why an operation cannot be exported: a sentence for its author. */
export class NotExportable extends Error {}

const PAGES = "An export needs an operation with a variable $after";

/**
 * Reads how to page through an operation, which nobody has validated yet.
 * @throws NotExportable
 * @throws GraphQLError for a syntax error
 */
export function planExport(text: string, operationName: string | undefined): ExportPlan {
  const document = countedDocument(parse(text));
  const operation = getOperationAST(document, operationName);
  if (operation?.operation !== "query") throw new NotExportable("An export needs one query.");
  const variables = new Set((operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value));
  if (!variables.has("after")) throw new NotExportable(`${PAGES}.`);
  const connections = [...connectionsIn(operation, document)];
  const [found, second] = connections;
  if (!found) throw new NotExportable(`${PAGES} and a list with nodes and pageInfo { hasNextPage endCursor }.`);
  if (second) throw new NotExportable("An export needs an operation with one list that pages.");
  return { ...found, takesFirst: variables.has("first") };
}

/** A document whose fragments are filled in, as far as an operation may be long. */
interface CountedDocument extends DocumentNode {
  /** To be called for each selection. @throws NotExportable for one too many */
  readonly count: () => void;
}

function countedDocument(document: DocumentNode): CountedDocument {
  if (validate(ANY_SCHEMA, document, [NoFragmentCyclesRule]).length > 0)
    throw new NotExportable("An export needs an operation whose fragments do not spread themselves.");
  let selections = 0;
  const count = () => {
    selections += 1;
    if (selections > SELECTIONS_MAX) throw new NotExportable("The operation selects too much for an export.");
  };
  return { ...document, count };
}

/** The rule about circles looks at no schema, but is not asked without one. */
const ANY_SCHEMA = buildSchema("type Query { any: Boolean }");

/** Each selection is met a few times, on the search for the list and for its leaves. */
const SELECTIONS_MAX = 4 * limits.expandedSelectionsMax;

type Leaf = { readonly path: readonly string[]; readonly below: SelectionSetNode | undefined };

/** The fields of a selection with their response keys, fragments filled in. */
function* fieldsOf(
  set: SelectionSetNode,
  document: CountedDocument,
): Generator<readonly [string, string, Leaf["below"]]> {
  for (const selection of set.selections) {
    document.count();
    if (selection.kind === Kind.FIELD) {
      yield [selection.alias?.value ?? selection.name.value, selection.name.value, selection.selectionSet];
      continue;
    }
    const below = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragmentOf(selection.name.value, document);
    if (below) yield* fieldsOf(below.selectionSet, document);
  }
}

const fragmentOf = (name: string, { definitions }: DocumentNode): FragmentDefinitionNode | undefined =>
  definitions.find((node): node is FragmentDefinitionNode => {
    return node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name;
  });

/** Lists of the operation that hold `nodes` and say whether more follow, lists within their items left out. */
function* connectionsIn(
  operation: OperationDefinitionNode,
  document: CountedDocument,
): Generator<Pick<ExportPlan, "connection" | "columns">> {
  const waiting: Leaf[] = [{ path: [], below: operation.selectionSet }];
  for (let here = waiting.shift(); here; here = waiting.shift()) {
    if (!here.below) continue;
    const fields = [...fieldsOf(here.below, document)];
    const nodes = fields.find(([key, name]) => name === "nodes" && key === name);
    const pages = fields.find(([key, name]) => name === "pageInfo" && key === name)?.[2];
    if (nodes?.[2] && pages && saysMore(pages, document)) {
      yield { connection: here.path, columns: leavesOf(nodes[2], document) };
    } else {
      for (const [key, , below] of fields) waiting.push({ path: [...here.path, key], below });
    }
  }
}

const saysMore = (pageInfo: SelectionSetNode, document: CountedDocument): boolean => {
  const keys = new Set([...fieldsOf(pageInfo, document)].map(([key]) => key));
  return keys.has("hasNextPage") && keys.has("endCursor");
};

function leavesOf(set: SelectionSetNode, document: CountedDocument): readonly (readonly string[])[] {
  const paths = [...fieldsOf(set, document)].flatMap(([key, , below]) =>
    below ? leavesOf(below, document).map((path) => [key, ...path]) : [[key]],
  );
  // Two fragments may ask for the same leaf.
  return [...new Map(paths.map((path) => [path.join("."), path])).values()];
}
