import {
  getNullableType,
  getVariableValues,
  isNonNullType,
  isScalarType,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from "graphql";
import { wrongValues } from "./wrong-values.ts";

type Variables = Readonly<Record<string, unknown>>;

/** Coerced values, or the places with their types where values are not of their type. */
export type Coerced = { readonly values: Variables } | { readonly wrong: readonly string[] };

/**
 * Compiles the coercion of an operation's variables. Values that are text or Boolean and are wanted as such pass by a
 * look; everything else goes the way of the specification.
 */
export function compileCoercion(
  { variableDefinitions = [] }: OperationDefinitionNode,
  schema: GraphQLSchema,
): (given: Variables) => Coerced {
  const plain = variableDefinitions.map((definition) => plainVariable(definition, schema));
  const isPlain = plain.every((variable) => variable !== null);
  return (given) => (isPlain && coercePlain(plain, given)) || coerce(variableDefinitions, given, schema);
}

/** A variable whose value needs no coercion where it is of a JavaScript type. */
interface PlainVariable {
  readonly name: string;
  readonly jsType: "string" | "boolean";
}

const JS_TYPES: Readonly<Record<string, PlainVariable["jsType"]>> = {
  ID: "string",
  String: "string",
  Boolean: "boolean",
};

function plainVariable(definition: VariableDefinitionNode, schema: GraphQLSchema): PlainVariable | null {
  const type = typeFromAST(schema, definition.type as never) as GraphQLInputType | undefined;
  const scalar = type && getNullableType(type);
  const jsType = isNonNullType(type) && isScalarType(scalar) ? JS_TYPES[scalar.name] : undefined;
  return jsType ? { name: definition.variable.name.value, jsType } : null;
}

/** Null when any value needs a closer look. */
function coercePlain(variables: readonly PlainVariable[], given: Variables): Coerced | null {
  const values: Record<string, unknown> = {};
  for (const { name, jsType } of variables) {
    if (!Object.hasOwn(given, name) || typeof given[name] !== jsType || name === "__proto__") return null;
    values[name] = given[name];
  }
  return { values };
}

function coerce(definitions: readonly VariableDefinitionNode[], given: Variables, schema: GraphQLSchema): Coerced {
  const { coerced } = getVariableValues(schema, definitions, given, { maxErrors: 1 });
  return coerced ? { values: coerced } : { wrong: wrongValues(definitions, given, schema) };
}
