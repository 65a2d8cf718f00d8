import { ApolloGateway } from "@apollo/gateway";
import type { ApolloServerOptionsWithGateway } from "@apollo/server";
import { errorCodes } from "#contract/errors.ts";
import { GraphQLError } from "graphql";
import { withoutRules } from "../authorization/without-rules.ts";
import type { Log } from "../edge/errors.ts";
import type { RequestContext } from "../request-context.ts";
import type { SupergraphSource } from "../supergraph/watch-supergraph.ts";
import { clientPath } from "./client-path.ts";
import { openDataSources, type DataSourcesOptions } from "./data-sources.ts";

/** What plans and executes operations for @apollo/server, and tells it of each new schema. */
export type Engine = ApolloServerOptionsWithGateway<RequestContext>["gateway"];

type Executor = ApolloGateway["executor"];
type Execution = Parameters<Executor>[0];
type Result = Awaited<ReturnType<Executor>>;

/** What an engine needs to know of the world. */
export interface ReferenceEngineOptions extends DataSourcesOptions {
  readonly supergraph: SupergraphSource;
}

/**
 * The stock planner and executor over our data sources: the measure for any other engine, which enforces no rule of the
 * graph and is for trials alone. It keeps two stock habits:
 * a list item whose key could not be fetched shifts the index in the path of a later item's error by one, and equal
 * entities are sent as often as they occur.
 */
export function createReferenceEngine({ supergraph, ...options }: ReferenceEngineOptions): Engine {
  // Unless told so by this variable, the library reports usage to its maker.
  process.env["APOLLO_TELEMETRY_DISABLED"] = "true";
  const sources = openDataSources(options);
  const gateway = new ApolloGateway({
    logger: quiet(options.log),
    // In production too: a supergraph that is not valid must be refused when it is offered, not when it is asked.
    validateSupergraph: true,
    __exposeQueryPlanExperimental: false,
    queryPlannerConfig: { exposeDocumentNodeInFetchNode: true },
    buildService: sources.sourceOf,
    supergraphSdl: async ({ update }) => {
      sources.prepare(supergraph.initial)();
      const leave = supergraph.subscribe((sdl) => {
        const enforce = sources.prepare(sdl);
        update(withoutRules(sdl));
        enforce();
      });
      return { supergraphSdl: withoutRules(supergraph.initial), cleanup: async () => leave() };
    },
  });
  return {
    onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
    load: async () => {
      const { executor } = await gateway.load();
      return { executor: async (context) => presentable(context, await executor(context)) };
    },
    stop: async () => {
      await gateway.stop();
      await sources.close();
    },
  };
}

/** A log in which the library's own doings are for whoever looks for a fault in it. */
const quiet = (log: Log) => ({
  debug: (text: string) => log.debug(text),
  info: (text: string) => log.debug(text),
  warn: (text: string) => log.warn(text),
  error: (text: string) => log.error(text),
});

/** Gives each error the place that the client knows, once, and an error to each loss that the stock executor hides. */
function presentable({ document, operation }: Execution, { data, errors = [], extensions }: Result): Result {
  const silent = ((extensions?.["valueCompletion"] ?? []) as readonly GraphQLError[]).map(
    ({ path }) =>
      new GraphQLError(errorCodes.AGENCY_ANSWER_MALFORMED.en, {
        path: path ?? null,
        extensions: { code: "AGENCY_ANSWER_MALFORMED" },
      }),
  );
  const located = [...errors, ...silent].map((error) =>
    error.path
      ? new GraphQLError(error.message, {
          extensions: error.extensions,
          path: clientPath(document, operation, error.path),
        })
      : error,
  );
  const once = new Map(located.map((error) => [JSON.stringify([error.path, error.extensions, error.message]), error]));
  return { ...(data !== undefined && { data }), ...(once.size > 0 && { errors: [...once.values()] }) };
}
