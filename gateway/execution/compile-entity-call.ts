import type { FetchDataRewrite, FetchNode, QueryPlanSelectionNode } from "@apollo/query-planner";
import { Kind, parse, print, type FieldNode, type SelectionNode, type SelectionSetNode, type VariableDefinitionNode } from "graphql";
import type { Supergraph } from "../planning/supergraph.ts";
import { answerShape, type AnswerShape } from "./answer-shape.ts";
import { compileContext, type ContextArgument } from "./context-arguments.ts";
import { fetchOperation, printOperation, renamedFields } from "./fetch-document.ts";

/** A plan's fetch of entities and the place of its targets. */
export interface EntityFetch {
  readonly node: FetchNode & { readonly requires: readonly QueryPlanSelectionNode[] };
  readonly path: readonly string[];
}

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
export function compileEntityCalls(fetches: readonly EntityFetch[], supergraph: Supergraph): readonly EntityCall[] {
  const groups = Map.groupBy(fetches, ({ node }) => (node.contextRewrites?.length ? node : node.serviceName));
  return [...groups.values()].flatMap((group) => compileCall(group, supergraph));
}

function compileCall(fetches: readonly EntityFetch[], supergraph: Supergraph): EntityCall {
  const places: EntityPlace[] = [];
  const slots = new Map<string, { fields: SelectionSetNode; definitions: readonly VariableDefinitionNode[]; fetch: EntityFetch }>();
  for (const fetch of fetches) {
    const operation = fetchOperation(fetch.node);
    const entities = operation.selectionSet.selections[0];
    if (entities?.kind !== Kind.FIELD || !entities.selectionSet) continue;
    const text = print(entities.selectionSet) + JSON.stringify(fetch.node.outputRewrites ?? null);
    if (!slots.has(text)) slots.set(text, { fields: entities.selectionSet, definitions: operation.variableDefinitions ?? [], fetch });
    const { requires, inputRewrites: rewrites = [] } = fetch.node;
    places.push({ slot: [...slots.keys()].indexOf(text), path: fetch.path, requires, rewrites });
  }
  const { serviceName: agency } = fetches[0]!.node;
  const compiled = [...slots.values()].map(({ fields, fetch }, index) =>
    compileSlot(agency, fields, fetch, slots.size > 1 ? String(index) : "", supergraph));
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: compiled.map(({ field }) => field) };
  const definitions = [...compiled.flatMap(({ slot }) => representationsVariable(slot.variable)), ...[...slots.values()].flatMap((it) => it.definitions)];
  const { text, variables } = printOperation("query", definitions, selectionSet);
  const context = compileContext(fetches[0]!);
  const own = new Set([...compiled.map(({ slot }) => slot.variable), ...context.map(({ variable }) => variable)]);
  return {
    kind: "entities", agency, text, places, context,
    variables: variables.filter((name) => !own.has(name)),
    slots: compiled.map(({ slot }) => slot),
  };
}

function compileSlot(agency: string, fields: SelectionSetNode, { node }: EntityFetch, suffix: string, { schema, keysOf }: Supergraph) {
  const unkept = new Set<FieldNode>();
  const keys = new Map<string, readonly SelectionSetNode[]>();
  const selections = fields.selections.map((fragment): SelectionNode => {
    if (fragment.kind !== Kind.INLINE_FRAGMENT || !fragment.typeCondition) return fragment;
    const type = fragment.typeCondition.name.value;
    const available = requiredNames(node.requires);
    const usable = keysOf(agency, type).map(fieldSet).filter((key) => fieldsOf(key).every((it) => available.has(it.name.value)));
    keys.set(type, usable);
    const proof = [fieldSet("__typename"), ...usable].flatMap(({ selections }) => selections);
    noteFields(proof, unkept);
    return { ...fragment, selectionSet: { ...fragment.selectionSet, selections: [...fragment.selectionSet.selections, ...proof] } };
  });
  const answerName = suffix ? `entities${suffix}` : "_entities";
  const variable = `representations${suffix}`;
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections };
  const slot: EntitySlot = {
    answerName, variable,
    shape: answerShape(schema, "_Entity", [selectionSet], { renamed: renamedFields(node), unkept }),
    keysOf: (typeName) => keys.get(typeName) ?? [],
  };
  return { slot, field: entitiesField(slot, selectionSet) };
}

function entitiesField({ answerName, variable }: EntitySlot, selectionSet: SelectionSetNode): FieldNode {
  const field = fieldsOf(fieldSet(`${answerName}: _entities(representations: $${variable})`))[0]!;
  const { alias: _, ...plain } = field;
  return { ...(answerName === "_entities" ? plain : field), selectionSet };
}

const fieldsOf = ({ selections }: SelectionSetNode): readonly FieldNode[] => selections.filter((it) => it.kind === Kind.FIELD);

function noteFields(selections: readonly SelectionNode[], into: Set<FieldNode>) {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) into.add(selection);
    if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) noteFields(selection.selectionSet.selections, into);
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
