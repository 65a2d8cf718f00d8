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
import { spellingOf } from "../planning/tell-days.ts";

/** What is said behind those places. */
export const WRONG_TYPE = "the value does not have the type that the operation declares.";

/** Places that are told of one request. */
const PLACES_MAX = 5;

/**
 * Where the values of a request are not of their type, with the type that is expected there and how it is spelt where
 * that is known: `$filter.years.0 of type Int`, `$day of type CalendarDay (written YYYY-MM-DD)`. No value and no name
 * of the client's stands in it, since either may be personal.
 */
export function wrongValues(
  definitions: readonly VariableDefinitionNode[],
  given: Readonly<Record<string, unknown>>,
  schema: GraphQLSchema,
): readonly string[] {
  const places = new Set<string>();
  const note = (path: readonly (string | number)[], expected: GraphQLInputType) =>
    places.add(`$${path.join(".")} of type ${String(expected)}${spellingOf(expected)}`);
  for (const { variable, type: node, defaultValue } of definitions) {
    const name = variable.name.value;
    const type = typeFromAST(schema, node as never);
    if (!isInputType(type)) places.add(`$${name}`);
    else if (Object.hasOwn(given, name))
      coerceInputValue(given[name], type, (path) => {
        note([name, ...path], typeAt(type, path));
      });
    else if (isNonNullType(type) && !defaultValue) note([name], type);
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
