import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from "graphql";
import { argumentOf, directivesOf } from "./directives.ts";
import { argumentsText } from "./private-names.ts";

/**
 * Fields whose @requires name the same field with other arguments than another's, as `Type.field` to the number
 * of the planning pass that may ask for it. Fields without such a conflict are absent and belong to every pass.
 * One response name cannot hold two values, so planner 2.14.4 hands one value to both.
 */
export type RequiresConflicts = ReadonlyMap<string, number>;

/** Field coordinate to the one argument list with which it is required. */
type Demands = Map<string, string>;

/** Finds the conflicts of a supergraph; empty for nearly every one. */
export function requiresConflicts(schema: GraphQLSchema): RequiresConflicts {
  const demands = new Map<string, Demands>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      const found = demandsOf(schema, coordinate, type, new Set());
      if (found.size > 0) demands.set(coordinate, found);
    }
  }
  return colour([...demands].filter(([, mine]) => [...demands.values()].some((other) => clash(mine, other))));
}

function demandsOf(schema: GraphQLSchema, coordinate: string, type: GraphQLNamedType, seen: Set<string>): Demands {
  const demands: Demands = new Map();
  if (seen.has(coordinate) || (!isObjectType(type) && !isInterfaceType(type))) return demands;
  seen.add(coordinate);
  const field = type.getFields()[coordinate.slice(type.name.length + 1)];
  for (const join of field ? directivesOf(field, "join__field") : []) {
    const requires = argumentOf(join, "requires");
    if (typeof requires === "string") collect(parse(`{${requires}}`), type);
  }
  return demands;

  function collect(node: ReturnType<typeof parse>, parent: GraphQLNamedType) {
    for (const definition of node.definitions) {
      if (definition.kind === Kind.OPERATION_DEFINITION) collectFrom(definition.selectionSet, parent);
    }
  }
  function collectFrom({ selections }: SelectionSetNode, parent: GraphQLNamedType | undefined) {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        collectFrom(
          selection.selectionSet,
          selection.typeCondition ? schema.getType(selection.typeCondition.name.value) : parent,
        );
      } else if (selection.kind === Kind.FIELD && (isObjectType(parent) || isInterfaceType(parent))) {
        const required = `${parent.name}.${selection.name.value}`;
        for (const [inner, text] of demandsOf(schema, required, parent, seen)) demands.set(inner, text);
        const definition = parent.getFields()[selection.name.value];
        // Without arguments a field that takes some has its defaults, which is one more way to ask for it.
        if (definition?.args.length) demands.set(required, argumentsText(selection));
        if (selection.selectionSet && definition) collectFrom(selection.selectionSet, getNamedType(definition.type));
      }
    }
  }
}

const clash = (mine: Demands, other: Demands) =>
  [...mine].some(([coordinate, text]) => other.has(coordinate) && other.get(coordinate) !== text);

function colour(fields: readonly (readonly [string, Demands])[]): RequiresConflicts {
  const passes: [string, Demands][][] = [];
  for (const [coordinate, demands] of fields) {
    const pass = passes.find((members) => !members.some(([, other]) => clash(demands, other)));
    if (pass) pass.push([coordinate, demands]);
    else passes.push([[coordinate, demands]]);
  }
  return new Map(passes.flatMap((members, pass) => members.map(([coordinate]) => [coordinate, pass] as const)));
}
