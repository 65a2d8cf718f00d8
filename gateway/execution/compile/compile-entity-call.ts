import type { FetchDataRewrite, QueryPlanSelectionNode } from "@apollo/query-planner";
import {
  Kind,
  parse,
  print,
  type FieldNode,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from "graphql";
import type { Supergraph } from "../../planning/supergraph.ts";
import { answerShape, type AnswerShape } from "./answer-shape.ts";
import { arrangeFetch, fieldsAt, type ArrangedFetch } from "./arrange-fetch.ts";
import { compileContext, type ContextArgument } from "./context-arguments.ts";
import type { EntityFetch } from "./entity-fetch.ts";
import { entityCalls, type CallKind } from "../fetch/call-kind.ts";
import { fetchOperation, plannerAliases, printOperation } from "./fetch-document.ts";
import type { ResponseSelection } from "./response-shape.ts";

/** One call for entities of one agency, at one or more places of the data tree. */
export interface EntityCall {
  readonly kind: "entities";
  readonly agency: string;
  readonly text: string;
  readonly variables: readonly string[];
  /** The lists of entities asked for, in order; places that ask for the same share one. */
  readonly slots: readonly EntitySlot[];
  readonly places: readonly EntityPlace[];
  /** Arguments taken from data above the target; entities that differ in them are asked for in calls of their own. */
  readonly context: readonly ContextArgument[];
  /** How calls are joined, by the client's variables that they are given; null for more than one plain list. */
  readonly kindFor: ((given: string) => CallKind) | null;
}

/** One `_entities` field. */
export interface EntitySlot {
  readonly answerName: string;
  readonly variable: string;
  /** The shape of each entity; its `__typename` is always asked for. */
  readonly shape: AnswerShape;
  /** Keys by which an entity of a type is recognized; those that its representation holds must come back. */
  readonly keysOf: (typeName: string) => readonly SelectionSetNode[];
}

/** Where entities of a slot are completed, and what a representation of one must hold. */
export interface EntityPlace {
  readonly slot: number;
  readonly path: readonly string[];
  readonly requires: readonly QueryPlanSelectionNode[];
  readonly rewrites: readonly FetchDataRewrite[];
}

/** Merges fetches that may leave at once into one call per agency; fetches with context arguments stay alone. */
export function compileEntityCalls(
  fetches: readonly EntityFetch[],
  supergraph: Supergraph,
  response: ResponseSelection,
): readonly EntityCall[] {
  const groups = Map.groupBy(fetches, ({ node }) => (node.contextRewrites?.length ? node : node.serviceName));
  return [...groups.values()].map((group) => compileCall(group, supergraph, response));
}

/** The body of a call for several lists, each the JSON of its representations; `given` is `,"name":value`. */
export function bodyOfLists(
  { text, slots }: Pick<EntityCall, "text" | "slots">,
  lists: readonly (readonly string[])[],
  given: string,
): string {
  const written = slots.map(({ variable }, index) => `"${variable}":[${lists[index]!.join()}]`);
  return `{"query":${JSON.stringify(text)},"variables":{${written.join()}${given}}}`;
}

interface SlotSource extends ArrangedFetch {
  readonly unkept: ReadonlySet<FieldNode>;
  readonly keys: ReadonlyMap<string, readonly SelectionSetNode[]>;
}

function compileCall(fetches: readonly EntityFetch[], supergraph: Supergraph, response: ResponseSelection): EntityCall {
  const places: EntityPlace[] = [];
  const sources = new Map<string, SlotSource>();
  const definitions: VariableDefinitionNode[] = [];
  for (const fetch of fetches) {
    const operation = fetchOperation(fetch.node);
    const source = slotSource(operation, fetch, supergraph, response);
    const text = print(source.selectionSet) + JSON.stringify([...source.treeNames.values()]);
    if (!sources.has(text)) sources.set(text, source);
    definitions.push(...(operation.variableDefinitions ?? []));
    const { requires, inputRewrites: rewrites = [] } = fetch.node;
    places.push({ slot: [...sources.keys()].indexOf(text), path: fetch.path, requires, rewrites });
  }
  const slots = [...sources.values()].map((source, index) =>
    compileSlot(source, sources.size > 1 ? String(index) : "", supergraph),
  );
  const selections = slots.map((slot, index) => entitiesField(slot, [...sources.values()][index]!.selectionSet));
  const declared = [...slots.flatMap(({ variable }) => representationsVariable(variable)), ...definitions];
  const { text, variables } = printOperation("query", declared, { kind: Kind.SELECTION_SET, selections });
  const context = compileContext(fetches[0]!);
  const own = new Set([...slots, ...context].map(({ variable }) => variable));
  const { serviceName: agency } = fetches[0]!.node;
  return {
    kind: "entities",
    agency,
    text,
    places,
    context,
    slots,
    variables: variables.filter((name) => !own.has(name)),
    kindFor: slots.length === 1 && context.length === 0 ? entityCalls(text, slots[0]!.variable) : null,
  };
}

/**
 * The selection of a fetch with the proof of each entity added: its type, and the keys that its representation
 * will hold.
 */
function slotSource(
  operation: OperationDefinitionNode,
  { node, path }: EntityFetch,
  { keysOf }: Supergraph,
  response: ResponseSelection,
): SlotSource {
  const [entities] = operation.selectionSet.selections as readonly [FieldNode];
  const treeNames = new Map<FieldNode, string>();
  const unkept = new Set<FieldNode>();
  const keys = new Map<string, readonly SelectionSetNode[]>();
  const available = requiredNames(node.requires);
  const fragments = entities.selectionSet!.selections as readonly InlineFragmentNode[];
  const selections = fragments.map((fragment): SelectionNode => {
    const type = fragment.typeCondition!.name.value;
    const usable = keysOf(node.serviceName, type)
      .map(fieldSet)
      .filter((key) => fieldsOf(key).every((it) => available.has(it.name.value)));
    keys.set(type, usable);
    const proof = [fieldSet("__typename"), ...usable].flatMap(fieldsOf);
    noteFields(proof, unkept);
    const fields = fragments.length === 1 ? fieldsAt(response, path) : null;
    const arranged = arrangeFetch(
      fragment.selectionSet,
      fields,
      plannerAliases(node),
      new Set(proof.map(({ name }) => name.value)),
    );
    for (const [field, name] of arranged.treeNames) treeNames.set(field, name);
    return {
      ...fragment,
      selectionSet: { ...arranged.selectionSet, selections: [...arranged.selectionSet.selections, ...proof] },
    };
  });
  return { selectionSet: { kind: Kind.SELECTION_SET, selections }, treeNames, unkept, keys };
}

function compileSlot(
  { selectionSet, treeNames, unkept, keys }: SlotSource,
  suffix: string,
  { schema, persons }: Supergraph,
): EntitySlot {
  return {
    answerName: suffix ? `entities${suffix}` : "_entities",
    variable: `representations${suffix}`,
    shape: answerShape(schema, "_Entity", [selectionSet], { treeNames, unkept, personIds: persons.idFields }),
    keysOf: (typeName) => keys.get(typeName) ?? [],
  };
}

function entitiesField({ answerName, variable }: EntitySlot, selectionSet: SelectionSetNode): FieldNode {
  const field = fieldsOf(fieldSet(`${answerName}: _entities(representations: $${variable})`))[0]!;
  const { alias: _, ...plain } = field;
  return { ...(answerName === "_entities" ? plain : field), selectionSet };
}

const fieldsOf = ({ selections }: SelectionSetNode): readonly FieldNode[] =>
  selections.filter((it) => it.kind === Kind.FIELD);

function noteFields(selections: readonly SelectionNode[], into: Set<FieldNode>) {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) into.add(selection);
    if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet)
      noteFields(selection.selectionSet.selections, into);
  }
}

function requiredNames(requires: readonly QueryPlanSelectionNode[]): ReadonlySet<string> {
  return new Set(requires.flatMap((it) => (it.kind === "Field" ? it.name : [...requiredNames(it.selections)])));
}

/** A field set as a selection; every call makes new nodes, for nodes are told apart by identity. */
function fieldSet(text: string): SelectionSetNode {
  const [definition] = parse(`{${text}}`, { noLocation: true }).definitions;
  return (definition as { selectionSet: SelectionSetNode }).selectionSet;
}

function representationsVariable(variable: string): readonly VariableDefinitionNode[] {
  const [definition] = parse(`query($${variable}:[_Any!]!){x}`, { noLocation: true }).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [];
}
