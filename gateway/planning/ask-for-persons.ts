import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { hide } from "./hidden-nodes.ts";
import type { PersonRules } from "./person-rules.ts";

/**
 * The document with a hidden selection of the person's id wherever an object about a person is asked for without it,
 * so that whoever accounts for the answer knows whom it shows. What stands below a person, with no other entity
 * between, is about the same person and needs no id of its own. Conditions must be decided.
 */
export function askForPersons(document: DocumentNode, schema: GraphQLSchema, persons: PersonRules): DocumentNode {
  if (persons.pathOfType.size === 0) return document;
  const typeInfo = new TypeInfo(schema);
  /** For each open field, whether what is below it is about a person who is known above. */
  const covered = [false];
  return visit(
    document,
    visitWithTypeInfo(typeInfo, {
      FragmentDefinition: { enter: () => void covered.push(false), leave: () => void covered.pop() },
      Field: {
        enter() {
          const owner = typeInfo.getParentType()?.name ?? "";
          const type = typeInfo.getType();
          const entersEntity = type != null && persons.entities.has(getNamedType(type).name);
          const isAboutOwner = persons.pathOfType.has(owner) || covered.at(-1) === true;
          covered.push(isAboutOwner && (!entersEntity || persons.pathOfType.has(getNamedType(type).name)));
        },
        leave: () => void covered.pop(),
      },
      SelectionSet: {
        leave(set) {
          const type = typeInfo.getParentType();
          if (!isCompositeType(type)) return undefined;
          const isCovered = covered.at(-1) === true;
          const added = isAbstractType(type)
            ? schema.getPossibleTypes(type).flatMap(({ name }) => fragmentsOn(name, isCovered))
            : missing(type.name, set, isCovered);
          return added.length > 0 ? { ...set, selections: [...set.selections, ...added] } : undefined;
        },
      },
    }),
  );

  function missing(typeName: string, { selections }: SelectionSetNode, isCovered: boolean): readonly SelectionNode[] {
    const path = persons.pathOfType.get(typeName);
    if (!path || (isCovered && path.length > 1)) return [];
    const isThere = selections.some((it) => it.kind === Kind.FIELD && !it.alias && it.name.value === path[0]);
    return isThere ? [] : [fieldAt(path)];
  }

  function fragmentsOn(typeName: string, isCovered: boolean): readonly SelectionNode[] {
    const selections = missing(typeName, { kind: Kind.SELECTION_SET, selections: [] }, isCovered);
    const typeCondition = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: typeName } } as const;
    const selectionSet = { kind: Kind.SELECTION_SET, selections } as const;
    return selections.length > 0 ? [hide({ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet })] : [];
  }
}

function fieldAt([name = "", ...below]: readonly string[]): FieldNode {
  return hide({
    kind: Kind.FIELD,
    name: { kind: Kind.NAME, value: name },
    ...(below.length > 0 && { selectionSet: { kind: Kind.SELECTION_SET, selections: [fieldAt(below)] } }),
  });
}
