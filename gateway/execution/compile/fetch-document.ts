import type { FetchNode } from "@apollo/query-planner";
import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from "graphql";

/** The operation of a plan's fetch. */
export function fetchOperation({ operation }: FetchNode): OperationDefinitionNode {
  return parse(operation, { noLocation: true }).definitions.find((it) => it.kind === Kind.OPERATION_DEFINITION)!;
}

/** An operation as short text, declaring only the variables that it uses, and their names. */
export function printOperation(
  operation: "query" | "mutation",
  definitions: readonly VariableDefinitionNode[],
  selectionSet: SelectionSetNode,
): { readonly text: string; readonly variables: readonly string[] } {
  const used = new Set<string>();
  visit(selectionSet, { Variable: ({ name }) => void used.add(name.value) });
  const declared = new Map(
    definitions.filter((it) => used.has(it.variable.name.value)).map((it) => [it.variable.name.value, it]),
  );
  const text = print({
    kind: Kind.OPERATION_DEFINITION,
    operation: operation as OperationDefinitionNode["operation"],
    variableDefinitions: [...declared.values()],
    selectionSet,
  });
  return { text: stripIgnoredCharacters(text), variables: [...declared.keys()] };
}

/** Tree names of the fields that the planner aliased, by alias; each alias is unique in a fetch. */
export function plannerAliases({ outputRewrites = [] }: FetchNode): ReadonlyMap<string, string> {
  return new Map(
    outputRewrites.flatMap((rewrite) => {
      const answerName = rewrite.path.at(-1);
      return rewrite.kind === "KeyRenamer" && answerName ? [[answerName, rewrite.renameKeyTo] as const] : [];
    }),
  );
}
