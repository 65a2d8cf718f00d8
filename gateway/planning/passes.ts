import { Kind, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema } from "graphql";
import { FILLER } from "./conditions.ts";
import type { RequiresConflicts } from "./requires-conflicts.ts";

/**
 * One document per planning pass: the operation without the fields that conflict with those of this pass. Nearly
 * always the operation itself. None for a mutation with such a conflict: each pass would act again, and in one
 * pass fields would silently get each other's values.
 */
export function splitIntoPasses(
  document: DocumentNode,
  schema: GraphQLSchema,
  conflicts: RequiresConflicts,
): readonly DocumentNode[] {
  if (conflicts.size === 0) return [document];
  const passes = new Set<number>();
  withoutFields(document, schema, (coordinate) => {
    const pass = conflicts.get(coordinate);
    if (pass !== undefined) passes.add(pass);
    return false;
  });
  if (passes.size < 2) return [document];
  if (document.definitions.some((it) => it.kind === Kind.OPERATION_DEFINITION && it.operation === "mutation"))
    return [];
  return [...passes]
    .sort()
    .map((pass) => withoutFields(document, schema, (it) => (conflicts.get(it) ?? pass) !== pass));
}

function withoutFields(
  document: DocumentNode,
  schema: GraphQLSchema,
  drop: (coordinate: string) => boolean,
): DocumentNode {
  const typeInfo = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: { enter: (field) => (drop(`${typeInfo.getParentType()?.name}.${field.name.value}`) ? null : undefined) },
      SelectionSet: { leave: (set) => (set.selections.length > 0 ? undefined : { ...set, selections: [FILLER] }) },
    }),
  );
}
