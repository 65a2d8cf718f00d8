import {
  getNamedType,
  isAbstractType,
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from "graphql";
import { LRUCache } from "lru-cache";
import { fieldOf, fieldsIn, type CompiledRights, type FieldRights, type SelectionRights } from "./compile-rights.ts";

/** What an allowed set leaves of an operation. */
export interface Projection {
  /** Null when nothing is left. */
  readonly document: DocumentNode | null;
  readonly denied: ReadonlySet<FieldRights>;
  /** Denied fields and the fields above them: where the answer differs from what was asked. */
  readonly touched: ReadonlySet<FieldRights>;
}

/** Callers of one operation fall into few groups of equal rights. */
const PROJECTIONS_MAX = 20;
const remembered = new WeakMap<CompiledRights, LRUCache<string, Projection>>();

/**
 * The operation without the denied fields: fragments filled in, objects of which nothing is left removed too, unused
 * variables dropped. Where the answer needs completing by type, the type is asked for under a key of its own.
 * @param allowedSet says which fields are denied; equal sets of one operation share a projection
 */
export function withoutDenied(
  compiled: CompiledRights,
  denied: ReadonlySet<FieldRights>,
  allowedSet: string,
): Projection {
  if (denied.size === 0) return { document: compiled.document, denied, touched: new Set() };
  const projections = remembered.get(compiled) ?? new LRUCache<string, Projection>({ max: PROJECTIONS_MAX });
  remembered.set(compiled, projections);
  const known = projections.get(allowedSet);
  if (known !== undefined) return known;
  const touched = touchedFields(compiled, denied);
  const selections = remaining(compiled, compiled.selections, { denied, touched });
  const document = selections.length > 0 ? documentOf(compiled.operation, selections) : null;
  const projection = { document, denied, touched };
  projections.set(allowedSet, projection);
  return projection;
}

/** By place in the answer: what else was asked for under the same keys makes one object with what was denied. */
function touchedFields({ selections }: CompiledRights, denied: ReadonlySet<FieldRights>): ReadonlySet<FieldRights> {
  const places = new Set([...denied].flatMap(({ path }) => path.map((_, depth) => placeOf(path.slice(0, depth + 1)))));
  return new Set([...fieldsIn(selections)].filter(({ path }) => places.has(placeOf(path))));
}

/** Response keys hold no dots. */
const placeOf = (path: readonly string[]) => path.join(".");

function remaining(
  compiled: CompiledRights,
  selections: readonly SelectionRights[],
  marks: Pick<Projection, "denied" | "touched">,
): readonly SelectionNode[] {
  return selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === "field" && marks.denied.has(selection)) return [];
    const children = remaining(compiled, selection.children, marks);
    if (selection.kind === "field" && !selection.node.selectionSet) return [selection.node];
    if (children.length === 0) return [];
    const isTypeNeeded =
      selection.kind === "field" && marks.touched.has(selection) && answersAbstractType(compiled, selection);
    const added = isTypeNeeded ? [typenameUnder(compiled.typenameKey)] : [];
    return [{ ...selection.node, selectionSet: { kind: Kind.SELECTION_SET, selections: [...children, ...added] } }];
  });
}

/** Only then do objects of several types stand at one place of the answer. */
function answersAbstractType({ schema }: CompiledRights, { node, types }: FieldRights): boolean {
  return [...types].some((name) => {
    const owner = schema.getType(name);
    const field = owner && "getInterfaces" in owner ? fieldOf(schema, owner, node.name.value) : undefined;
    return field !== undefined && isAbstractType(getNamedType(field.type));
  });
}

const typenameUnder = (key: string): FieldNode => ({
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: key },
  name: { kind: Kind.NAME, value: "__typename" },
});

function documentOf(operation: OperationDefinitionNode, selections: readonly SelectionNode[]): DocumentNode {
  const selectionSet = { kind: Kind.SELECTION_SET, selections } as const;
  const used = new Set<string>();
  for (const node of [selectionSet, ...(operation.directives ?? [])])
    visit(node, { Variable: ({ name }) => void used.add(name.value) });
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    used.has(variable.name.value),
  );
  return { kind: Kind.DOCUMENT, definitions: [{ ...operation, variableDefinitions, selectionSet }] };
}
