import { Kind, type FieldNode, type SelectionSetNode } from "graphql";
import type { ResponseField, ResponseSelection, ResponseValue } from "./response-shape.ts";

/** A fetch's selection as it is sent, and the tree name of each field whose name in the answer is another. */
export interface ArrangedFetch {
  readonly selectionSet: SelectionSetNode;
  readonly treeNames: ReadonlyMap<FieldNode, string>;
}

/**
 * Puts a fetch's fields into the client's order and under the client's names where those are unmistakable, so that
 * an answer can be cut into the response as it stands. What the client did not ask for comes last. Selections with
 * type conditions stay. `aliases` are the tree names of fields that the planner aliased; `reserved` are names that
 * will be added.
 */
export function arrangeFetch(
  selectionSet: SelectionSetNode,
  fields: readonly ResponseField[] | null,
  aliases: ReadonlyMap<string, string>,
  reserved: ReadonlySet<string> = new Set(),
): ArrangedFetch {
  const treeNames = new Map<FieldNode, string>();
  return { selectionSet: arranged(selectionSet, fields, reserved), treeNames };

  function arranged(
    set: SelectionSetNode,
    fields: readonly ResponseField[] | null,
    reserved: ReadonlySet<string>,
  ): SelectionSetNode {
    const isPlain = set.selections.every((it) => it.kind === Kind.FIELD);
    const known = isPlain ? (fields ?? []) : [];
    const places = set.selections.map((selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return { position: 0, node: { ...selection, selectionSet: arranged(selection.selectionSet, null, reserved) } };
      if (selection.kind !== Kind.FIELD) return { position: 0, node: selection };
      const answerName = (selection.alias ?? selection.name).value;
      const treeName = aliases.get(answerName) ?? answerName;
      const asked = known.filter(({ name, value }) => name === treeName && value !== null);
      const below = selection.selectionSet && arranged(selection.selectionSet, fieldsBelow(asked[0]?.value), new Set());
      const node: FieldNode = below ? { ...selection, selectionSet: below } : selection;
      const clientName =
        asked.length === 1 && isPlainName(asked[0]!.responseName) ? asked[0]!.responseName : answerName;
      return { position: asked[0] ? known.indexOf(asked[0]) : known.length, node, treeName, answerName, clientName };
    });
    const names = places.map(({ clientName }) => clientName);
    const isUnmistakable =
      new Set(names).size === names.length &&
      !names.some((name, index) => reserved.has(name!) && places[index]!.treeName !== name);
    const selections = places
      .toSorted((a, b) => a.position - b.position)
      .map(({ node, treeName, answerName, clientName }) => {
        if (node.kind !== Kind.FIELD) return node;
        const name = isUnmistakable ? clientName! : answerName!;
        const { alias: _, ...bare } = node;
        const sent: FieldNode = name === bare.name.value ? bare : { ...bare, alias: { kind: Kind.NAME, value: name } };
        if (name !== treeName) treeNames.set(sent, treeName!);
        return sent;
      });
    return { ...set, selections };
  }
}

/** The client's fields of the objects at a plan path; null where there are several types or none asked for. */
export function fieldsAt(root: ResponseSelection, path: readonly string[]): readonly ResponseField[] | null {
  let fields = root.fieldsFor(root.typeName);
  for (const step of path) {
    if (step !== "@") fields = fieldsBelow(fields?.find(({ name }) => name === step)?.value);
  }
  return fields;
}

function fieldsBelow(value: ResponseValue | null | undefined): readonly ResponseField[] | null {
  if (value?.kind === "list") return fieldsBelow(value.of);
  return value?.kind === "object" && !value.selection.isAbstract
    ? value.selection.fieldsFor(value.selection.typeName)
    : null;
}

/** A name that any server may use as a key of any kind of object. */
const isPlainName = (name: string) => /^[a-z][A-Za-z0-9]{0,63}$/.test(name) && !(name in Object.prototype);
