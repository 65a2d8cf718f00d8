import { limits } from "#contract/limits.ts";
import {
  getNamedType,
  getOperationAST,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { refuse } from "../edge/errors.ts";
import { guardsAt, hasInputRules } from "./given-inputs.ts";
import type { Rules } from "./read-rules.ts";
import type { Guard } from "./requirements.ts";

/** A field at one point of use, with all that must be fulfilled to ask for it there. */
export interface FieldRights {
  readonly kind: "field";
  readonly node: FieldNode;
  /** Response keys from the root to this field. */
  readonly path: readonly string[];
  /** Object types on which the selection applies, narrowed by every type condition above it. */
  readonly types: ReadonlySet<string>;
  /** The places this selection touches: `Type.field` for each of `types`. */
  readonly coordinates: readonly string[];
  readonly guards: readonly Guard[];
  /** Arguments written down whose value decides about further guards. */
  readonly inputs: readonly InputRights[];
  readonly children: readonly SelectionRights[];
}

/** What giving an argument asks for, by itself and by its value. */
interface InputRights {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly guards: readonly Guard[];
}

/** A fragment at one point of use, spread or inline alike; a field within is left out when the fragment is. */
interface FragmentRights {
  readonly kind: "fragment";
  readonly node: InlineFragmentNode;
  readonly children: readonly SelectionRights[];
}

/** A selection at one point of use. */
export type SelectionRights = FieldRights | FragmentRights;

/** All that can be said of an operation's rights without knowing who asks: made once for each document. */
export interface CompiledRights {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly schema: GraphQLSchema;
  readonly rules: Rules;
  readonly selections: readonly SelectionRights[];
  /** Fields whose asking depends on the caller, in the order of the document: the bits of an allowed set. */
  readonly guarded: readonly FieldRights[];
  /** Whether what a request gives, and not only who asks, decides about some of them. */
  readonly dependsOnValues: boolean;
  /** Every place the operation asks for, each once: `Type.field` for every type that may stand there. */
  readonly coordinates: readonly string[];
  /** A response key that the operation does not use, under which the type of an object can be asked for. */
  readonly typenameKey: string;
}

/**
 * Finds what a validated operation asks of its caller, at every point where a fragment is used.
 * @param schema the graph as callers see it
 * @throws OPERATION_RESOLUTION_FAILURE, LIMIT_SELECTIONS_EXCEEDED, GRAPHQL_VALIDATION_FAILED
 */
export function compileRights(
  document: DocumentNode,
  operationName: string | undefined,
  schema: GraphQLSchema,
  rules: Rules,
): CompiledRights {
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!root) throw refuse("OPERATION_RESOLUTION_FAILURE", "The document holds no such operation.");
  const compiler = new RightsCompiler(document, schema, rules);
  const selections = compiler.selections(operation.selectionSet, root, new Set([root.name]), []);
  const fields = [...fieldsIn(selections)];
  const guarded = fields.filter(({ guards, inputs }) => guards.length > 0 || inputs.length > 0);
  const keys = new Set(fields.map(({ path }) => path.at(-1)));
  let typenameKey = "typenameForRights";
  while (keys.has(typenameKey)) typenameKey += "_";
  return {
    document,
    operation,
    schema,
    rules,
    selections,
    guarded,
    dependsOnValues: guarded.some(({ guards, inputs }) => inputs.length > 0 || guards.some(asksPolicies)),
    coordinates: [...new Set(fields.flatMap(({ coordinates }) => coordinates))],
    typenameKey,
  };
}

const asksPolicies = ({ requirement }: Guard) => requirement.kind === "policies";

/** Every field below some selections, in the order of the document, each before the fields below it. */
export function* fieldsIn(selections: readonly SelectionRights[]): Generator<FieldRights> {
  for (const selection of selections) {
    if (selection.kind === "field") yield selection;
    yield* fieldsIn(selection.children);
  }
}

/** One walk over one operation. */
class RightsCompiler {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #schema: GraphQLSchema;
  readonly #rules: Rules;
  #selectionCount = 0;

