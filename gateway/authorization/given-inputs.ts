import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  Kind,
  valueFromASTUntyped,
  type FieldNode,
  type GraphQLInputType,
  type OperationDefinitionNode,
} from "graphql";
import type { Guard } from "./requirements.ts";
import type { Rules } from "./read-rules.ts";

/** Values by name, without a prototype: a name like `constructor` is absent unless it was given. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * The values that the variables of an operation have: what the request gives, else the operation's own default, else
 * absent. Types are not looked at, because a value of a wrong type is refused before anything is executed.
 */
export function variableValues({ variableDefinitions = [] }: OperationDefinitionNode, given: Values): Values {
  const values: Record<string, unknown> = Object.create(null);
  for (const { variable, defaultValue } of variableDefinitions) {
    const name = variable.name.value;
    if (Object.hasOwn(given, name) && given[name] !== undefined) values[name] = given[name];
    else if (defaultValue) values[name] = valueFromASTUntyped(defaultValue);
  }
  return values;
}

/** The arguments given to a selection; one that is a variable without value is not given. */
export function givenArguments({ arguments: nodes = [] }: FieldNode, variables: Values): Values {
  const values: Record<string, unknown> = Object.create(null);
  for (const { name, value } of nodes) {
    const given = valueFromASTUntyped(value, variables);
    if (given !== undefined) values[name.value] = given;
  }
  return values;
}

/** Tells whether `@skip` or `@include` takes a selection out for these variables. */
export const isLeftOut = ({ directives = [] }: Pick<FieldNode, "directives">, variables: Values): boolean =>
  directives.some(({ name, arguments: given = [] }) => {
    const condition = given.find((argument) => argument.name.value === "if")?.value;
    if (condition === undefined || (name.value !== "skip" && name.value !== "include")) return false;
    const value = condition.kind === Kind.BOOLEAN ? condition.value : valueFromASTUntyped(condition, variables);
    return name.value === "skip" ? value === true : value === false;
  });

/** Tells whether a value of this type could meet any rule: on the type, its fields or its values. */
export function hasInputRules(type: GraphQLInputType, { at }: Rules, seen = new Set<string>()): boolean {
  const named = getNamedType(type);
  if (seen.has(named.name)) return false;
  seen.add(named.name);
  if (at.has(named.name)) return true;
  if (isEnumType(named)) return named.getValues().some(({ name }) => at.has(`${named.name}.${name}`));
  if (!isInputObjectType(named)) return false;
  return Object.values(named.getFields()).some(
    (field) => at.has(`${named.name}.${field.name}`) || hasInputRules(field.type, { at } as Rules, seen),
  );
}

/** What a given value meets: the rules of its type, of each input field given in it and of each enum value. */
export function* guardsOfValue(type: GraphQLInputType, value: unknown, rules: Rules): Generator<Guard> {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    for (const item of Array.isArray(value) ? value : [value]) yield* guardsOfValue(nullable.ofType, item, rules);
    return;
  }
  yield* guardsAt(nullable.name, rules);
  if (isEnumType(nullable) && typeof value === "string") yield* guardsAt(`${nullable.name}.${value}`, rules);
  if (!isInputObjectType(nullable) || typeof value !== "object" || value === null) return;
  for (const field of Object.values(nullable.getFields())) {
    const given = Object.hasOwn(value, field.name) ? (value as Values)[field.name] : undefined;
    if (given === undefined) continue;
    yield* guardsAt(`${nullable.name}.${field.name}`, rules);
    yield* guardsOfValue(field.type, given, rules);
  }
}

/** The rule of one place, each requirement with the place that states it. */
export const guardsAt = (coordinate: string, { at }: Rules): readonly Guard[] =>
  (at.get(coordinate) ?? []).map((requirement) => ({ requirement, coordinate }));
