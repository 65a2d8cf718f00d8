import type { Caller } from "#contract/caller.ts";
import {
  executeSync,
  getOperationAST,
  Kind,
  type DocumentNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from "graphql";
import { LRUCache } from "lru-cache";
import type { Descriptions } from "../../schema/languages/coordinates.ts";
import { refuse } from "../edge/errors.ts";
import { WRONG_TYPE, wrongValues } from "../execution/wrong-values.ts";
import type { EntitledOperation, GuardedGraph } from "../operations/entitled-operations.ts";
import { fragmentsOf, type Fragments } from "../planning/fragments.ts";
import type { RequestContext } from "../request-context.ts";
import { languageOf, type Language } from "./language.ts";
import { visibleSchema } from "./visible-schema.ts";

/** What the graph says of itself in a language other than its own English. */
export type Translations = Readonly<Partial<Record<Language, Descriptions>>>;

/** Answers questions about the graph as it is for one caller. */
export type Introspection = (document: DocumentNode, operationName?: string | null) => EntitledOperation | null;

/** Groups of equal rights and language whose view of the graph is kept. */
const VIEWS_MAX = 50;

const TELLS_SCHEMA: ReadonlySet<string> = new Set(["__schema", "__type"]);

/**
 * Lets callers see of a graph what they may use, in the language that they prefer. An operation that asks nothing about
 * the schema is none of it: null. One that asks for data too is refused where there are rules, because whoever answers
 * data knows the whole schema.
 */
export function introspectionOf(
  { schema, rules }: GuardedGraph,
  supergraphId: string,
  translations: Translations,
): Introspection {
  const views = new LRUCache<string, GraphQLSchema>({ max: VIEWS_MAX });
  const viewFor = (caller: Caller | null, language: Language): GraphQLSchema => {
    const key = JSON.stringify([language, caller && [caller.scopes, caller.purposes.length > 0]]);
    const view = views.get(key) ?? visibleSchema(schema, rules, caller, translations[language] ?? {});
    views.set(key, view);
    return view;
  };
  return (document, operationName) => {
    const operation = getOperationAST(document, operationName);
    if (!operation) return null;
    const asked = [...rootFields(operation.selectionSet, fragmentsOf(document))].filter(
      (name) => name !== "__typename",
    );
    const isMixed = asked.some((name) => !TELLS_SCHEMA.has(name));
    if (isMixed && (rules.at.size === 0 || !asked.some((name) => TELLS_SCHEMA.has(name)))) return null;
    const answer: EntitledOperation["execute"] = async (caller, { caller: context, variables }) => {
      if (isMixed) return { errors: [refuse("BAD_REQUEST", "Ask about the schema in an operation of its own.")] };
      const view = viewFor(caller, languageOf((context as RequestContext).languages));
      const wrong = wrongValues(operation.variableDefinitions ?? [], variables ?? {}, view);
      if (wrong.length > 0) return { errors: [refuse("BAD_USER_INPUT", `${wrong.join(", ")}: ${WRONG_TYPE}`)] };
      const { data, errors } = executeSync({ schema: view, document, operationName, variableValues: variables });
      return { ...(errors && { errors }), data: data ?? null };
    };
    return { supergraphId, execute: answer, respond: answer };
  };
}

/** Names of the fields at the root, fragments filled in, each fragment once. */
function* rootFields(set: SelectionSetNode, fragments: Fragments, seen = new Set<string>()): Generator<string> {
  for (const node of set.selections) {
    if (node.kind === Kind.FIELD) yield node.name.value;
    else if (node.kind === Kind.INLINE_FRAGMENT) yield* rootFields(node.selectionSet, fragments, seen);
    else if (!seen.has(node.name.value)) {
      seen.add(node.name.value);
      const spread = fragments.get(node.name.value);
      if (spread) yield* rootFields(spread.selectionSet, fragments, seen);
    }
  }
}
