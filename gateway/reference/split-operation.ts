import {
  Kind,
  print,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
} from "graphql";
import { fragmentsOf } from "../planning/fragments.ts";
import { operationOf, type Subrequest } from "./subrequest.ts";

/** The fields an operation selects at its root; conditions of a fragment around them are theirs. */
export function rootFields(document: DocumentNode): readonly FieldNode[] {
  const flatten = (selection: SelectionNode): readonly FieldNode[] => {
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragmentsOf(document).get(selection.name.value);
    return (fragment?.selectionSet.selections ?? [])
      .flatMap(flatten)
      .map((field) => ({ ...field, directives: [...(field.directives ?? []), ...(selection.directives ?? [])] }));
  };
  return operationOf({ document }).selectionSet.selections.flatMap(flatten);
}

/** The same subrequest with some of its root fields, and with only the fragments and variables that these need. */
export function withRootFields(subrequest: Subrequest, fields: readonly FieldNode[]): Subrequest {
  const operation = operationOf(subrequest);
  const known = fragmentsOf(subrequest.document);
  const fragments = new Set<FragmentDefinitionNode>();
  const variables = new Set<string>();
  const collect = (node: FieldNode | FragmentDefinitionNode): void => {
    visit(node, {
      Variable: ({ name }) => void variables.add(name.value),
      FragmentSpread: ({ name }) => {
        const fragment = known.get(name.value);
        if (!fragment || fragments.has(fragment)) return;
        fragments.add(fragment);
        collect(fragment);
      },
    });
  };
  fields.forEach(collect);
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        ...operation,
        variableDefinitions: (operation.variableDefinitions ?? []).filter(({ variable }) =>
          variables.has(variable.name.value),
        ),
        selectionSet: { kind: Kind.SELECTION_SET, selections: fields },
      },
      ...fragments,
    ],
  };
  const kept = Object.entries(subrequest.variables).filter(([name]) => variables.has(name));
  return { ...subrequest, document, query: print(document), variables: Object.fromEntries(kept) };
}
