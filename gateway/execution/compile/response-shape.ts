import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { FILLER } from "../../planning/conditions.ts";
import { isHidden } from "../../planning/hidden-nodes.ts";
import { isIntrospection, type PrivatelyNamed } from "../../planning/private-names.ts";

/** What a client's answer looks like at one place. */
export type ResponseValue =
  | { readonly kind: "leaf"; readonly nonNull: boolean; readonly values: ReadonlySet<string> | null }
  | { readonly kind: "list"; readonly nonNull: boolean; readonly of: ResponseValue }
  | { readonly kind: "object"; readonly nonNull: boolean; readonly selection: ResponseSelection };

/** One field of the answer: the name that the client reads, and the name in the data tree. */
export interface ResponseField {
  readonly responseName: string;
  readonly name: string;
  /** Null for `__typename` and for fields about the schema. */
  readonly value: ResponseValue | null;
  /** For a field about the schema, what is asked of it. */
  readonly aboutSchema: readonly FieldNode[] | null;
}

/** The fields of an object in the client's order, depending on its type. */
export interface ResponseSelection {
  /** The type that the field is declared with. */
  readonly typeName: string;
  /**
   * Whether the type is an interface or union, so that objects say which type they are where anything depends on
   * it.
   */
  readonly isAbstract: boolean;
  /** The fields for a type; null for a type that clients cannot see or that does not belong here. */
  readonly fieldsFor: (typeName: string) => readonly ResponseField[] | null;
  /** Fields by tree name whatever the type, to translate error paths. */
  readonly anyField: (name: string) => ResponseField | undefined;
}

/** Compiles what the client asked for, by the schema that clients see; conditions must be decided. */
export function responseShape(
  { document, clientNames }: PrivatelyNamed,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
): ResponseSelection {
  const scope = { schema, clientNames, fragments: fragmentsOf(document) };
  return selectionOn(scope, schema.getRootType(operation.operation)!, [operation.selectionSet]);
}

/** What every part of one response is compiled with. */
interface Scope {
  readonly schema: GraphQLSchema;
  readonly clientNames: PrivatelyNamed["clientNames"];
  readonly fragments: ReturnType<typeof fragmentsOf>;
}

function selectionOn(
  scope: Scope,
  type: GraphQLOutputType & { name: string },
  sets: readonly SelectionSetNode[],
): ResponseSelection {
  const types = isAbstractType(type) ? scope.schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
  const known = new Map<string, readonly ResponseField[]>();
  const fieldsFor = (typeName: string) => {
    const fields = known.get(typeName);
    const runtime = fields
      ? undefined
      : (types.find(({ name }) => name === typeName) ?? interfaceNamed(scope, typeName, types, sets));
    if (!runtime) return fields ?? null;
    const collected = fieldsOf(scope, runtime, sets);
    known.set(typeName, collected);
    return collected;
  };
  return {
    typeName: type.name,
    isAbstract: isAbstractType(type),
    fieldsFor,
    anyField: (name) =>
      types
        .values()
        .map((it) => fieldsFor(it.name)?.find((field) => field.name === name))
        .find((it) => it !== undefined),
  };
}

/**
 * The interface of a name where the fields are the same for all its implementations: an agency that keeps it as
 * an object knows no more, and the planner asks nobody else.
 */
function interfaceNamed(
  scope: Scope,
  name: string,
  types: readonly GraphQLObjectType[],
  sets: readonly SelectionSetNode[],
): GraphQLInterfaceType | undefined {
  const type = scope.schema.getType(name);
  if (!isInterfaceType(type)) return undefined;
  const nodes = [...collectNodes(scope, type, sets).values()].flat();
  const isSame = (others: readonly FieldNode[]) =>
    others.length === nodes.length && nodes.every((node, index) => node === others[index]);
  if (nodes.some((node) => node.name.value === "__typename")) return undefined;
  return types.every((it) => isSame([...collectNodes(scope, it, sets).values()].flat())) ? type : undefined;
}

/** The fields that apply to a type, in the client's order and by the client's names. */
function collectNodes(
  scope: Scope,
  type: GraphQLObjectType | GraphQLInterfaceType,
  sets: readonly SelectionSetNode[],
): ReadonlyMap<string, FieldNode[]> {
  const nodes = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  const collect = ({ selections }: SelectionSetNode) => {
    for (const selection of selections) {
      if (selection === FILLER || isHidden(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const name = scope.clientNames.get(selection) ?? selection.name.value;
        const same = nodes.get(name);
        if (same) same.push(selection);
        else nodes.set(name, [selection]);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (visited.has(selection.name.value)) continue;
        visited.add(selection.name.value);
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? scope.fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition && scope.schema.getType(fragment.typeCondition.name.value);
      if (
        fragment &&
        (!condition || condition === type || (isAbstractType(condition) && scope.schema.isSubType(condition, type)))
      ) {
        collect(fragment.selectionSet);
      }
    }
  };
  sets.forEach(collect);
  return nodes;
}

function fieldsOf(
  scope: Scope,
  type: GraphQLObjectType | GraphQLInterfaceType,
  sets: readonly SelectionSetNode[],
): readonly ResponseField[] {
  return [...collectNodes(scope, type, sets)].map(([responseName, same]) => {
    const [node] = same as [FieldNode];
    if (isIntrospection(node)) return { responseName, name: responseName, value: null, aboutSchema: same };
    const definition = type.getFields()[node.name.value];
    const name = (node.alias ?? node.name).value;
    return { responseName, name, value: definition ? valueOf(scope, definition.type, same) : null, aboutSchema: null };
  });
}

function valueOf(scope: Scope, type: GraphQLOutputType, nodes: readonly FieldNode[]): ResponseValue {
  if (isNonNullType(type)) return { ...valueOf(scope, type.ofType, nodes), nonNull: true };
  if (isListType(type)) return { kind: "list", nonNull: false, of: valueOf(scope, type.ofType, nodes) };
  if (isLeafType(type)) {
    return {
      kind: "leaf",
      nonNull: false,
      values: isEnumType(type) ? new Set(type.getValues().map(({ name }) => name)) : null,
    };
  }
  return {
    kind: "object",
    nonNull: false,
    selection: selectionOn(
      scope,
      getNamedType(type),
      nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    ),
  };
}

const fragmentsOf = ({ definitions }: DocumentNode) =>
  new Map(definitions.flatMap((it) => (it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it] as const] : [])));
