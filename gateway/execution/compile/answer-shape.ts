import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from "graphql";
import { leafReader, type LeafReader } from "./leaves.ts";

/** What an agency's answer must look like at one place. */
export type AnswerValue =
  | { readonly kind: "leaf"; readonly nonNull: boolean; readonly read: LeafReader; readonly typeName: string }
  | { readonly kind: "list"; readonly nonNull: boolean; readonly of: AnswerValue }
  | { readonly kind: "object"; readonly nonNull: boolean; readonly shape: AnswerShape };

/** One requested field: its name in the answer, and the name under which the data tree keeps it. */
export interface AnswerField {
  readonly answerName: string;
  readonly name: string;
  readonly value: AnswerValue;
  /** False for what is asked for only to verify the entity. */
  readonly isKept: boolean;
  /** Whether it is the id of a person, by which an answer is accounted for. */
  readonly isPersonId: boolean;
}

/** The fields that an object of an answer must have, in order, depending on its type. */
export interface AnswerShape {
  /** The type that the field is declared with. */
  readonly typeName: string;
  /** Whether an object may be of more than one type and so says its `__typename`. */
  readonly isAbstract: boolean;
  readonly fieldsFor: (typeName: string) => readonly AnswerField[];
  /** Whether a type may stand at this place. */
  readonly allows: (typeName: string) => boolean;
}

/** How the fields of one fetch differ from what they say. */
interface ShapeOptions {
  /** Tree name of each field node whose name in the answer is another. */
  readonly treeNames: ReadonlyMap<FieldNode, string>;
  /** Field nodes that are asked for only to verify an entity. */
  readonly unkept: ReadonlySet<FieldNode>;
  /** `Type.field` of the ids of persons. */
  readonly personIds: ReadonlySet<string>;
}

/** Compiles a selection on a type of the whole supergraph; fragments must be inline and conditions decided. */
export function answerShape(
  schema: GraphQLSchema,
  typeName: string,
  sets: readonly SelectionSetNode[],
  options: ShapeOptions,
): AnswerShape {
  const type = schema.getType(typeName);
  const known = new Map<string, readonly AnswerField[]>();
  return {
    typeName,
    isAbstract: type === undefined || isAbstractType(type),
    fieldsFor(runtime) {
      const fields = known.get(runtime) ?? collectFields(schema, runtime, sets, options);
      if (known.size < 1_000) known.set(runtime, fields);
      return fields;
    },
    allows: (runtime) => runtime === typeName || !type || isSubtype(schema, typeName, runtime),
  };
}

/** Whether a type is the other one or takes its place, interfaces of agencies that keep them as objects included. */
export function isSubtype(schema: GraphQLSchema, general: string, special: string): boolean {
  if (general === special) return true;
  const [outer, inner] = [schema.getType(general), schema.getType(special)];
  return isAbstractType(outer) && !!inner && "getInterfaces" in inner && schema.isSubType(outer, inner);
}

function collectFields(
  schema: GraphQLSchema,
  runtime: string,
  sets: readonly SelectionSetNode[],
  options: ShapeOptions,
): readonly AnswerField[] {
  const nodes = new Map<string, FieldNode[]>();
  const collect = ({ selections }: SelectionSetNode) => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        nodes.set(name, [...(nodes.get(name) ?? []), selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        if (!condition || isSubtype(schema, condition, runtime)) collect(selection.selectionSet);
      }
    }
  };
  sets.forEach(collect);
  const type = schema.getType(runtime);
  return [...nodes].map(([answerName, [node, ...more]]) => ({
    answerName,
    name: options.treeNames.get(node!) ?? answerName,
    value: valueOf(schema, fieldType(schema, type, node!.name.value), [node!, ...more], options),
    isPersonId: options.personIds.has(`${runtime}.${node!.name.value}`),
    isKept: ![node!, ...more].every((it) => options.unkept.has(it)),
  }));
}

function fieldType(
  schema: GraphQLSchema,
  parent: GraphQLNamedType | undefined,
  name: string,
): GraphQLOutputType | undefined {
  if (name === "__typename") return undefined;
  return parent && "getFields" in parent
    ? (parent.getFields()[name]?.type as GraphQLOutputType | undefined)
    : undefined;
}

function valueOf(
  schema: GraphQLSchema,
  type: GraphQLOutputType | undefined,
  nodes: readonly FieldNode[],
  options: ShapeOptions,
): AnswerValue {
  if (!type) return { kind: "leaf", nonNull: true, read: leafReader("String"), typeName: "String" };
  if (isNonNullType(type)) return { ...valueOf(schema, type.ofType, nodes, options), nonNull: true };
  if (isListType(type)) return { kind: "list", nonNull: false, of: valueOf(schema, type.ofType, nodes, options) };
  if (isLeafType(type)) {
    const read = isEnumType(type)
      ? leafReader(new Set(type.getValues().map(({ name }) => name)))
      : leafReader(type.name);
    return { kind: "leaf", nonNull: false, read, typeName: isEnumType(type) ? "enum" : type.name };
  }
  const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  return { kind: "object", nonNull: false, shape: answerShape(schema, getNamedType(type).name, sets, options) };
}
