import { Kind, parse, valueFromASTUntyped, type ConstDirectiveNode, type ObjectTypeDefinitionNode } from "graphql";

/** How to find the instance of a sharded agency. */
export interface Shards {
  /** For each entity type, the way through its key to the committee code. */
  readonly pathByType: ReadonlyMap<string, readonly string[]>;
  /** For each root field, the way through its arguments to the committee code. */
  readonly argumentByField: ReadonlyMap<string, readonly string[]>;
}

const ROOT_TYPES: ReadonlySet<string> = new Set(["Query", "Mutation"]);

/**
 * Reads `@shard` of one agency from a supergraph.
 * @throws when an entity type or a root field of the agency has none: its fetches could not be sent anywhere
 */
export function readShards(supergraph: string, agency: string): Shards {
  const definitions = parse(supergraph).definitions;
  const graphs = definitions.find(
    (node) => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === "join__Graph",
  );
  const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
  const graph = values.find(({ directives = [] }) => directives.some((given) => argument(given, "name") === agency))
    ?.name.value;
  const types = definitions
    .filter((node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION)
    .filter(({ directives = [] }) => joins(directives, "join__type").some((join) => argument(join, "graph") === graph));
  const byOf = (at: string, directives: readonly ConstDirectiveNode[] = []) => {
    const shard = directives.find(({ name }) => name.value === "shard");
    if (!shard) throw new Error(`${agency} has several instances, but ${at} has no @shard to choose one by.`);
    return String(argument(shard, "by"));
  };
  const entities = types.filter(({ directives = [] }) =>
    joins(directives, "join__type").some(
      (join) =>
        argument(join, "graph") === graph &&
        argument(join, "key") !== undefined &&
        argument(join, "resolvable") !== false,
    ),
  );
  const rootFields = types
    .filter(({ name }) => ROOT_TYPES.has(name.value))
    .flatMap(({ fields = [] }) => fields)
    .filter(({ directives = [] }) => {
      const owners = joins(directives, "join__field");
      return owners.length === 0 || owners.some((join) => argument(join, "graph") === graph);
    });
  return {
    pathByType: new Map(entities.map(({ name, directives }) => [name.value, byOf(name.value, directives).split(".")])),
    argumentByField: new Map(
      rootFields.map(({ name, directives }) => [name.value, byOf(name.value, directives).split(".")]),
    ),
  };
}

const joins = (directives: readonly ConstDirectiveNode[], name: string) =>
  directives.filter((given) => given.name.value === name);

function argument(directive: ConstDirectiveNode, name: string): unknown {
  const given = directive.arguments?.find((candidate) => candidate.name.value === name);
  return given && valueFromASTUntyped(given.value);
}
