import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  Kind,
  valueFromASTUntyped,
  visit,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLInputType,
  type ValueNode,
} from "graphql";
import { bounded, sumOf, type Amount, type Variables } from "./amount.ts";
import { LIST_SIZE_ASSUMED, weightOfType, type CostRules, type ListSize } from "./cost-rules.ts";

/**
 * What the arguments of a field cost: those that `@cost` names, their types, and the input fields given in them.
 * @param place of the field, as `Type.field`
 */
export function costOfArguments(
  node: FieldNode,
  place: string,
  args: readonly GraphQLArgument[],
  rules: CostRules,
): Amount {
  return sumOf(
    args.map((argument): Amount => {
      const weight = rules.weightAt.get(`${place}(${argument.name}:)`) ?? 0;
      if (weight === 0 && !isWeighted(argument.type, rules)) return 0;
      return readValue(node, argument, (value) =>
        value == null ? 0 : bounded(weight + costOfValue(argument.type, value, rules)),
      );
    }),
  );
}

/** How many items a list holds, by the largest of its slicing arguments; absent and null ones say nothing. */
export function sizeOfList(node: FieldNode, args: readonly GraphQLArgument[], listSize: ListSize): Amount {
  const otherwise = listSize.assumedSize ?? LIST_SIZE_ASSUMED;
  const known = args
    .filter(({ name }) => listSize.slicingArguments.includes(name))
    // Minus one stands for nothing said, since zero and less have a meaning: no items.
    .map((argument) => readValue(node, argument, (value) => (typeof value === "number" ? bounded(value) : UNSAID)));
  const largest = (sizes: readonly number[]) => {
    const size = Math.max(UNSAID, ...sizes);
    return size === UNSAID ? otherwise : size;
  };
  if (known.every((amount) => typeof amount === "number")) return largest(known);
  return (variables) => largest(known.map((amount) => (typeof amount === "number" ? amount : amount(variables))));
}

const UNSAID = -1;

/** Reads something from the value of an argument: at once, or with the variables that stand in it. */
function readValue(node: FieldNode, argument: GraphQLArgument, read: (value: unknown) => number): Amount {
  const written = node.arguments?.find(({ name }) => name.value === argument.name)?.value;
  if (!written) return read(argument.defaultValue);
  if (!hasVariable(written)) return read(valueFromASTUntyped(written));
  return (variables) => {
    const value = valueFromASTUntyped(written, variables);
    return read(value === undefined ? absent(written, argument) : value);
  };
}

/** A variable without value leaves an argument to its default; one that is null does not. */
const absent = (written: ValueNode, { defaultValue }: GraphQLArgument): unknown =>
  written.kind === Kind.VARIABLE ? defaultValue : undefined;

function hasVariable(value: ValueNode): boolean {
  let found = false;
  visit(value, { Variable: () => void (found = true) });
  return found;
}

function costOfValue(type: GraphQLInputType, value: unknown, rules: CostRules): number {
  if (value == null) return 0;
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return items.reduce<number>((sum, item) => bounded(sum + costOfValue(nullable.ofType, item, rules)), 0);
  }
  const own = weightOfType(nullable, rules);
  if (!isInputObjectType(nullable) || typeof value !== "object") return own;
  return Object.values(nullable.getFields()).reduce((sum, field) => {
    const given = Object.hasOwn(value, field.name) ? (value as Variables)[field.name] : field.defaultValue;
    if (given == null) return sum;
    const weight = rules.weightAt.get(`${nullable.name}.${field.name}`) ?? 0;
    return bounded(sum + weight + costOfValue(field.type, given, rules));
  }, own);
}

/** Whether a value of this type could cost anything. */
function isWeighted(type: GraphQLInputType, rules: CostRules, seen = new Set<string>()): boolean {
  const named = getNamedType(type);
  if (seen.has(named.name)) return false;
  seen.add(named.name);
  if (weightOfType(named, rules) > 0) return true;
  return (
    isInputObjectType(named) &&
    Object.values(named.getFields()).some(
      (field) => rules.weightAt.has(`${named.name}.${field.name}`) || isWeighted(field.type, rules, seen),
    )
  );
}
