import { isInputObjectType, isLeafType, type DocumentNode, type GraphQLNamedType, type GraphQLSchema } from "graphql";
import { readFeatures } from "../authorization/features.ts";
import { argumentOf, directivesOf } from "../planning/directives.ts";

/** How long a list is taken to be, as `@listSize` says at the field that answers the list or the object around it. */
export interface ListSize {
  /** Items when no slicing argument is given; null leaves it to `LIST_SIZE_ASSUMED`. */
  readonly assumedSize: number | null;
  /** Arguments that say how many items are wanted. */
  readonly slicingArguments: readonly string[];
  /** Fields below that hold the items; empty where the field itself does. */
  readonly sizedFields: readonly string[];
}

/** What a graph says of its costs. Places are written `Type`, `Type.field` and `Type.field(argument:)`. */
export interface CostRules {
  /** What one thing at this place costs by itself, where `@cost` says so. */
  readonly weightAt: ReadonlyMap<string, number>;
  readonly listSizeAt: ReadonlyMap<string, ListSize>;
}

/** Items of a list of which nobody has said how long it is. */
export const LIST_SIZE_ASSUMED = 10;

const COST_SPECIFICATION = "https://specs.apollo.dev/cost";

/** Reads `@cost` and `@listSize` of a supergraph, by whatever name it imports them. */
export function readCostRules(document: DocumentNode, schema: GraphQLSchema): CostRules {
  const feature = readFeatures(document).find(({ identity }) => identity === COST_SPECIFICATION);
  const weightAt = new Map<string, number>();
  const listSizeAt = new Map<string, ListSize>();
  if (!feature) return { weightAt, listSizeAt };
  const [costNames, listSizeNames] = [feature.namesOf("@cost"), feature.namesOf("@listSize")];
  const read = (place: string, holder: Parameters<typeof directivesOf>[0]) => {
    for (const directive of costNames.flatMap((name) => directivesOf(holder, name)))
      weightAt.set(place, Math.max(0, Number(argumentOf(directive, "weight"))));
    for (const directive of listSizeNames.flatMap((name) => directivesOf(holder, name))) {
      const assumedSize = argumentOf(directive, "assumedSize");
      listSizeAt.set(place, {
        assumedSize: typeof assumedSize === "number" ? assumedSize : null,
        slicingArguments: textsOf(argumentOf(directive, "slicingArguments")),
        sizedFields: textsOf(argumentOf(directive, "sizedFields")),
      });
    }
  };
  for (const type of Object.values(schema.getTypeMap())) {
    read(type.name, type);
    if (!("getFields" in type)) continue;
    for (const field of Object.values(type.getFields())) {
      read(`${type.name}.${field.name}`, field);
      if (!("args" in field)) continue;
      for (const argument of field.args) read(`${type.name}.${field.name}(${argument.name}:)`, argument);
    }
  }
  return { weightAt, listSizeAt };
}

/** What one value of a type costs by itself: an object one, a scalar or an input nothing, unless `@cost` says other. */
export const weightOfType = (type: GraphQLNamedType, { weightAt }: CostRules): number =>
  weightAt.get(type.name) ?? (isLeafType(type) || isInputObjectType(type) ? 0 : 1);

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
