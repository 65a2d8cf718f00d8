import {
  Kind,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { fragmentsOf } from "./fragments.ts";

/**
 * Values of the variables that @skip and @include use. Everything planned and compiled holds for one assignment of
 * them.
 */
export type Conditions = ReadonlyMap<string, boolean>;

/** Stands where conditions leave nothing and syntax wants something; clients never see it. */
export const FILLER: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

/** Names of the variables that decide what takes part in an operation and what of it comes later, sorted. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: (directive) => {
      const condition = CONDITIONAL.has(directive.name.value) ? conditionOf(directive) : undefined;
      if (condition?.kind === Kind.VARIABLE) names.add(condition.name.value);
    },
  });
  return [...names].sort();
}

const CONDITIONAL: ReadonlySet<string> = new Set(["skip", "include", "defer"]);

const conditionOf = ({ arguments: given = [] }: DirectiveNode) => given.find(({ name }) => name.value === "if")?.value;

/**
 * The document without conditions. They are decided before planning, because planner 2.14.4 leaves a whole list
 * out when everything below it is left out, and acts twice for a root field of a mutation that stands under two
 * conditions. `@defer` is left out too, or kept, without its condition, where that holds.
 */
export function decideConditions(
  document: DocumentNode,
  conditions: Conditions,
  defers: "left out" | "kept" = "left out",
): DocumentNode {
  const fragments = fragmentsOf(document);
  const decidedFragments = new Map<string, SelectionSetNode | null>();
  const definitions = document.definitions.flatMap((definition) => {
    if (definition.kind === Kind.OPERATION_DEFINITION)
      return { ...definition, selectionSet: decided(definition.selectionSet) ?? ONLY_FILLER };
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) return definition;
    const selectionSet = decidedFragment(definition.name.value);
    return selectionSet ? { ...definition, selectionSet } : [];
  });
  return { ...document, definitions };

  function decidedFragment(name: string): SelectionSetNode | null {
    if (!decidedFragments.has(name)) decidedFragments.set(name, decided(fragments.get(name)!.selectionSet));
    return decidedFragments.get(name)!;
  }

  function decided({ selections }: SelectionSetNode): SelectionSetNode | null {
    const left = selections.filter(isIncluded).flatMap((selection): SelectionNode[] => {
      const { directives = [], ...bare } = selection;
      if (bare.kind === Kind.FRAGMENT_SPREAD)
        return decidedFragment(bare.name.value) ? [{ ...bare, ...keptDefers(directives) }] : [];
      const below = bare.selectionSet && decided(bare.selectionSet);
      if (bare.kind === Kind.INLINE_FRAGMENT)
        return below ? [{ ...bare, ...keptDefers(directives), selectionSet: below }] : [];
      return [bare.selectionSet ? { ...bare, selectionSet: below ?? ONLY_FILLER } : bare];
    });
    return left.length > 0 ? { kind: Kind.SELECTION_SET, selections: left } : null;
  }

  function keptDefers(directives: readonly DirectiveNode[]): { readonly directives?: readonly DirectiveNode[] } {
    if (defers === "left out") return {};
    const kept = directives.filter((it) => it.name.value === "defer" && (!conditionOf(it) || valueOf(it, conditions)));
    return kept.length > 0 ? { directives: kept } : {};
  }

  function isIncluded({ directives = [] }: SelectionNode): boolean {
    return directives.every((directive) => {
      if (directive.name.value === "skip") return !valueOf(directive, conditions);
      return directive.name.value !== "include" || valueOf(directive, conditions);
    });
  }
}

const ONLY_FILLER: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [FILLER] };

function valueOf(directive: DirectiveNode, conditions: Conditions): boolean {
  const condition = conditionOf(directive);
  if (condition?.kind === Kind.VARIABLE) return conditions.get(condition.name.value) ?? false;
  return condition?.kind === Kind.BOOLEAN && condition.value;
}
