import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import type { ErrorPath } from "./agency-errors.ts";

/**
 * Cuts a path off where it leaves what the client asked for: a key that was fetched only to go on with is not in
 * the answer, so its loss shows at the nearest field that is.
 */
export function clientPath(document: DocumentNode, operation: OperationDefinitionNode, path: ErrorPath): ErrorPath {
  const fragments = new Map(document.definitions.filter(isFragment).map((fragment) => [fragment.name.value, fragment]));
  let sets: readonly SelectionSetNode[] = [operation.selectionSet];
  for (const [depth, step] of path.entries()) {
    if (typeof step === "number") continue;
    const below = sets.flatMap((set) => fieldsNamed(step, set, fragments));
    if (below.length === 0) return path.slice(0, depth);
    sets = below.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
  }
  return path;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function fieldsNamed(
  key: string,
  { selections }: SelectionSetNode,
  fragments: Fragments,
): readonly { readonly selectionSet?: SelectionSetNode | undefined }[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return (selection.alias ?? selection.name).value === key ? [selection] : [];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return fragment ? fieldsNamed(key, fragment.selectionSet, fragments) : [];
  });
}

const isFragment = (node: { readonly kind: string }): node is FragmentDefinitionNode =>
  node.kind === Kind.FRAGMENT_DEFINITION;
