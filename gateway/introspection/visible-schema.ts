import { mapElements, withDescriptions, type Descriptions } from "../../schema/languages/coordinates.ts";
import type { Caller } from "#contract/caller.ts";
import {
  buildASTSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  Kind,
  parse,
  printSchema,
  visit,
  type DocumentNode,
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  type TypeNode,
} from "graphql";
import type { Rules } from "../authorization/read-rules.ts";
import type { Requirement } from "../authorization/requirements.ts";

/**
 * The graph as a caller may use it for some purpose, told in the words of `descriptions`: without what no purpose of
 * theirs opens, without what then leads nowhere and what nothing leads to. What a policy decides is there.
 */
export function visibleSchema(
  schema: GraphQLSchema,
  rules: Rules,
  caller: Caller | null,
  descriptions: Descriptions,
): GraphQLSchema {
  const isOpen = (coordinate: string) => (rules.at.get(coordinate) ?? []).every((one) => canFulfil(one, caller));
  let document = mapElements(parse(printSchema(schema)), (node, at) => (isOpen(at) ? node : null));
  for (let left = document; (left = withoutDeadEnds(document)) !== document;) document = left;
  return reachable(buildASTSchema(withDescriptions(document, descriptions), { assumeValidSDL: true }));
}

/** Whether some request of the caller fulfils it. */
function canFulfil(requirement: Requirement, caller: Caller | null): boolean {
  if (caller === null) return false;
  switch (requirement.kind) {
    case "never":
      return false;
    case "authenticated":
    case "policies":
      return true;
    case "purpose":
      return caller.purposes.length > 0;
    case "scopes":
      return requirement.anyOf.some((all) => all.every((scope) => caller.scopes.includes(scope)));
  }
}

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));

/** Takes out what refers to types that are gone, and types of which nothing is left; the same document when none is. */
function withoutDeadEnds(document: DocumentNode): DocumentNode {
  const names = new Set(document.definitions.flatMap((node) => ("name" in node && node.name ? [node.name.value] : [])));
  const isKnown = (name: string) => names.has(name) || isSpecifiedScalarType({ name } as GraphQLNamedType);
  return visit(document, {
    FieldDefinition: { leave: (node) => (isKnown(nameOf(node.type)) ? undefined : null) },
    InputValueDefinition: { leave: (node) => (isKnown(nameOf(node.type)) ? undefined : null) },
    ObjectTypeDefinition: { leave: (node) => (node.fields?.length ? undefined : null) },
    InterfaceTypeDefinition: { leave: (node) => (node.fields?.length ? undefined : null) },
    InputObjectTypeDefinition: { leave: (node) => (node.fields?.length ? undefined : null) },
    EnumTypeDefinition: { leave: (node) => (node.values?.length ? undefined : null) },
    UnionTypeDefinition: {
      leave(node) {
        const types = node.types?.filter(({ name }) => names.has(name.value)) ?? [];
        if (types.length === node.types?.length) return undefined;
        return types.length > 0 ? { ...node, types } : null;
      },
    },
  });
}

/** The same graph with the types alone to which a root leads. */
function reachable(schema: GraphQLSchema): GraphQLSchema {
  const kept = new Set<string>();
  const waiting: (GraphQLNamedType | null | undefined)[] = [
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ];
  for (let type = waiting.pop(); waiting.length > 0 || type; type = waiting.pop()) {
    if (!type || kept.has(type.name)) continue;
    kept.add(type.name);
    waiting.push(...leadsTo(type, schema));
  }
  const document = parse(printSchema(schema));
  const definitions = document.definitions.filter(
    (node) => !("name" in node && node.name) || node.kind === Kind.DIRECTIVE_DEFINITION || kept.has(node.name.value),
  );
  return buildASTSchema({ ...document, definitions }, { assumeValidSDL: true });
}

/** The types that a type refers to. */
function leadsTo(type: GraphQLNamedType, schema: GraphQLSchema): readonly GraphQLNamedType[] {
  if (isUnionType(type)) return type.getTypes();
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return [];
  return [
    ...(isInterfaceType(type) ? schema.getPossibleTypes(type) : []),
    ...(isObjectType(type) ? type.getInterfaces() : []),
    ...Object.values(type.getFields()).flatMap((field) => [
      getNamedType(field.type as GraphQLType),
      ...("args" in field ? (field.args as readonly GraphQLArgument[]).map(({ type }) => getNamedType(type)) : []),
    ]),
  ];
}
