import { Kind, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema, type SelectionNode } from "graphql";
import type { RequiresConflicts } from "./requires-conflicts.ts";

const TYPENAME: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

/**
 * One document per planning pass: the operation without the fields that conflict with those of this pass. Nearly
 * always the operation itself. Mutations are never split, for each pass would act again.
 */
export function splitIntoPasses(document: DocumentNode, schema: GraphQLSchema, conflicts: RequiresConflicts): readonly DocumentNode[] {
  const isQuery = document.definitions.some((it) => it.kind === Kind.OPERATION_DEFINITION && it.operation === "query");
  if (conflicts.size === 0 || !isQuery) return [document];
  const passes = new Set<number>();
  withoutFields(document, schema, (coordinate) => {
    const pass = conflicts.get(coordinate);
    if (pass !== undefined) passes.add(pass);
    return false;
  });
  if (passes.size < 2) return [document];
  return [...passes].sort().map((pass) => withoutFields(document, schema, (it) => (conflicts.get(it) ?? pass) !== pass));
}

function withoutFields(document: DocumentNode, schema: GraphQLSchema, drop: (coordinate: string) => boolean): DocumentNode {
  const typeInfo = new TypeInfo(schema);
  return visit(document, visitWithTypeInfo(typeInfo, {
    Field: { enter: (field) => (drop(`${typeInfo.getParentType()?.name}.${field.name.value}`) ? null : undefined) },
    SelectionSet: { leave: (set) => (set.selections.length > 0 ? undefined : { ...set, selections: [TYPENAME] }) },
  }));
}
