import {
  Kind,
  parse,
  valueFromASTUntyped,
  visit,
  type DirectiveNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type ScalarTypeDefinitionNode,
  type SelectionSetNode,
  type TypeNode,
} from "graphql";

/** One agency's part of the graph. */
export interface AgencySdl {
  readonly name: string;
  readonly sdl: string;
}

/** An object or interface type as one agency writes it; `extend type` counts like `type`. */
export interface LintedType {
  readonly agency: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly directives: readonly DirectiveNode[];
  readonly fields: readonly FieldDefinitionNode[];
  /** Paths of the fields that some `@key` of this type names, dotted: `id`, `homeCommittee`, `homeCommittee.code`. */
  readonly keyPaths: ReadonlySet<string>;
  /** A type that this agency only refers to by its key: it is described by its owner. */
  readonly isStub: boolean;
}

/** Everything a rule may look at. */
export interface LintedGraph {
  readonly types: readonly LintedType[];
  readonly enums: readonly (EnumTypeDefinitionNode & { readonly agency: string })[];
  readonly inputs: readonly (InputObjectTypeDefinitionNode & { readonly agency: string })[];
  readonly scalars: readonly (ScalarTypeDefinitionNode & { readonly agency: string })[];
  /** Names of the members of each union. */
  readonly unionMembers: ReadonlyMap<string, readonly string[]>;
  /** Names of all types whose values have fields of their own, in any agency. */
  readonly compositeNames: ReadonlySet<string>;
}

/** A rule of the house: answers one sentence for each place that breaks it, `<agency>: <coordinate> …`. */
export type LintRule = (graph: LintedGraph) => readonly string[];

/** Reads the SDL of all agencies into what the rules look at. @throws GraphQLError for the first syntax error */
export function readGraph(agencies: readonly AgencySdl[]): LintedGraph {
  const types: LintedType[] = [];
  const enums: (EnumTypeDefinitionNode & { agency: string })[] = [];
  const inputs: (InputObjectTypeDefinitionNode & { agency: string })[] = [];
  const scalars: (ScalarTypeDefinitionNode & { agency: string })[] = [];
  const unionMembers = new Map<string, readonly string[]>();
  const compositeNames = new Set<string>();
  for (const { name: agency, sdl } of agencies) {
    for (const node of parse(sdl).definitions) {
      switch (node.kind) {
        case Kind.OBJECT_TYPE_DEFINITION:
        case Kind.OBJECT_TYPE_EXTENSION:
        case Kind.INTERFACE_TYPE_DEFINITION:
          types.push(lintedType(agency, node));
          compositeNames.add(node.name.value);
          break;
        case Kind.UNION_TYPE_DEFINITION:
          unionMembers.set(node.name.value, node.types?.map(({ name }) => name.value) ?? []);
          compositeNames.add(node.name.value);
          break;
        case Kind.ENUM_TYPE_DEFINITION:
          enums.push({ ...node, agency });
          break;
        case Kind.INPUT_OBJECT_TYPE_DEFINITION:
          inputs.push({ ...node, agency });
          break;
        case Kind.SCALAR_TYPE_DEFINITION:
          scalars.push({ ...node, agency });
      }
    }
  }
  return { types, enums, inputs, scalars, unionMembers, compositeNames };
}

interface TypeLike {
  readonly name: { readonly value: string };
  readonly description?: { readonly value: string } | undefined;
  readonly directives?: readonly DirectiveNode[] | undefined;
  readonly fields?: readonly FieldDefinitionNode[] | undefined;
}

function lintedType(agency: string, { name, description, directives = [], fields = [] }: TypeLike): LintedType {
  const keys = directives.filter(({ name }) => name.value === "key");
  const keyPaths = new Set(keys.flatMap((key) => pathsOf(String(argumentOf(key, "fields")))));
  return {
    agency,
    name: name.value,
    description: description?.value,
    directives,
    fields,
    keyPaths,
    isStub:
      keys.every((key) => argumentOf(key, "resolvable") === false) &&
      fields.every((field) => keyPaths.has(field.name.value)),
  };
}

/** The paths that a field set names, dotted: `id`, `homeCommittee`, `homeCommittee.code`. */
function pathsOf(fieldSet: string): readonly string[] {
  const paths: string[] = [];
  const walk = ({ selections }: SelectionSetNode, prefix: string) => {
    for (const selection of selections) {
      if (selection.kind !== Kind.FIELD) continue;
      paths.push(prefix + selection.name.value);
      if (selection.selectionSet) walk(selection.selectionSet, `${prefix}${selection.name.value}.`);
    }
  };
  visit(parse(`{ ${fieldSet} }`), { OperationDefinition: ({ selectionSet }) => walk(selectionSet, "") });
  return paths;
}

/** The value of a directive's argument, or undefined when it is not given. */
export function argumentOf(directive: DirectiveNode, name: string): unknown {
  const argument = directive.arguments?.find((given) => given.name.value === name);
  return argument && valueFromASTUntyped(argument.value);
}

/** The directive of this name, if the element carries it. */
export const directiveOf = (element: { readonly directives?: readonly DirectiveNode[] | undefined }, name: string) =>
  element.directives?.find((directive) => directive.name.value === name);

/** The name at the heart of a type reference: `Member` of `[Member!]!`. */
export function namedTypeOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type.type);
}

/** Tells whether a type reference is a list, null allowed or not. */
export const isList = (type: TypeNode): boolean =>
  type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type));
