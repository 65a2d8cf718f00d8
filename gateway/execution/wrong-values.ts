import {
  coerceInputValue,
  getNullableType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type VariableDefinitionNode,
} from "graphql";

/** What is said behind those places. */
export const WRONG_TYPE = "the value does not have the type that the operation declares.";

/** Places that are told of one request. */
const PLACES_MAX = 5;

/**
 * Where the values of a request are not of their type, with the type that is expected there: `$filter.years.0 of type
 * Int`. No value and no name of the client's stands in it, since either may be personal.
 */
export function wrongValues(
  definitions: readonly VariableDefinitionNode[],
  given: Readonly<Record<string, unknown>>,
  schema: GraphQLSchema,
): readonly string[] {
  const places = new Set<string>();
  for (const { variable, type: node, defaultValue } of definitions) {
    const name = variable.name.value;
    const type = typeFromAST(schema, node as never);
    if (!isInputType(type)) places.add(`$${name}`);
    else if (Object.hasOwn(given, name))
      coerceInputValue(given[name], type, (path) => {
        places.add(`$${[name, ...path].join(".")} of type ${String(typeAt(type, path))}`);
      });
    else if (isNonNullType(type) && !defaultValue) places.add(`$${name} of type ${String(type)}`);
  }
  return [...places].slice(0, PLACES_MAX);
}

/** The type of the value at a path below one of `type`. */
function typeAt(type: GraphQLInputType, path: readonly (string | number)[]): GraphQLInputType {
  let found = type;
  for (const key of path) {
    const above = getNullableType(found);
    const below = isInputObjectType(above)
      ? above.getFields()[key]?.type
      : isListType(above)
        ? above.ofType
        : undefined;
    found = (below as GraphQLInputType | undefined) ?? found;
  }
  return found;
}
