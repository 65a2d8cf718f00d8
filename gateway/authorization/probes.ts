import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from "graphql";

/** A query made only to see whether it is denied. */
export interface Probe {
  readonly query: string;
  /** Every place that the query touches on its way. */
  readonly coordinates: readonly string[];
}

/** How to get to a place: selections from the root, each opened and not yet closed. */
interface Way {
  readonly open: readonly string[];
  readonly coordinates: readonly string[];
}

/**
 * The shortest query to each place of a graph that a query can touch, by coordinate. The values in it are made up:
 * the queries are for asking what would be denied, not for asking agencies.
 */
export function probesOf(schema: GraphQLSchema): ReadonlyMap<string, Probe> {
  const probes = new Map<string, Probe>();
  const reached = new Set<GraphQLCompositeType>();
  const roots = [schema.getQueryType(), schema.getMutationType()].filter((type) => type != null);
  const queue: (readonly [GraphQLCompositeType, Way])[] = roots.map((type) => [
    type,
    { open: [type === schema.getQueryType() ? "query" : "mutation"], coordinates: [type.name] },
  ]);
  for (const [type, way] of queue) {
    if (reached.has(type)) continue;
    reached.add(type);
    for (const other of isAbstractType(type) ? schema.getPossibleTypes(type) : type.getInterfaces())
      queue.push([other, { ...way, open: [...way.open, `... on ${other.name}`] }]);
    for (const field of "getFields" in type ? Object.values(type.getFields()) : []) {
      for (const variant of variantsOf(type, field, way)) {
        for (const coordinate of variant.coordinates)
          if (!probes.has(coordinate)) probes.set(coordinate, closed(variant, getNamedType(field.type)));
      }
      const [plain] = variantsOf(type, field, way);
      const next = getNamedType(field.type);
      if (plain && isCompositeType(next)) queue.push([next, plain]);
    }
  }
  return probes;
}

function closed({ open, coordinates }: Way, type: { readonly name: string }): Probe {
  const leaf = isCompositeType(type) ? " { __typename }" : "";
  return { query: `${open.join(" { ")}${leaf}${" }".repeat(open.length - 1)}`, coordinates };
}

/** A field with what it needs only, then once for each thing that can be given to it. */
function variantsOf(
  { name: owner }: GraphQLCompositeType,
  { name, args, type }: GraphQLField<unknown, unknown>,
  { open, coordinates }: Way,
): readonly Way[] {
  const at = `${owner}.${name}`;
  const needed = args.filter((argument) => isNonNullType(argument.type));
  const wayWith = (argument: GraphQLArgument | null, { text, coordinates: given }: Value): Way => {
    const others = needed.filter((one) => one !== argument).map((one) => ({ one, value: valuesOf(one.type)[0] }));
    const parts = [
      ...others.map(({ one, value }) => `${one.name}: ${value?.text}`),
      ...(argument ? [`${argument.name}: ${text}`] : []),
    ];
    const touched = others.flatMap(({ one, value }) => [`${at}(${one.name}:)`, ...(value?.coordinates ?? [])]);
    return {
      open: [...open, `${name}${parts.length > 0 ? `(${parts.join(" ")})` : ""}`],
      coordinates: [
        ...coordinates,
        owner,
        at,
        getNamedType(type).name,
        ...touched,
        ...(argument ? [`${at}(${argument.name}:)`, ...given] : []),
      ],
    };
  };
  return [
    wayWith(null, { text: "", coordinates: [] }),
    ...args.flatMap((argument) => valuesOf(argument.type).map((value) => wayWith(argument, value))),
  ];
}

/** A literal and the places it touches. */
interface Value {
  readonly text: string;
  readonly coordinates: readonly string[];
}

/** Literals that together touch every place of an input type, the simplest first. */
function valuesOf(type: GraphQLInputType, above: readonly string[] = []): readonly Value[] {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    return valuesOf(nullable.ofType, above).map(({ text, coordinates }) => ({ text: `[${text}]`, coordinates }));
  }
  const { name } = nullable;
  if (isEnumType(nullable)) {
    return nullable.getValues().map((value) => ({ text: value.name, coordinates: [name, `${name}.${value.name}`] }));
  }
  // What a scalar of ours would accept does not matter: nothing is asked.
  if (!isInputObjectType(nullable)) return [{ text: name === "Int" ? "1" : '"1"', coordinates: [name] }];
  if (above.includes(name)) return [];
  const fields = Object.values(nullable.getFields());
  const needed = fields.filter((field) => isNonNullType(field.type));
  return [null, ...fields].flatMap((field) => {
    const others = needed
      .filter((one) => one !== field)
      .map((one) => ({ one, value: valuesOf(one.type, [...above, name])[0] }));
    const before = others.map(({ one, value }) => `${one.name}: ${value?.text}`);
    const touched = [
      name,
      ...others.flatMap(({ one, value }) => [`${name}.${one.name}`, ...(value?.coordinates ?? [])]),
    ];
    if (field === null) return [{ text: `{ ${before.join(" ")} }`, coordinates: touched }];
    return valuesOf(field.type, [...above, name]).map(({ text, coordinates }) => ({
      text: `{ ${[...before, `${field.name}: ${text}`].join(" ")} }`,
      coordinates: [...touched, `${name}.${field.name}`, ...coordinates],
    }));
  });
}
