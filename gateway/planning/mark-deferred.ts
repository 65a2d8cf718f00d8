import {
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { FILLER } from "./conditions.ts";
import { fragmentsOf, type Fragments } from "./fragments.ts";

/** An operation with fragments whose fields may follow in a later part of the answer. */
export interface MarkedDocument {
  /** Without spreads; each such fragment is marked by `@defer` with a label that no other has. */
  readonly document: DocumentNode;
  /** The client's own label of each, null where the client gave none. */
  readonly labels: ReadonlyMap<string, string | null>;
}

/** A field at a place of the answer where it may be written several times. */
interface Use {
  readonly field: FieldNode;
  /** Labels of the deferred fragments around it that begin at this place, outermost first. */
  readonly within: readonly string[];
  /** Types that an object at this place must have for the field to be asked for. */
  readonly conditions: readonly string[];
}

/** What is found out about an operation, fragments by their labels. */
interface Marks {
  /** Those that may stay deferred. */
  readonly kept: Set<string>;
  /** Those that have a field of their own; the name of a type is known already and worth no call. */
  readonly holding: Set<string>;
  /** Leaves that an outer part has too. */
  readonly repeated: Set<FieldNode>;
}

/**
 * Marks what a query defers, or answers null when that is nothing. Each field belongs to one part: a leaf that an outer
 * part has is left out of the inner, and a fragment that shares any other field with another part is not deferred,
 * which GraphQL leaves to the server. So no part writes into objects of another, and a list is never put together from
 * calls that may have found it in different states. Conditions must be decided.
 */
export function markDeferred(document: DocumentNode): MarkedDocument | null {
  const operation = document.definitions.find((it) => it.kind === Kind.OPERATION_DEFINITION)!;
  if (operation.operation !== "query") return null;
  const labels = new Map<string, string | null>();
  const selectionSet = inlined(operation.selectionSet, fragmentsOf(document), labels);
  const marks: Marks = { kept: new Set(labels.keys()), holding: new Set(), repeated: new Set() };
  settle([selectionSet], marks);
  const kept = marks.kept.intersection(marks.holding);
  if (kept.size === 0) return null;
  const marked: OperationDefinitionNode = { ...operation, selectionSet: written(selectionSet, kept, marks.repeated) };
  return {
    document: { kind: Kind.DOCUMENT, definitions: [marked] },
    labels: new Map([...labels].filter(([label]) => kept.has(label))),
  };
}

/** The hub's label of a fragment that is marked. */
export const labelOf = ({ directives }: InlineFragmentNode): string | undefined => {
  const [label] = directives?.find(({ name }) => name.value === "defer")?.arguments ?? [];
  return label?.value.kind === Kind.STRING ? label.value.value : undefined;
};

/** A selection with its fragments filled in, each use of a field a node of its own and each deferral a label. */
function inlined(
  { selections }: SelectionSetNode,
  fragments: Fragments,
  labels: Map<string, string | null>,
): SelectionSetNode {
  return {
    kind: Kind.SELECTION_SET,
    selections: selections.map((selection): SelectionNode => {
      if (selection === FILLER) return selection;
      const below = (set: SelectionSetNode) => inlined(set, fragments, labels);
      if (selection.kind === Kind.FIELD)
        return { ...selection, ...(selection.selectionSet && { selectionSet: below(selection.selectionSet) }) };
      const directives = selection.directives?.length ? [deferredAs(newLabel(selection, labels))] : [];
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)!;
      const { typeCondition } = fragment;
      const selectionSet = below(fragment.selectionSet);
      return { kind: Kind.INLINE_FRAGMENT, ...(typeCondition && { typeCondition }), directives, selectionSet };
    }),
  };
}

function newLabel({ directives = [] }: SelectionNode, labels: Map<string, string | null>): string {
  const own = `part${labels.size}`;
  const given = directives[0]!.arguments?.find(({ name }) => name.value === "label")?.value;
  labels.set(own, given?.kind === Kind.STRING ? given.value : null);
  return own;
}

const deferredAs = (label: string) =>
  ({
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: "defer" },
    arguments: [
      { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: "label" }, value: { kind: Kind.STRING, value: label } },
    ],
  }) as const;

/** Finds it out for one place of the answer, and for those below it. */
function settle(sets: readonly SelectionSetNode[], marks: Marks): void {
  const { kept, holding, repeated } = marks;
  const byName = Map.groupBy(
    sets.flatMap((set) => usesIn(set, [], [])),
    ({ field }) => (field.alias ?? field.name).value,
  );
  while ([...byName.values()].some((uses) => isSeparated(uses, kept)));
  for (const uses of byName.values()) {
    const outermost = Math.min(...uses.map((use) => depthOf(use, kept)));
    for (const use of uses) {
      if (depthOf(use, kept) > outermost) repeated.add(use.field);
      else if (use.field.name.value !== "__typename") holding.add(partsAround(use, kept).at(-1) ?? "");
    }
    const below = uses.flatMap(({ field }) => field.selectionSet ?? []);
    if (below.length > 0) settle(below, marks);
  }
}

function usesIn(
  { selections }: SelectionSetNode,
  within: readonly string[],
  conditions: readonly string[],
): readonly Use[] {
  return selections.flatMap((selection): readonly Use[] => {
    if (selection.kind === Kind.FIELD) return selection === FILLER ? [] : [{ field: selection, within, conditions }];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const label = labelOf(selection);
    const condition = selection.typeCondition?.name.value;
    return usesIn(
      selection.selectionSet,
      label ? [...within, label] : within,
      condition ? [...conditions, condition] : conditions,
    );
  });
}

const partsAround = ({ within }: Use, kept: ReadonlySet<string>) => within.filter((label) => kept.has(label));
const depthOf = (use: Use, kept: ReadonlySet<string>) => partsAround(use, kept).length;

/** Takes one field's uses out of the fragments that would part them. Whether there was anything to take. */
function isSeparated(uses: readonly Use[], kept: Set<string>): boolean {
  const around = uses.map((use) => partsAround(use, kept));
  const outermost = around.toSorted((a, b) => a.length - b.length)[0]!;
  const isOuter = (index: number) => around[index]!.at(-1) === outermost.at(-1);
  const outer = uses.filter((_, index) => isOuter(index));
  const isCovered = ({ field, conditions }: Use, parts: readonly string[]) =>
    !field.selectionSet &&
    outermost.every((label, depth) => parts[depth] === label) &&
    outer.some((it) => it.conditions.every((condition) => conditions.includes(condition)));
  const apart = uses.flatMap((use, index) =>
    isOuter(index) || isCovered(use, around[index]!) ? [] : [around[index]!.at(-1)!],
  );
  for (const label of apart) kept.delete(label);
  return apart.length > 0;
}

/** The selection as it is planned; what is repeated makes room for a field that clients never see. */
function written(set: SelectionSetNode, kept: ReadonlySet<string>, repeated: ReadonlySet<FieldNode>): SelectionSetNode {
  return visit(set, {
    Field: (field) => (repeated.has(field) ? null : undefined),
    InlineFragment: {
      leave: (fragment) => (kept.has(labelOf(fragment) ?? "") ? undefined : { ...fragment, directives: [] }),
    },
    SelectionSet: {
      leave: (it) => (it.selections.length > 0 ? undefined : { ...it, selections: [FILLER] }),
    },
  });
}
