import { buildSubgraphSchema } from "@apollo/subgraph";
import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from "graphql";
import { drawsOf, mockObject, type MockObject } from "./mock-object.ts";
import { mockPage } from "./mock-page.ts";
import { mockId, mockScalar } from "./mock-scalars.ts";

type Arguments = Readonly<Record<string, unknown>>;

/** What decides the facts. */
export interface MockFacts {
  readonly seed: number;
  /** Items of every list that is read in pages. */
  readonly listLength: number;
}

/** Items of a list that is no page. */
const LIST_LENGTH = 3;
/** How often a fact that may be null is. */
const NULL_CHANCE = 0.1;

const OPAQUE_ID = /^[a-z]{2}_[0-9a-hjkmnp-tv-z]{13}$/;
/** Their parts are plain values, which the kit puts together. */
const PAGE_PART = /(Connection|Edge|^PageInfo)$/;

/**
 * An agency that answers every question of its SDL with made-up facts. The same seed and the same key give the same
 * facts in every run and from every agency. An opaque id that is none is nobody's: null.
 */
export function mockAgencySchema(sdl: string, { seed, listLength }: MockFacts): GraphQLSchema {
  const typeDefs = parse(sdl);
  const schema = buildSubgraphSchema([{ typeDefs }]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("_") || PAGE_PART.test(type.name)) continue;
    type.extensions = {
      ...type.extensions,
      apollo: { subgraph: { resolveReference: (key: Arguments) => byKey(type.name, key) } },
    };
    const isRoot = type === schema.getQueryType() || type === schema.getMutationType();
    for (const field of Object.values(type.getFields())) {
      if (!field.name.startsWith("_"))
        field.resolve = resolverOf(type.name, field, { seed, listLength, schema, isRoot });
    }
  }
  return schema;
}

/** The object of a key, named by what agencies share of the key. */
function byKey(typename: string, key: Arguments): MockObject | null {
  const name = key["id"] ?? key["code"];
  if (typeof name !== "string" || ("id" in key && !OPAQUE_ID.test(name))) return null;
  return mockObject(typename, name, key);
}

interface Setting extends MockFacts {
  readonly schema: GraphQLSchema;
  readonly isRoot: boolean;
}

const resolverOf =
  (typename: string, { name, type }: GraphQLField<unknown, unknown>, { isRoot, ...setting }: Setting) =>
  (source: unknown, args: Arguments): unknown => {
    const parent = isRoot ? mockObject(typename, "") : (source as MockObject);
    if (Object.hasOwn(parent.given, name)) return given(type, parent.given[name]);
    const named = getNamedType(type);
    if (isRoot && isAskedByKey(named, args)) return byKey(named.name, args);
    return valueOf(type, { parent, fact: name, args, ...setting, canBeNull: !isRoot });
  };

const isAskedByKey = (type: GraphQLNamedType, args: Arguments): boolean =>
  isObjectType(type) && ["id", "code"].some((key) => key in args && key in type.getFields());

/** A fact that came with a representation. */
const given = (type: GraphQLOutputType, value: unknown): unknown => {
  const named = getNamedType(type);
  return isLeafType(named) || value === null ? value : byKey(named.name, value as Arguments);
};

/** Where a value stands. */
interface Place extends Omit<Setting, "isRoot"> {
  readonly parent: MockObject;
  readonly fact: string;
  readonly args: Arguments;
  readonly canBeNull: boolean;
}

function valueOf(type: GraphQLOutputType, place: Place): unknown {
  if (isNonNullType(type)) return valueOf(type.ofType as GraphQLOutputType, { ...place, canBeNull: false });
  const { parent, fact, args, seed, schema, canBeNull } = place;
  const random = drawsOf(seed, parent, fact);
  if (canBeNull && random.chance(NULL_CHANCE)) return null;
  if (isListType(type)) {
    const items = Array.from({ length: LIST_LENGTH }, (_, index) => ({ ...place, fact: `${fact} ${index}` }));
    return items.map((item) => valueOf(type.ofType as GraphQLOutputType, { ...item, canBeNull: false }));
  }
  if (isEnumType(type)) return random.pick(type.getValues()).value;
  if (isLeafType(type)) return leafOf(type.name, place);
  if (isAbstractType(type)) return objectOf(schema.getPossibleTypes(type)[0]?.name ?? "", place);
  if (!type.name.endsWith("Connection")) return objectOf(type.name, place);
  const node = getNamedType((type.getFields()["nodes"] as GraphQLField<unknown, unknown>).type).name;
  const { first: _, after: __, ...filter } = args;
  const list = `${fact} ${JSON.stringify(filter)}`;
  return mockPage(args, place.listLength, (index) => objectOf(node, { ...place, fact: `${list} ${index}` }));
}

function leafOf(scalar: string, { parent, fact, seed }: Place): unknown {
  if (fact === "code" || (fact === "id" && OPAQUE_ID.test(parent.name))) return parent.name;
  return mockScalar(scalar, {
    typename: parent.__typename,
    field: fact,
    random: drawsOf(seed, parent, fact),
    shared: () => drawsOf(seed, parent, ""),
  });
}

/** An object of its own, or the entity that a draw names. */
function objectOf(typename: string, { parent, fact, seed, schema }: Place): MockObject {
  const type = schema.getType(typename);
  const fields = isObjectType(type) ? type.getFields() : {};
  const name = `${parent.name} ${fact}`;
  const isEntity = "id" in fields || "code" in fields;
  return mockObject(typename, isEntity ? mockId(typename, drawsOf(seed, mockObject(typename, name), "")) : name);
}
