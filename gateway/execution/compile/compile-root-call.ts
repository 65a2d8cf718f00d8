import type { FetchNode } from "@apollo/query-planner";
import { Kind, valueFromASTUntyped, type FieldNode, type SelectionSetNode } from "graphql";
import type { Supergraph } from "../../planning/supergraph.ts";
import { answerShape, type AnswerShape } from "./answer-shape.ts";
import { arrangeFetch, fieldsAt } from "./arrange-fetch.ts";
import { rootCalls, type CallKind } from "../fetch/call-kind.ts";
import { joinedTexts } from "./joined-text.ts";
import { fetchOperation, plannerAliases, printOperation } from "./fetch-document.ts";
import type { ResponseSelection } from "./response-shape.ts";

/** A call for fields of a root type. */
export interface RootCall {
  readonly kind: "root";
  readonly agency: string;
  readonly operation: "query" | "mutation";
  /** Where the answer belongs; empty except below a field that answers a root type again. */
  readonly path: readonly string[];
  /** For each response name of a sharded agency the committee that it is about; empty when all go to one process. */
  readonly committees: readonly ((variables: Variables) => unknown)[];
  /** The text for some of the response names, by position in `committees`; null stands for everything. */
  readonly part: (positions: readonly number[] | null) => RootPart;
}

/** What is sent to one process. */
interface RootPart {
  readonly text: string;
  readonly variables: readonly string[];
  readonly shape: AnswerShape;
  /** How calls with this text are joined. */
  readonly kind: CallKind;
}

type Variables = Readonly<Record<string, unknown>>;

/** Compiles a fetch of root fields. */
export function compileRootCall(
  node: FetchNode,
  path: readonly string[],
  { schema, shardRules, persons }: Supergraph,
  isSharded: boolean,
  response: ResponseSelection,
): RootCall {
  const operation = fetchOperation(node);
  const { selectionSet, treeNames } = arrangeFetch(
    operation.selectionSet,
    fieldsAt(response, path),
    plannerAliases(node),
  );
  const kind = node.operationKind === "mutation" ? "mutation" : "query";
  const rootType = (kind === "mutation" ? schema.getMutationType() : schema.getQueryType())!.name;
  const options = { treeNames, unkept: new Set<FieldNode>(), personIds: persons.idFields };
  const fields = [...Map.groupBy(rootFields(selectionSet), (it) => it.alias?.value ?? it.name.value).values()];
  const rules = fields.map(([field]) =>
    committeeOf(field!, shardRules.argumentOfField.get(`${rootType}.${field!.name.value}`)),
  );
  const parts = new Map<string, RootPart>();
  return {
    kind: "root",
    agency: node.serviceName,
    operation: kind,
    path,
    committees: isSharded && rules.some((rule) => rule !== null) ? rules.map((rule) => rule ?? (() => null)) : [],
    part(positions) {
      const id = String(positions);
      const known = parts.get(id);
      if (known) return known;
      const selections = positions ? positions.flatMap((position) => fields[position]!) : selectionSet.selections;
      const set: SelectionSetNode = { kind: Kind.SELECTION_SET, selections };
      const definitions = operation.variableDefinitions ?? [];
      const printed = printOperation(kind, definitions, set);
      const part = {
        ...printed,
        shape: answerShape(schema, rootType, [set], options),
        kind: rootCalls(printed.text, joinedTexts(definitions, set)),
      };
      parts.set(id, part);
      return part;
    },
  };
}

/** Reads the committee from a field's argument, or from within one; null for a field that any process may answer. */
function committeeOf(
  { arguments: given = [] }: FieldNode,
  path: readonly string[] | undefined,
): ((variables: Variables) => unknown) | null {
  if (path === undefined) return null;
  const [argumentName, ...within] = path;
  const argument = given.find(({ name }) => name.value === argumentName)?.value;
  return (variables) =>
    within.reduce<unknown>(
      (value, step) => (value as Record<string, unknown> | null | undefined)?.[step],
      argument && valueFromASTUntyped(argument, variables),
    );
}

/** Every root field, fragments on a root type add nothing. */
const rootFields = ({ selections }: SelectionSetNode): readonly FieldNode[] =>
  selections.flatMap((it) =>
    it.kind === Kind.FIELD ? it : it.kind === Kind.INLINE_FRAGMENT ? rootFields(it.selectionSet) : [],
  );
