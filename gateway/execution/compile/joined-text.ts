import {
  Kind,
  visit,
  type DefinitionNode,
  type FieldNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from "graphql";
import { placeSuffix } from "../fetch/place-names.ts";
import { printOperation } from "./fetch-document.ts";

/**
 * The texts of a query of root fields that asks for several requests at once, by how many: each field and variable
 * once for each request. Null for a selection that cannot be repeated under other names.
 */
export function joinedTexts(
  definitions: readonly VariableDefinitionNode[],
  { selections }: SelectionSetNode,
): ((count: number) => string) | null {
  const fields = selections.filter((it): it is FieldNode => it.kind === Kind.FIELD);
  if (fields.length < selections.length || fields.some(({ name }) => name.value.startsWith("__"))) return null;
  const texts = new Map<number, string>();
  return (count) => {
    const known = texts.get(count);
    if (known !== undefined) return known;
    const suffixes = Array.from({ length: count }, (_, place) => placeSuffix(place));
    const text = printOperation(
      "query",
      suffixes.flatMap((suffix) => definitions.map((it) => renamed(it, suffix))),
      {
        kind: Kind.SELECTION_SET,
        selections: suffixes.flatMap((suffix) => fields.map((it) => aliased(renamed(it, suffix), suffix))),
      },
    ).text;
    texts.set(count, text);
    return text;
  };
}

const aliased = (field: FieldNode, suffix: string): FieldNode => ({
  ...field,
  alias: { kind: Kind.NAME, value: (field.alias ?? field.name).value + suffix },
});

/** The same with every variable renamed. */
const renamed = <Node extends FieldNode | DefinitionNode | VariableDefinitionNode>(node: Node, suffix: string): Node =>
  visit(node, {
    Variable: (variable) => ({ ...variable, name: { ...variable.name, value: variable.name.value + suffix } }),
  }) as Node;
