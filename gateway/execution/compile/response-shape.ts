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
  type FieldNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { FILLER } from "../../planning/conditions.ts";
import { fragmentsOf, type Fragments } from "../../planning/fragments.ts";
import { isHidden } from "../../planning/hidden-nodes.ts";
import { labelOf } from "../../planning/mark-deferred.ts";
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
  /** What of an object of a type comes in later parts of the answer, given that `fieldsFor` knows the type. */
  readonly laterFor: (typeName: string) => readonly LaterSelection[];
  /** Fields by tree name whatever the type, to translate error paths. */
  readonly anyField: (name: string) => ResponseField | undefined;
}

/** The fields of an object that come in a later part of the answer. */
export interface LaterSelection {
  /** The hub's name of the part. */
  readonly label: string;
  readonly selection: ResponseSelection;
}

/**
 * Compiles what the client asked for, by the schema that clients see; conditions must be decided. What is marked by
 * `@defer` with one of the labels of `later` comes in a part of that name.
 */
export function responseShape(
  { document, clientNames }: PrivatelyNamed,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
  later: ReadonlySet<string> = NONE,
): ResponseSelection {
  const scope = { schema, clientNames, fragments: fragmentsOf(document), later };
  return selectionOn(scope, schema.getRootType(operation.operation)!, [operation.selectionSet]);
}

/** What every part of one response is compiled with. */
interface Scope {
  readonly schema: GraphQLSchema;
  readonly clientNames: PrivatelyNamed["clientNames"];
  readonly fragments: Fragments;
  readonly later: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

function selectionOn(
  scope: Scope,
  type: GraphQLOutputType & { name: string },
  sets: readonly SelectionSetNode[],
): ResponseSelection {
  const types = isAbstractType(type) ? scope.schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
  const known = new Map<string, ShapeOfType>();
  const shapeFor = (typeName: string): ShapeOfType | null => {
    const shape = known.get(typeName);
    const runtime = shape
      ? undefined
      : (types.find(({ name }) => name === typeName) ?? interfaceNamed(scope, typeName, types, sets));
    if (!runtime) return shape ?? null;
    const { nodes, later } = collectNodes(scope, runtime, sets);
    const made = {
      fields: fieldsOf(scope, runtime, nodes),
      later: later.map(({ label, set }) => ({ label, selection: selectionOn(scope, runtime, [set]) })),
    };
    known.set(typeName, made);
    return made;
  };
  const fieldsFor = (typeName: string) => shapeFor(typeName)?.fields ?? null;
  return {
    typeName: type.name,
    isAbstract: isAbstractType(type),
    fieldsFor,
    laterFor: (typeName) => shapeFor(typeName)?.later ?? [],
    anyField: (name) =>
      types
        .values()
        .map((it) => fieldsFor(it.name)?.find((field) => field.name === name))
        .find((it) => it !== undefined),
  };
}

/** What is asked of one type. */
interface ShapeOfType {
  readonly fields: readonly ResponseField[];
  readonly later: readonly LaterSelection[];
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
  const asked = askedOf(type);
  if (asked.some((it) => it.kind === Kind.FIELD && it.name.value === "__typename")) return undefined;
  const isSame = (others: typeof asked) =>
    others.length === asked.length && asked.every((it, index) => it === others[index]);
  return types.every((it) => isSame(askedOf(it))) ? type : undefined;

  function askedOf(one: GraphQLObjectType | GraphQLInterfaceType) {
    const { nodes, later } = collectNodes(scope, one, sets);
    return [...[...nodes.values()].flat(), ...later.map(({ set }) => set)];
  }
}

interface Collected {
  /** The fields that apply to a type, in the client's order and by the client's names. */
  readonly nodes: ReadonlyMap<string, FieldNode[]>;
  /** What follows in later parts of the answer. */
  readonly later: readonly { readonly label: string; readonly set: SelectionSetNode }[];
}

function collectNodes(
  scope: Scope,
  type: GraphQLObjectType | GraphQLInterfaceType,
  sets: readonly SelectionSetNode[],
): Collected {
  const nodes = new Map<string, FieldNode[]>();
  const later: { label: string; set: SelectionSetNode }[] = [];
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
        const label = fragment.kind === Kind.INLINE_FRAGMENT ? labelOf(fragment) : undefined;
        if (label !== undefined && scope.later.has(label)) later.push({ label, set: fragment.selectionSet });
        else collect(fragment.selectionSet);
      }
    }
  };
  sets.forEach(collect);
  return { nodes, later };
}

function fieldsOf(
  scope: Scope,
  type: GraphQLObjectType | GraphQLInterfaceType,
  nodes: ReadonlyMap<string, FieldNode[]>,
): readonly ResponseField[] {
  return [...nodes].map(([responseName, same]) => {
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