  constructor(document: DocumentNode, schema: GraphQLSchema, rules: Rules) {
    const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((node) => [node.name.value, node]));
    this.#schema = schema;
    this.#rules = rules;
  }

  selections(
    set: SelectionSetNode,
    parent: GraphQLCompositeType,
    types: ReadonlySet<string>,
    path: readonly string[],
  ): readonly SelectionRights[] {
    return set.selections.map((selection): SelectionRights => {
      this.#selectionCount += 1;
      if (this.#selectionCount > limits.expandedSelectionsMax) throw tooManySelections();
      if (selection.kind === Kind.FIELD) return this.#field(selection, parent, types, path);
      const node = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#inlined(selection);
      const condition = node.typeCondition && this.#schema.getType(node.typeCondition.name.value);
      const narrowed = condition && isCompositeType(condition) ? condition : parent;
      const possible = types.intersection(this.#possible(narrowed));
      return { kind: "fragment", node, children: this.selections(node.selectionSet, narrowed, possible, path) };
    });
  }

  #field(
    node: FieldNode,
    parent: GraphQLCompositeType,
    types: ReadonlySet<string>,
    above: readonly string[],
  ): FieldRights {
    const field = fieldOf(this.#schema, parent, node.name.value);
    if (field === undefined) throw notValidated(`${parent.name}.${node.name.value}`);
    const path = [...above, (node.alias ?? node.name).value];
    const owners = this.#owners(parent, types, field);
    const type = getNamedType(field.type);
    return {
      kind: "field",
      node,
      path,
      types,
      coordinates: [...types].map((owner) => `${owner}.${field.name}`),
      guards: distinct(owners.flatMap((owner) => this.#guardsOf(owner, field.name))),
      inputs: this.#inputs(node, field, owners),
      children:
        node.selectionSet && isCompositeType(type)
          ? this.selections(node.selectionSet, type, this.#possible(type), path)
          : [],
    };
  }

  /** Whose rules hold for a field: those of its static parent and of every type that may stand behind it. */
  #owners(
    parent: GraphQLCompositeType,
    types: ReadonlySet<string>,
    field: GraphQLField<unknown, unknown>,
  ): readonly GraphQLCompositeType[] {
    if (isObjectType(parent)) return [parent];
    // The name of its type is told of every value that is reached at all.
    if (field === TypeNameMetaFieldDef) return [];
    return [parent, ...[...types].map((name) => this.#schema.getType(name)).filter(isObjectType)];
  }

  #guardsOf(owner: GraphQLCompositeType, name: string): readonly Guard[] {
    const field = fieldOf(this.#schema, owner, name);
    const returned = field ? guardsAt(getNamedType(field.type).name, this.#rules) : [];
    return [...guardsAt(owner.name, this.#rules), ...guardsAt(`${owner.name}.${name}`, this.#rules), ...returned];
  }

  #inputs(
    { arguments: nodes = [] }: FieldNode,
    field: GraphQLField<unknown, unknown>,
    owners: readonly GraphQLCompositeType[],
  ): readonly InputRights[] {
    return nodes.flatMap(({ name: { value: name } }) => {
      const argument = field.args.find((candidate) => candidate.name === name);
      if (argument === undefined) throw notValidated(`${field.name}(${name}:)`);
      const guards = owners.flatMap((owner) => guardsAt(`${owner.name}.${field.name}(${name}:)`, this.#rules));
      const { type } = argument;
      return guards.length > 0 || hasInputRules(type, this.#rules) ? [{ name, type, guards }] : [];
    });
  }

  #inlined({ name, directives = [] }: FragmentSpreadNode): InlineFragmentNode {
    const fragment = this.#fragments.get(name.value);
    if (fragment === undefined) throw notValidated(name.value);
    const { typeCondition, selectionSet } = fragment;
    return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet };
  }

  #possible(type: GraphQLCompositeType): ReadonlySet<string> {
    return new Set(isAbstractType(type) ? this.#schema.getPossibleTypes(type).map(({ name }) => name) : [type.name]);
  }
}

/** The definition of a field, those that describe the schema itself included; undefined if there is none. */
export function fieldOf(schema: GraphQLSchema, parent: GraphQLCompositeType, name: string) {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  const isRoot = parent === schema.getQueryType();
  const meta = [SchemaMetaFieldDef, TypeMetaFieldDef].find((field) => isRoot && field.name === name);
  return meta ?? ("getFields" in parent ? parent.getFields()[name] : undefined);
}

const distinct = (guards: readonly Guard[]): readonly Guard[] => [
  ...new Map(guards.map((guard) => [`${guard.coordinate} ${JSON.stringify(guard.requirement)}`, guard])).values(),
];

/** Whatever cannot be found cannot be guarded either, so it must not pass. */
const notValidated = (name: string) =>
  refuse("GRAPHQL_VALIDATION_FAILED", `The document asks for ${name}, which does not exist.`);

const tooManySelections = () =>
  refuse(
    "LIMIT_SELECTIONS_EXCEEDED",
    `The operation selects more than ${limits.expandedSelectionsMax} fields once its fragments are filled in.`,
  );
