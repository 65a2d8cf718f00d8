import type { Caller } from "#contract/caller.ts";
import { executeSync, getOperationAST, Kind, type DocumentNode, type GraphQLSchema } from "graphql";
import { LRUCache } from "lru-cache";
import type { Descriptions } from "../../schema/languages/coordinates.ts";
import type { EntitledOperation, GuardedGraph } from "../operations/entitled-operations.ts";
import type { RequestContext } from "../request-context.ts";
import { languageOf, type Language } from "./language.ts";
import { visibleSchema } from "./visible-schema.ts";

/** What the graph says of itself in a language other than its own English. */
export type Translations = Readonly<Partial<Record<Language, Descriptions>>>;

/** Answers questions about the graph as it is for one caller. */
export type Introspection = (document: DocumentNode, operationName?: string | null) => EntitledOperation | null;

/** Groups of equal rights and language whose view of the graph is kept. */
const VIEWS_MAX = 50;

const ABOUT_SCHEMA: ReadonlySet<string> = new Set(["__schema", "__type", "__typename"]);

/**
 * Lets callers see of a graph what they may use, in the language that they prefer. An operation that asks for anything
 * else beside the schema is none of it: null.
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
    const selections = getOperationAST(document, operationName)?.selectionSet.selections ?? [];
    const isAboutSchema = selections.every(({ kind, ...node }) => {
      return kind === Kind.FIELD && "name" in node && ABOUT_SCHEMA.has(node.name.value);
    });
    if (!isAboutSchema) return null;
    const answer: EntitledOperation["execute"] = async (caller, { caller: context, variables }) => {
      const { languages } = context as RequestContext;
      const { data, errors } = executeSync({
        schema: viewFor(caller, languageOf(languages)),
        document,
        operationName,
        variableValues: variables,
      });
      return { ...(errors && { errors }), data: data ?? null };
    };
    return { supergraphId, execute: answer, respond: answer };
  };
}
