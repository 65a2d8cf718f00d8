import {
  execute,
  isObjectType,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from "graphql";

type Resolvers = Readonly<Record<string, Readonly<Record<string, GraphQLFieldResolver<unknown, unknown>>>>>;

/** Executes documents with graphql-js alone, by resolvers of everything; what it answers is right. */
export const makeMonolith = (resolvers: Resolvers) => (apiSchema: GraphQLSchema) => {
  for (const type of Object.values(apiSchema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const [name, resolve] of Object.entries(resolvers[type.name] ?? {})) {
      const field = type.getFields()[name];
      if (field) field.resolve = resolve;
    }
  }
  return async (document: DocumentNode, variableValues: Record<string, unknown>): Promise<ExecutionResult> =>
    JSON.parse(
      JSON.stringify(await execute({ schema: apiSchema, document, variableValues, rootValue: {} })),
    ) as ExecutionResult;
};
