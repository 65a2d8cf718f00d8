import {
  Kind, print, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type FieldNode, type GraphQLSchema,
} from "graphql";
// graphql-js compares arguments with this when it validates; it is not among its public names.
import { sortValueNode } from "graphql/utilities/sortValueNode.js";

/** An operation under the names that data have inside the engine. */
export interface PrivatelyNamed {
  readonly document: DocumentNode;
  /** The client's response name of each field node of `document`. */
  readonly clientNames: ReadonlyMap<FieldNode, string>;
}

/** A prefix that no field of the schema begins with. */
const prefixes = new WeakMap<GraphQLSchema, string>();

/**
 * Gives every client field a name that says only what it asks for: fields without arguments their own name,
 * fields that take arguments a private one per argument list. So a client's alias can neither stand in the way
 * of a key or of a field that @requires asks for with other arguments, nor make one field be fetched twice.
 * Root fields of a mutation act once per response name and are therefore never merged.
 */
export function namePrivately(document: DocumentNode, schema: GraphQLSchema): PrivatelyNamed {
  const clientNames = new Map<FieldNode, string>();
  const privateNames = new Map<string, string>();
  const privateName = (meaning: string) => {
    const name = privateNames.get(meaning) ?? `${prefixFor(schema)}${privateNames.size}`;
    privateNames.set(meaning, name);
    return name;
  };
  const typeInfo = new TypeInfo(schema);
  const renamed = visit(document, visitWithTypeInfo(typeInfo, {
    Field: {
      enter(field) {
        if (!isIntrospection(field)) return undefined;
        clientNames.set(field, field.alias?.value ?? field.name.value);
        return false;
      },
      leave(field) {
        const name = field.name.value;
        const responseName = field.alias?.value ?? name;
        const isAct = typeInfo.getParentType() === schema.getMutationType() && name !== "__typename";
        const takesArguments = (typeInfo.getFieldDef()?.args.length ?? 0) > 0;
        const act = isAct ? `${responseName} ` : "";
        const own = takesArguments || (isAct && field.alias) ? privateName(`${act}${name}(${argumentsText(field)})`) : undefined;
        const { alias: _, ...rest } = field;
        const node: FieldNode = own ? { ...rest, alias: { kind: Kind.NAME, value: own } } : rest;
        clientNames.set(node, responseName);
        return node;
      },
    },
  }));
  return { document: renamed, clientNames };
}

/** Whether a field asks about the schema; such fields are answered here and never planned. */
export const isIntrospection = ({ name }: FieldNode): boolean => name.value === "__schema" || name.value === "__type";

function prefixFor(schema: GraphQLSchema): string {
  const known = prefixes.get(schema);
  if (known) return known;
  const fieldNames = Object.values(schema.getTypeMap()).flatMap((type) => ("getFields" in type ? Object.keys(type.getFields()) : []));
  let prefix = "hub";
  while (fieldNames.some((name) => name.startsWith(prefix))) prefix += "_";
  prefixes.set(schema, prefix);
  return prefix;
}

/** The arguments of a field, the same text for the same arguments in any order. */
export function argumentsText({ arguments: given = [] }: FieldNode): string {
  return given.map(({ name, value }) => `${name.value}:${print(sortValueNode(value))}`).sort().join(",");
}
