import {
  getNamedType,
  getNullableType,
  isListType,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from "graphql";
import type { Fragments } from "../planning/fragments.ts";
import { largestOf, productOf, sumOf, type Amount } from "./amount.ts";
import { LIST_SIZE_ASSUMED, weightOfType, type CostRules } from "./cost-rules.ts";
import { costOfArguments, sizeOfList } from "./input-cost.ts";
import { fieldsOn, objectTypesOf } from "./selected-fields.ts";

/** What the cost of a selection is counted with. */
export interface CostSetting {
  readonly schema: GraphQLSchema;
  readonly rules: CostRules;
  readonly fragments: Fragments;
  /** Told of every list, with the names that lead to it, and `@` for each list among them and itself. */
  readonly onList?: (path: readonly string[], size: Amount) => void;
  /** Name under which a response name of the selection is known outside; itself when absent. */
  readonly nameOf?: (responseName: string) => string;
}

/** Sizes that the field around an object gives to fields of the object. */
type GivenSizes = ReadonlyMap<string, Amount>;

/**
 * A counter of what selections cost: a field costs its own weight and what is below, a list as often as it has items,
 * an interface or union what its dearest type would. Each selection set is counted once for each type it meets.
 */
export function selectionCosts(setting: CostSetting) {
  const { schema, rules, fragments, onList, nameOf = (name) => name } = setting;
  const known = new WeakMap<SelectionSetNode, Map<GraphQLObjectType, Amount>>();

  function ofSelection(
    sets: readonly SelectionSetNode[],
    type: GraphQLObjectType,
    path: readonly string[],
    sizes?: GivenSizes,
  ): Amount {
    const [only] = sets;
    // Where lists are told of, the same selection at another place must be walked again.
    const memory = sets.length === 1 && only && !sizes && !onList ? memoryOf(only) : undefined;
    const remembered = memory?.get(type);
    if (remembered !== undefined) return remembered;
    const fields = fieldsOn(type, sets, fragments, schema);
    const cost = sumOf([...fields].map(([name, nodes]) => ofField(name, nodes, type, path, sizes)));
    memory?.set(type, cost);
    return cost;
  }

  function memoryOf(set: SelectionSetNode) {
    const memory = known.get(set) ?? new Map<GraphQLObjectType, Amount>();
    known.set(set, memory);
    return memory;
  }

  function ofField(
    responseName: string,
    nodes: readonly [FieldNode, ...FieldNode[]],
    parent: GraphQLObjectType,
    above: readonly string[],
    sizes?: GivenSizes,
  ): Amount {
    const [node] = nodes;
    const field = parent.getFields()[node.name.value];
    // What is asked of the schema itself costs no agency anything.
    if (!field) return 0;
    const place = `${parent.name}.${field.name}`;
    const listSize = rules.listSizeAt.get(place);
    const sliced = listSize && sizeOfList(node, field.args, listSize);
    const isHolder = sliced !== undefined && listSize !== undefined && listSize.sizedFields.length > 0;
    const own = sizes?.get(field.name) ?? (isHolder ? undefined : sliced);
    const { path, size } = listsOf(field.type, [...above, nameOf(responseName)], own);
    const below = isHolder ? new Map(listSize.sizedFields.map((name) => [name, sliced])) : undefined;
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const types = objectTypesOf(field.type, schema);
    const weight = rules.weightAt.get(place);
    const each =
      types.length === 0
        ? (weight ?? weightOfType(getNamedType(field.type), rules))
        : largestOf(
            types.map((type) => sumOf([weight ?? weightOfType(type, rules), ofSelection(sets, type, path, below)])),
          );
    return sumOf([costOfArguments(node, place, field.args, rules), productOf([size, each])]);
  }

  /** How many values a field has in all, lists within lists multiplied, and the path to one of them. */
  function listsOf(type: GraphQLOutputType, path: readonly string[], given: Amount | undefined) {
    let [size, at, left]: [Amount, readonly string[], GraphQLOutputType] = [1, path, getNullableType(type)];
    for (let own = given; isListType(left); own = undefined) {
      const length = own ?? LIST_SIZE_ASSUMED;
      at = [...at, "@"];
      onList?.(at, length);
      size = productOf([size, length]);
      left = getNullableType(left.ofType as GraphQLOutputType);
    }
    return { path: at, size };
  }

  return ofSelection;
}
