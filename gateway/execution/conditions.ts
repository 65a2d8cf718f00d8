import { Kind, visit, type DirectiveNode, type DocumentNode, type FieldNode, type SelectionNode, type SelectionSetNode } from "graphql";

/** Values of the variables that @skip and @include use. Everything compiled holds for one assignment of them. */
export type Conditions = ReadonlyMap<string, boolean>;

/** Whether a selection takes part. */
export function isIncluded({ directives = [] }: SelectionNode, conditions: Conditions): boolean {
  return directives.every((directive) => {
    if (directive.name.value === "skip") return !valueOf(directive, conditions);
    return directive.name.value !== "include" || valueOf(directive, conditions);
  });
}

function valueOf({ arguments: [condition] = [] }: DirectiveNode, conditions: Conditions): boolean {
  if (condition?.value.kind === Kind.VARIABLE) return conditions.get(condition.value.name.value) ?? false;
  return condition?.value.kind === Kind.BOOLEAN && condition.value.value;
}

/** Names of the variables that decide what takes part in an operation, sorted. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: [condition] = [] }) => {
      const decides = name.value === "skip" || name.value === "include";
      if (decides && condition?.value.kind === Kind.VARIABLE) names.add(condition.value.name.value);
    },
  });
  return [...names].sort();
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

/** The selection with all conditions decided; null when nothing is left. Fields below keep `__typename` at least. */
export function decided({ selections }: SelectionSetNode, conditions: Conditions): SelectionSetNode | null {
  const left = selections.filter((it) => isIncluded(it, conditions)).flatMap((selection): SelectionNode[] => {
    const { directives: _, ...bare } = selection;
    if (bare.kind === Kind.FRAGMENT_SPREAD || !bare.selectionSet) return [bare];
    const below = decided(bare.selectionSet, conditions);
    if (bare.kind === Kind.INLINE_FRAGMENT) return below ? [{ ...bare, selectionSet: below }] : [];
    return [{ ...bare, selectionSet: below ?? { kind: Kind.SELECTION_SET, selections: [TYPENAME] } }];
  });
  return left.length > 0 ? { kind: Kind.SELECTION_SET, selections: left } : null;
}
