import { Kind, type ConstDirectiveNode, type DocumentNode } from "graphql";
import { argumentOf } from "./directives.ts";

/**
 * A supergraph without the non-resolvable keys of a type in agencies that also have a resolvable key on it: to
 * return to such an agency for @requires, planner 2.14.4 may choose the key that the agency cannot resolve.
 */
export function dropShadowedKeys(supergraph: DocumentNode): DocumentNode {
  const definitions = supergraph.definitions.map((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION
      ? { ...definition, directives: withoutShadowed(definition.directives ?? []) }
      : definition,
  );
  return { ...supergraph, definitions };
}

function withoutShadowed(directives: readonly ConstDirectiveNode[]): readonly ConstDirectiveNode[] {
  const isKey = (it: ConstDirectiveNode) => it.name.value === "join__type" && argumentOf(it, "key") !== undefined;
  const isResolvable = (it: ConstDirectiveNode) => argumentOf(it, "resolvable") !== false;
  const resolvable = new Set(
    directives.filter((it) => isKey(it) && isResolvable(it)).map((it) => argumentOf(it, "graph")),
  );
  return directives.filter((it) => !isKey(it) || isResolvable(it) || !resolvable.has(argumentOf(it, "graph")));
}
