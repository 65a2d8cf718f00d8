import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isInterfaceType,
  isListType,
  isObjectType,
  separateOperations,
  typeFromAST,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type FieldNode,
  type GraphQLInputType,
  type GraphQLNamedType,
} from "graphql";
import { fieldsIn, type CompiledRights } from "../authorization/compile-rights.ts";
import type { Values } from "../authorization/given-inputs.ts";

/**
 * What a request uses though it is deprecated, by its variables with the operation's defaults: `Type.field`,
 * `Type.field.argument`, `Enum.VALUE`, `Input.field`, each once.
 */
export type DeprecatedUses = (variables: Values) => readonly string[];

const NOTHING: readonly string[] = [];

/**
 * Finds what an operation uses though it is deprecated. What its text names counts whatever a request skips or is
 * refused, for without it the text would not be valid; a field asked of an interface counts on every type behind it.
 */
export function deprecatedUses(compiled: CompiledRights): DeprecatedUses {
  const { operation, schema } = compiled;
  const written = [...new Set([...usesOfTypes(compiled), ...usesInText(compiled)])];
  const variables = (operation.variableDefinitions ?? []).flatMap(({ variable, type }) => {
    const given = typeFromAST(schema, type as never) as GraphQLNamedType | undefined;
    return isInputType(given) && mayUse(given) ? [{ name: variable.name.value, type: given }] : [];
  });
  if (variables.length === 0) return written.length === 0 ? () => NOTHING : () => written;
  return (values) => {
    const given = variables.flatMap(({ name, type }) => [...usesInValue(type, values[name])]);
    return [...new Set([...written, ...given])];
  };
}

function* usesOfTypes({ selections, schema }: CompiledRights): Generator<string> {
  for (const { node, types } of fieldsIn(selections))
    for (const name of types) yield* usesOfField(schema.getType(name), node);
}

function* usesOfField(type: GraphQLNamedType | null | undefined, node: FieldNode): Generator<string> {
  if (!isObjectType(type) && !isInterfaceType(type)) return;
  const field = type.getFields()[node.name.value];
  if (!field) return;
  const place = `${type.name}.${field.name}`;
  if (field.deprecationReason) yield place;
  const given = new Set(node.arguments?.map(({ name }) => name.value));
  for (const arg of field.args) if (arg.deprecationReason && given.has(arg.name)) yield `${place}.${arg.name}`;
}

/** Fields by the type that the text asks, and what stands in values: those of arguments and of variables' defaults. */
function usesInText({ document, operation, schema }: CompiledRights): ReadonlySet<string> {
  const found = new Set<string>();
  const info = new TypeInfo(schema);
  const own = separateOperations(document)[operation.name?.value ?? ""] ?? document;
  visit(
    own,
    visitWithTypeInfo(info, {
      Field: (node) => {
        for (const use of usesOfField(info.getParentType(), node)) found.add(use);
      },
      ObjectField: ({ name }) => {
        const parent = getNamedType(info.getParentInputType());
        const field = isInputObjectType(parent) ? parent.getFields()[name.value] : undefined;
        if (parent && field?.deprecationReason) found.add(`${parent.name}.${field.name}`);
      },
      EnumValue: () => {
        const value = info.getEnumValue();
        if (value?.deprecationReason) found.add(`${getNamedType(info.getInputType())?.name}.${value.name}`);
      },
    }),
  );
  return found;
}

/** Whether a value of this type could use anything deprecated. */
function mayUse(type: GraphQLInputType, seen = new Set<string>()): boolean {
  const named = getNamedType(type);
  if (seen.has(named.name)) return false;
  seen.add(named.name);
  if (isEnumType(named)) return named.getValues().some(({ deprecationReason }) => deprecationReason);
  if (!isInputObjectType(named)) return false;
  return Object.values(named.getFields()).some((field) => field.deprecationReason || mayUse(field.type, seen));
}

function* usesInValue(type: GraphQLInputType, value: unknown): Generator<string> {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    for (const item of Array.isArray(value) ? value : [value]) yield* usesInValue(nullable.ofType, item);
  } else if (isEnumType(nullable)) {
    if (typeof value === "string" && nullable.getValue(value)?.deprecationReason) yield `${nullable.name}.${value}`;
  } else if (isInputObjectType(nullable) && typeof value === "object" && value !== null) {
    for (const field of Object.values(nullable.getFields())) {
      const given = Object.hasOwn(value, field.name) ? (value as Values)[field.name] : undefined;
      if (given === undefined) continue;
      if (field.deprecationReason) yield `${nullable.name}.${field.name}`;
      yield* usesInValue(field.type, given);
    }
  }
}
