import { Kind, type DocumentNode, type FieldNode, type SelectionSetNode } from "graphql";
import { fragmentsOf } from "./fragments.ts";

/**
 * A mutation with each response name once at its root; conditions must be decided. One response name is one act,
 * wherever it is written, but planner 2.14.4 may make a call for each place.
 */
export function mergeRootFields(document: DocumentNode): DocumentNode {
  const fragments = fragmentsOf(document);
  const fields = new Map<string, FieldNode>();
  const collect = ({ selections }: SelectionSetNode) => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        fields.set(name, merged(selection, fields.get(name)));
      } else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        if (fragment) collect(fragment.selectionSet);
      }
    }
  };
  const definitions = document.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
    collect(definition.selectionSet);
    return { ...definition, selectionSet: { kind: Kind.SELECTION_SET as const, selections: [...fields.values()] } };
  });
  return { ...document, definitions };
}

function merged(field: FieldNode, earlier: FieldNode | undefined): FieldNode {
  if (!field.selectionSet || !earlier?.selectionSet) return field;
  const selections = [...earlier.selectionSet.selections, ...field.selectionSet.selections];
  return { ...field, selectionSet: { ...field.selectionSet, selections } };
}
