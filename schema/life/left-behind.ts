import {
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
} from "graphql";

/**
 * Whether nobody comes to a type once everything is gone of which `isGone` says so, given its coordinate. A type cannot
 * be deprecated itself: it goes with the last element that leads to it. One that may stand where an interface or union
 * stands never counts as left behind.
 */
export function isLeftBehind(
  schema: GraphQLSchema,
  name: string,
  isGone: (coordinate: string) => boolean,
  above: ReadonlySet<string> = new Set(),
): boolean {
  const type = schema.getType(name);
  const isRoot = [schema.getQueryType(), schema.getMutationType()].some((root) => root?.name === name);
  if (!type || isRoot || isOneOfMany(schema, type)) return false;
  // Types that lead to each other and to which nothing else leads are left behind together.
  const seen = new Set([...above, name]);
  return [...waysTo(schema, name)].every(
    ({ from, coordinate }) => isGone(coordinate) || seen.has(from) || isLeftBehind(schema, from, isGone, seen),
  );
}

const isOneOfMany = (schema: GraphQLSchema, type: GraphQLNamedType): boolean =>
  ((isObjectType(type) || isInterfaceType(type)) && type.getInterfaces().length > 0) ||
  Object.values(schema.getTypeMap()).some((union) => isUnionType(union) && union.getTypes().some((it) => it === type));

/** Every field, argument and input field of a type, with the type that it stands in. */
function* waysTo(schema: GraphQLSchema, name: string): Generator<{ from: string; coordinate: string }> {
  const leads = ({ type }: { readonly type: GraphQLType }) => getNamedType(type).name === name;
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    const from = type.name;
    for (const field of Object.values(type.getFields())) {
      if (leads(field)) yield { from, coordinate: `${from}.${field.name}` };
      for (const arg of "args" in field ? field.args : [])
        if (leads(arg)) yield { from, coordinate: `${from}.${field.name}.${arg.name}` };
    }
  }
}
