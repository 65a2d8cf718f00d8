import { codegen } from "@graphql-codegen/core";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import { parse, printSchema, type GraphQLSchema } from "graphql";
import type { RegisteredOperation } from "./contract/registered-operations.ts";

/**
 * TypeScript types of the variables and answers of registered operations, for front-end teams: `<Name>Query` and
 * `<Name>QueryVariables`. Days and instants are texts.
 */
export function operationTypes(schema: GraphQLSchema, operations: readonly RegisteredOperation[]): Promise<string> {
  const text = { input: "string", output: "string" };
  return codegen({
    filename: "operation-types.d.ts",
    schema: parse(printSchema(schema)),
    documents: operations.map(({ file, text }) => ({ location: file, document: parse(text) })),
    plugins: [{ typescriptOperations: {} }],
    pluginMap: { typescriptOperations },
    config: {
      onlyOperationTypes: true,
      enumsAsTypes: true,
      skipTypename: true,
      immutableTypes: true,
      strictScalars: true,
      scalars: { CalendarDay: text, Instant: text },
      useTypeImports: true,
    },
  });
}
