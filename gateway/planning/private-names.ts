import {
  Kind,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
} from "graphql";
// graphql-js compares arguments with this when it validates; it is not among its public names.
import { sortValueNode } from "graphql/utilities/sortValueNode.js";
import { FILLER } from "./conditions.ts";
import { isHidden } from "./hidden-nodes.ts";

/** An operation under the names that data have inside the engine. */
export interface PrivatelyNamed {
  readonly document: DocumentNode;
  /** The client's response name of each field node of `document`. */
  readonly clientNames: ReadonlyMap<FieldNode, string>;
}

/** A prefix that no field of the schema begins with. */
const prefixes = new WeakMap<GraphQLSchema, string>();

/**
 * Gives every client field a name that says what it asks for and not how the client calls it: a field without
 * arguments its own name, a field that takes arguments a private one per argument list. So a client's alias can
 * neither stand in the way of a key or of a field that @requires asks for with other arguments, nor make one field
 * be fetched twice. Fields with selections share a name only where they select the same, for a null that rises
 * must not reach a field beside it. Root fields of a mutation act once per response name and are never merged.
 */
export function namePrivately(document: DocumentNode, schema: GraphQLSchema): PrivatelyNamed {
  const clientNames = new Map<FieldNode, string>();
  const privateNames = new Map<string, string>();
  const privateName = (meaning: string) => {
    const name = privateNames.get(meaning) ?? `${prefixFor(schema)}${privateNames.size}`;
    privateNames.set(meaning, name);
    return name;
  };
  const uses = usesOf(document);
  const plainUses = new Set(
    uses.entries().flatMap(([use, places]) => (use.startsWith("=") ? [`${use.slice(1)} ${places}`] : [])),
  );
  const typeInfo = new TypeInfo(schema);
  const nameOf = (field: FieldNode): string | undefined => {
    const isAct = typeInfo.getParentType() === schema.getMutationType() && field.name.value !== "__typename";
    const takesArguments = (typeInfo.getFieldDef()?.args.length ?? 0) > 0;
    if (isAct) return takesArguments || field.alias ? privateName(useOf(field)) : undefined;
    const meaning = field.selectionSet ? `${callOf(field)} ${uses.get(useOf(field))}` : callOf(field);
    const isPlain = !takesArguments && (!field.alias || !field.selectionSet || plainUses.has(meaning));
    return isPlain ? undefined : privateName(meaning);
  };
  const renamed = visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: {
        enter(field) {
          if (isHidden(field)) return false;
          // Fragments on the schema's own types are answered here too, under the client's names.
          const isAboutSchema = isIntrospection(field) || typeInfo.getParentType()?.name.startsWith("__");
          if (!isAboutSchema) return undefined;
          clientNames.set(field, responseNameOf(field));
          return false;
        },
        leave(field) {
          if (field === FILLER) return undefined;
          const own = nameOf(field);
          const { alias: _, ...rest } = field;
          const node: FieldNode = own ? { ...rest, alias: { kind: Kind.NAME, value: own } } : rest;
          clientNames.set(node, responseNameOf(field));
          return node;
        },
      },
    }),
  );
  return { document: renamed, clientNames };
}

const responseNameOf = ({ alias, name }: FieldNode) => (alias ?? name).value;
const callOf = (field: FieldNode) => `${field.name.value}(${argumentsText(field)})`;
/** A response name together with what it calls; where a response name is plain, the call alone after an equals sign. */
const useOf = (field: FieldNode) => `${field.alias ? `${field.alias.value} ` : ""}=${callOf(field)}`;

/** For each use of a field with selections every place where it stands, and what it selects there. */
function usesOf(document: DocumentNode): ReadonlyMap<string, string> {
  const uses = new Map<string, string>();
  let sets = 0;
  visit(document, {
    SelectionSet({ selections }) {
      sets += 1;
      for (const field of selections) {
        if (field.kind !== Kind.FIELD || !field.selectionSet) continue;
        uses.set(useOf(field), `${uses.get(useOf(field)) ?? ""} ${sets}${print(field.selectionSet)}`);
      }
    },
  });
  return uses;
}

/** Whether a field asks about the schema; such fields are answered here and never planned. */
export const isIntrospection = ({ name }: FieldNode): boolean => name.value === "__schema" || name.value === "__type";

function prefixFor(schema: GraphQLSchema): string {
  const known = prefixes.get(schema);
  if (known) return known;
  const fieldNames = Object.values(schema.getTypeMap()).flatMap((type) =>
    "getFields" in type ? Object.keys(type.getFields()) : [],
  );
  let prefix = "hub";
  while (fieldNames.some((name) => name.startsWith(prefix))) prefix += "_";
  prefixes.set(schema, prefix);
  return prefix;
}

/** The arguments of a field, the same text for the same arguments in any order. */
export function argumentsText({ arguments: given = [] }: FieldNode): string {
  return given
    .map(({ name, value }) => `${name.value}:${print(sortValueNode(value))}`)
    .sort()
    .join(",");
}
