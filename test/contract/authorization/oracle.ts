import {
  getArgumentValues,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from "graphql";

/** What somebody may, in the words of the rich graph; nobody known may nothing. */
export interface Rights {
  readonly isKnown: boolean;
  readonly hasPurpose: boolean;
  readonly scopes: ReadonlySet<string>;
  /** Policies that say yes. */
  readonly policies: ReadonlySet<string>;
}

type Test = (rights: Rights) => boolean;
const scope = (name: string): Test => ({ isKnown, scopes }) => isKnown && scopes.has(name);
const policy = (name: string): Test => ({ isKnown, policies }) => isKnown && policies.has(name);
const known: Test = ({ isKnown }) => isKnown;
const withPurpose: Test = ({ isKnown, hasPurpose }) => isKnown && hasPurpose;
const both = (one: Test, other: Test): Test => (rights) => one(rights) && other(rights);
const either = (one: Test, other: Test): Test => (rights) => one(rights) || other(rights);

/** The rules of the rich graph as a person reads them from its SDL; what is not named is open. */
const RULES: Readonly<Record<string, Test>> = {
  Office: scope("office"),
  Mark: scope("mark"),
  Badge: known,
  "Badge.GOLD": scope("gold"),
  "Order.AGE": scope("age"),
  "Filter.age": both(scope("age"), policy("yes")),
  "Query.secretRoot": known,
  "Query.ledger": either(both(scope("ledger"), scope("read")), scope("root")),
  "Query.node(trace:)": scope("trace"),
  "Person.label": scope("label"),
  "Person.number": scope("number"),
  "Person.derived": scope("number"),
  "Person.digest": scope("number"),
  "Person.health": withPurpose,
  "Person.birth": withPurpose,
  "Person.file": () => false,
  "Person.allowance": either(both(policy("yes"), policy("maybe")), policy("root")),
  "Person.extra": scope("extra"),
  "Office.name": known,
  "Office.tags": policy("maybe"),
  "Office.extra": scope("extra"),
  "Ledger.extra": scope("extra"),
  "Ledger.tags(kind:)": scope("ledger"),
};

/** Tells whether a place by itself is open to somebody. */
export const isOpen = (coordinate: string, rights: Rights): boolean => RULES[coordinate]?.(rights) ?? true;

/** What the oracle says of one document for one set of rights. */
export interface Verdict {
  /** The operation with every fragment written out, so that each field node stands at one place. */
  readonly document: DocumentNode;
  readonly denied: ReadonlySet<FieldNode>;
  /** Fields of objects of which nothing may be asked. */
  readonly emptied: ReadonlySet<FieldNode>;
  /** Response paths of what is denied, topmost only, joined by dots. */
  readonly paths: ReadonlySet<string>;
}

/** Judges every field of an operation at its place, in one pass that shares nothing with the gateway's. */
export function judge(
  document: DocumentNode,
  schema: GraphQLSchema,
  rights: Rights,
  variables: Readonly<Record<string, unknown>>,
): Verdict {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) throw new Error("no operation");
  const judge = new Judge(schema, rights, variables, fragments);
  const selections = judge.selections(operation.selectionSet.selections, root, [], []);
  const written: OperationDefinitionNode = {
    ...operation,
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  const { denied, emptied, paths } = judge;
  return { document: { kind: Kind.DOCUMENT, definitions: [written] }, denied, emptied, paths };
}

class Judge {
  readonly denied = new Set<FieldNode>();
  readonly emptied = new Set<FieldNode>();
  readonly paths = new Set<string>();
  readonly #schema: GraphQLSchema;
  readonly #rights: Rights;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #fragments: readonly FragmentDefinitionNode[];
  #deniedAbove = 0;

  constructor(
    schema: GraphQLSchema,
    rights: Rights,
    variables: Readonly<Record<string, unknown>>,
    fragments: readonly FragmentDefinitionNode[],
  ) {
    this.#schema = schema;
    this.#rights = rights;
    this.#variables = variables;
    this.#fragments = fragments;
  }

  /** `conditions` are all the types that the fragments around this place name, since the field above. */
  selections(
    given: readonly SelectionNode[],
    parent: GraphQLCompositeType,
    conditions: readonly GraphQLCompositeType[],
    path: readonly string[],
  ): SelectionNode[] {
    return given.map((node) => {
      if (node.kind === Kind.FIELD) return this.#field(node, parent, conditions, path);
      const fragment =
        node.kind === Kind.INLINE_FRAGMENT
          ? node
          : this.#fragments.find(({ name }) => name.value === node.name.value);
      const condition = fragment?.typeCondition?.name.value;
      const inner = condition === undefined ? parent : (this.#schema.getType(condition) as GraphQLCompositeType);
      const selections = this.selections(
        fragment?.selectionSet.selections ?? [],
        inner,
        [...conditions, parent, inner],
        path,
      );
      return {
        kind: Kind.INLINE_FRAGMENT,
        ...(condition !== undefined && {
          typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: condition } },
        }),
        directives: node.directives ?? [],
        selectionSet: { kind: Kind.SELECTION_SET, selections },
      };
    });
  }

  #field(
    given: FieldNode,
    parent: GraphQLCompositeType,
    conditions: readonly GraphQLCompositeType[],
    above: readonly string[],
  ): FieldNode {
    const path = [...above, (given.alias ?? given.name).value];
    const isDenied = !this.#mayAsk(given, parent, conditions);
    if (isDenied && this.#deniedAbove === 0) this.paths.add(path.join("."));
    const field = "getFields" in parent ? parent.getFields()[given.name.value] : undefined;
    const type = field && getNamedType(field.type);
    this.#deniedAbove += isDenied ? 1 : 0;
    const selections = given.selectionSet
      ? this.selections(given.selectionSet.selections, type as GraphQLCompositeType, [], path)
      : undefined;
    this.#deniedAbove -= isDenied ? 1 : 0;
    const node: FieldNode = {
      ...given,
      ...(selections && { selectionSet: { kind: Kind.SELECTION_SET, selections } }),
    };
    if (isDenied) this.denied.add(node);
    else if (selections && !this.#isAnythingLeft(selections)) this.emptied.add(node);
    return node;
  }

  #isAnythingLeft(selections: readonly SelectionNode[]): boolean {
    return selections.some((node) =>
      node.kind === Kind.FIELD
        ? !this.denied.has(node) && !this.emptied.has(node)
        : node.kind === Kind.INLINE_FRAGMENT && this.#isAnythingLeft(node.selectionSet.selections),
    );
  }

  #mayAsk(node: FieldNode, parent: GraphQLCompositeType, conditions: readonly GraphQLCompositeType[]): boolean {
    const name = node.name.value;
    if (isObjectType(parent)) {
      return this.#isTypeOpen(parent) && (name === "__typename" || this.#mayAskOf(parent, node, true));
    }
    if (name === "__typename") return true;
    const implementers = this.#schema.getPossibleTypes(parent);
    const behind = implementers.filter((type) => conditions.every((condition) => this.#isA(type, condition)));
    return (
      this.#isTypeOpen(parent) &&
      this.#mayAskOf(parent, node, true) &&
      implementers.every((type) => this.#mayAskOf(type, node, false)) &&
      behind.every((type) => this.#mayAskOf(type, node, true))
    );
  }

  #mayAskOf(owner: GraphQLCompositeType, node: FieldNode, withArguments: boolean): boolean {
    const coordinate = `${owner.name}.${node.name.value}`;
    const field = "getFields" in owner ? owner.getFields()[node.name.value] : undefined;
    if (!field || !isOpen(coordinate, this.#rights)) return false;
    // The types that implementers answer matter where they may stand; those of the interface are asked anyhow.
    if (!withArguments) return true;
    if (!this.#isTypeOpen(getNamedType(field.type))) return false;
    const values = getArgumentValues(field, node, this.#variables);
    return Object.entries(values).every(([name, value]) => {
      const type = field.args.find((argument) => argument.name === name)?.type;
      return (
        isOpen(`${coordinate}(${name}:)`, this.#rights) && type !== undefined && mayGive(type, value, this.#rights)
      );
    });
  }

  #isA(type: GraphQLNamedType, condition: GraphQLCompositeType): boolean {
    return isAbstractType(condition)
      ? isObjectType(type) && this.#schema.isSubType(condition, type)
      : type === condition;
  }

  /** A composed interface asks for all that its implementers ask for. */
  #isTypeOpen(type: GraphQLNamedType): boolean {
    return "getInterfaces" in type && isAbstractType(type)
      ? this.#schema.getPossibleTypes(type).every(({ name }) => isOpen(name, this.#rights))
      : isOpen(type.name, this.#rights);
  }
}

/** Tells whether somebody may give a value: every input field and enum value in it is open to them. */
export function mayGive(type: GraphQLInputType, value: unknown, rights: Rights): boolean {
  if (isNonNullType(type)) return mayGive(type.ofType, value, rights);
  if (isListType(type)) {
    return (Array.isArray(value) ? value : [value]).every((item: unknown) => mayGive(type.ofType, item, rights));
  }
  if (!isOpen(type.name, rights)) return false;
  if (typeof value === "string" && !isOpen(`${type.name}.${value}`, rights)) return false;
  if (!isInputObjectType(type) || typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, item]) => {
    const field = type.getFields()[name];
    return field !== undefined && isOpen(`${type.name}.${name}`, rights) && mayGive(field.type, item, rights);
  });
}
