import { type DocumentNode, Kind, type FieldNode, type OperationDefinitionNode, type SelectionSetNode } from "graphql";
import type { RequestContext } from "../request-context.ts";
import type { ErrorPath } from "./agency-errors.ts";

/** What is asked of an agency in one call. */
export interface Subrequest {
  readonly document: DocumentNode;
  /** The same document as text. */
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
}

/** A key of an entity as a fetch sends it. */
export type Representation = Readonly<Record<string, unknown>> & { readonly __typename: string };

/** The entities a subrequest asks for, in their order, or undefined when it starts at a root type. */
export const representationsOf = ({ variables }: Subrequest): readonly Representation[] | undefined =>
  variables["representations"] as readonly Representation[] | undefined;

/** The one operation of a subrequest. */
export function operationOf({ document }: { readonly document: DocumentNode }): OperationDefinitionNode {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error("A subrequest holds no operation.");
  return operation;
}

/**
 * The places of an agency's answer that a subrequest wants filled: one per root field, or for entities one per
 * entity and field of it, as `["_entities", index, field]`. What `@skip` and `@include` leave out is not among them.
 */
export function wantedPaths(subrequest: Subrequest): readonly ErrorPath[] {
  const { selectionSet } = operationOf(subrequest);
  const representations = representationsOf(subrequest);
  if (!representations) return responseKeys(subrequest, selectionSet, undefined).map((key) => [key]);
  const entities = selectionSet.selections.find((field) => field.kind === Kind.FIELD)?.selectionSet;
  const keysByType = new Map<string, readonly string[]>();
  return representations.flatMap(({ __typename }, index) => {
    const keys = keysByType.get(__typename) ?? (entities ? responseKeys(subrequest, entities, __typename) : []);
    keysByType.set(__typename, keys);
    return keys.map((key) => ["_entities", index, key]);
  });
}

/** Response keys of a selection, fragments followed; with a type name, of the fragments on that type alone. */
function responseKeys(
  subrequest: Subrequest,
  { selections }: SelectionSetNode,
  typeName: string | undefined,
): readonly string[] {
  const keys = new Set<string>();
  for (const selection of selections) {
    if (isLeftOut(selection, subrequest.variables)) continue;
    if (selection.kind === Kind.FIELD) {
      if (selection.name.value !== "__typename") keys.add((selection.alias ?? selection.name).value);
      continue;
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragmentOf(subrequest, selection.name.value);
    const condition = fragment?.typeCondition?.name.value;
    if (!fragment || (typeName !== undefined && condition !== undefined && condition !== typeName)) continue;
    for (const key of responseKeys(subrequest, fragment.selectionSet, typeName)) keys.add(key);
  }
  return [...keys];
}

const fragmentOf = ({ document }: Subrequest, name: string) =>
  document.definitions.find((node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name) as
    | { readonly typeCondition: { readonly name: { readonly value: string } }; readonly selectionSet: SelectionSetNode }
    | undefined;

function isLeftOut({ directives = [] }: Pick<FieldNode, "directives">, variables: Subrequest["variables"]): boolean {
  return directives.some(({ name, arguments: given = [] }) => {
    const value = given[0]?.value;
    const holds =
      value?.kind === Kind.VARIABLE
        ? variables[value.name.value]
        : value?.kind === Kind.BOOLEAN
          ? value.value
          : undefined;
    return (name.value === "skip" && holds === true) || (name.value === "include" && holds === false);
  });
}
