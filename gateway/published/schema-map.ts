import { Kind, parse, valueFromASTUntyped, type ConstDirectiveNode } from "graphql";

/** Which agencies answer a field: agency names by type and field, in the supergraph's order. */
export type SchemaMap = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Reads from a supergraph who owns what; object types and interfaces alone have fields to answer. */
export function schemaMap(supergraphSdl: string): SchemaMap {
  const { definitions } = parse(supergraphSdl, { noLocation: true });
  const graphs = definitions.find(
    (node) => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === "join__Graph",
  );
  const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
  const agencies = new Map(
    values.map(({ name, directives }) => [name.value, String(given(directives, "join__graph")[0]?.["name"])]),
  );
  const agencyOf = ({ graph }: Readonly<Record<string, unknown>>) => agencies.get(String(graph)) ?? "";
  const map: Record<string, Record<string, readonly string[]>> = {};
  for (const node of definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const holders = [...new Set(given(node.directives, "join__type").map(agencyOf))];
    const fields = (node.fields ?? []).map(({ name, directives }) => {
      const stated = given(directives, "join__field").filter(({ graph }) => graph !== undefined);
      // What an agency only refers to, or has handed over, it does not answer.
      const owners = stated.filter(({ external, usedOverridden }) => !external && !usedOverridden).map(agencyOf);
      return [name.value, stated.length > 0 ? owners : holders] as const;
    });
    map[node.name.value] = Object.fromEntries(fields);
  }
  return map;
}

/** The arguments of each use of a directive. */
const given = (directives: readonly ConstDirectiveNode[] = [], name: string) =>
  directives
    .filter((directive) => directive.name.value === name)
    .map(({ arguments: all = [] }) =>
      Object.fromEntries(all.map((argument) => [argument.name.value, valueFromASTUntyped(argument.value) as unknown])),
    );
