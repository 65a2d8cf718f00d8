import { executeSync, Kind, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from "graphql";
import type { ResponseSelection } from "../compile/response-shape.ts";

/** Answers an operation's fields about the schema, by response name; undefined when it has none. */
export function compileIntrospection(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  root: ResponseSelection,
): ((variables: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>) | undefined {
  const selections = root.fieldsFor(root.typeName)?.flatMap(({ aboutSchema }) => aboutSchema ?? []);
  if (!selections?.length) return undefined;
  const asked = { ...operation, selectionSet: { kind: Kind.SELECTION_SET as const, selections } };
  const fragments = document.definitions.filter((it) => it.kind === Kind.FRAGMENT_DEFINITION);
  const introspection: DocumentNode = { kind: Kind.DOCUMENT, definitions: [asked, ...fragments] };
  return (variableValues) => executeSync({ schema, document: introspection, variableValues }).data ?? {};
}
