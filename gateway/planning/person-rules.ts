import { getNamedType, isObjectType, Kind, type DocumentNode, type GraphQLSchema } from "graphql";
import { HUB, readFeatures } from "../authorization/features.ts";
import { argumentOf, directivesOf } from "./directives.ts";

/** Whom objects are about, and which inputs name a person, as `@person` of the agencies says. */
export interface PersonRules {
  /**
   * By type, the path from an object to the opaque id of the person it is about: `["id"]`, `["member", "id"]`. Types
   * that tell of people without naming them have none.
   */
  readonly pathOfType: ReadonlyMap<string, readonly string[]>;
  /** The fields at which those paths end: `Member.id`. */
  readonly idFields: ReadonlySet<string>;
  /** Arguments and input fields that hold such an id: `Query.member(id:)`, `TransferInput.memberId`. */
  readonly inputs: ReadonlySet<string>;
  /** Types that stand for themselves: what is below one of them may be about somebody else. */
  readonly entities: ReadonlySet<string>;
}

/**
 * Reads `@person` through the identity of its specification, whatever the directive is called in a supergraph.
 * @throws when a path leads nowhere: an access whose person cannot be told must not be possible
 */
export function readPersonRules(document: DocumentNode, schema: GraphQLSchema): PersonRules {
  const names = readFeatures(document)
    .filter(({ identity }) => identity === HUB)
    .flatMap(({ namesOf }) => namesOf("@person"));
  const applied = (element: Parameters<typeof directivesOf>[0]) => names.flatMap((name) => directivesOf(element, name));
  const pathOfType = new Map<string, readonly string[]>();
  const inputs = new Set<string>();
  const entities = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (directivesOf(type, "join__type").some((join) => argumentOf(join, "key") !== undefined)) entities.add(type.name);
    const [own] = applied(type);
    const by = own && argumentOf(own, "by");
    if (typeof by === "string") pathOfType.set(type.name, by.split("."));
    for (const field of "getFields" in type ? Object.values(type.getFields()) : []) {
      const at = `${type.name}.${field.name}`;
      if (field.astNode?.kind === Kind.INPUT_VALUE_DEFINITION && applied(field).length > 0) inputs.add(at);
      for (const argument of "args" in field ? field.args : []) {
        if (applied(argument).length > 0) inputs.add(`${at}(${argument.name}:)`);
      }
    }
  }
  const idFields = new Set([...pathOfType].map(([type, path]) => endOf(schema, type, path)));
  return { pathOfType, idFields, inputs, entities };
}

function endOf(schema: GraphQLSchema, start: string, path: readonly string[]): string {
  let owner = start;
  for (const [index, name] of path.entries()) {
    const type = schema.getType(owner);
    const field = isObjectType(type) ? type.getFields()[name] : undefined;
    if (!field) break;
    if (index === path.length - 1) return `${owner}.${name}`;
    owner = getNamedType(field.type).name;
  }
  throw new Error(`@person(by: "${path.join(".")}") of ${start} names no field.`);
}
