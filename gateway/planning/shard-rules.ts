import { isInterfaceType, isObjectType, type GraphQLSchema } from "graphql";
import { argumentOf, directivesOf } from "./directives.ts";

/** How entities and root fields of sharded agencies name the committee whose instance must answer. */
export interface ShardRules {
  /** Path inside a representation, by type name. */
  readonly pathOfType: ReadonlyMap<string, readonly string[]>;
  /** Path through the arguments, by `Type.field` of a root type: an argument, or a field of an input object. */
  readonly argumentOfField: ReadonlyMap<string, readonly string[]>;
}

/** Reads `@shard(by:)` from types and from root fields. */
export function readShardRules(schema: GraphQLSchema): ShardRules {
  const pathOfType = new Map<string, readonly string[]>();
  const argumentOfField = new Map<string, readonly string[]>();
  const roots = new Set([schema.getQueryType(), schema.getMutationType()].map((type) => type?.name));
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const path = shardOf(type);
    if (path) pathOfType.set(type.name, path.split("."));
    if (!roots.has(type.name)) continue;
    for (const field of Object.values(type.getFields())) {
      const argument = shardOf(field);
      if (argument) argumentOfField.set(`${type.name}.${field.name}`, argument.split("."));
    }
  }
  return { pathOfType, argumentOfField };
}

function shardOf(element: Parameters<typeof directivesOf>[0]): string | undefined {
  const [shard] = directivesOf(element, "shard");
  return shard && String(argumentOf(shard, "by"));
}
