import { ApolloGateway } from "@apollo/gateway";
import type { GatewayExecutionResult, GatewayGraphQLRequestContext, GatewayInterface } from "@apollo/server-gateway-interface";
import { errorCodes } from "#contract/errors.ts";
import { GraphQLError } from "graphql";
import type { AgencyRoute } from "../agencies.ts";
import type { Log } from "../edge/errors.ts";
import type { SupergraphSource } from "../supergraph/watch-supergraph.ts";
import { agencyDataSource, type DataSource } from "./agency-data-source.ts";
import { openAgencyInstance, type AgencyInstance } from "./agency-instance.ts";
import { clientPath } from "./client-path.ts";
import { shardedDataSource } from "./sharded-data-source.ts";
import { readShards, type Shards } from "./shards.ts";

/** What an engine needs to know of the world. */
export interface EngineOptions {
  readonly supergraph: SupergraphSource;
  /** How to reach agencies; one that is not named answers at the address in the supergraph. */
  readonly agencies: Readonly<Record<string, AgencyRoute>>;
  readonly timeoutMsOf: (agency: string) => number;
  readonly log: Log;
}

/**
 * The stock planner and executor over our data sources: the measure for any other engine. It keeps two stock habits:
 * every field of a list item that cannot be sent is skipped without a trace, which shifts the index in the path of
 * a later item's error, and equal entities are sent as often as they occur.
 */
export function createReferenceEngine({ supergraph, agencies, timeoutMsOf, log }: EngineOptions): GatewayInterface {
  // Unless told so by this variable, the library reports usage to its maker.
  process.env["APOLLO_TELEMETRY_DISABLED"] = "true";
  const instances = new Map<string, AgencyInstance>();
  const instanceAt = (agency: string, url: string) => {
    const id = `${agency} ${url}`;
    const instance = instances.get(id) ?? openAgencyInstance({ agency, url, timeoutMs: timeoutMsOf(agency), log });
    instances.set(id, instance);
    return instance;
  };
  const readAllShards = (sdl: string): ReadonlyMap<string, Shards> =>
    new Map(Object.entries(agencies).flatMap(([name, route]) => ("url" in route ? [] : [[name, readShards(sdl, name)]])));
  let shards = readAllShards(supergraph.initial);

  const buildService = ({ name, url = "" }: { name: string; url?: string | undefined }): DataSource => {
    const route = agencies[name] ?? { url };
    if ("url" in route) return agencyDataSource(instanceAt(name, route.url));
    const instanceByCommittee = new Map(
      Object.entries(route.routes).map(([committee, instance]) => [committee, instanceAt(name, route.instances[instance] ?? "")]),
    );
    return shardedDataSource({
      agency: name,
      instanceOf: (committee) => instanceByCommittee.get(committee),
      shards: () => shards.get(name) as Shards,
    });
  };

  const gateway = new ApolloGateway({
    // What the library tells of its own doings is for whoever looks for a fault in it.
    logger: { debug: (text) => log.debug(text), info: (text) => log.debug(text), warn: (text) => log.warn(text), error: (text) => log.error(text) },
    // In production too: a supergraph that is not valid must be refused when it is offered, not when it is asked.
    validateSupergraph: true,
    __exposeQueryPlanExperimental: false,
    queryPlannerConfig: { exposeDocumentNodeInFetchNode: true },
    buildService: buildService as never,
    supergraphSdl: async ({ update }) => {
      const leave = supergraph.subscribe((sdl) => {
        const next = readAllShards(sdl);
        update(sdl);
        shards = next;
      });
      return { supergraphSdl: supergraph.initial, cleanup: async () => leave() };
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
      await Promise.all([...instances.values()].map((instance) => instance.close()));
    },
  };
}

/** Gives each error the place that the client knows, once, and a loss that the stock executor keeps silent about an error. */
function presentable({ document, operation }: GatewayGraphQLRequestContext, { data, errors = [], extensions }: GatewayExecutionResult): GatewayExecutionResult {
  const silent = ((extensions?.["valueCompletion"] ?? []) as readonly GraphQLError[]).map(
    ({ path }) => new GraphQLError(errorCodes.AGENCY_ANSWER_MALFORMED.en, { path: path ?? null, extensions: { code: "AGENCY_ANSWER_MALFORMED" } }),
  );
  const located = [...errors, ...silent].map((error) =>
    error.path ? new GraphQLError(error.message, { extensions: error.extensions, path: clientPath(document, operation, error.path) }) : error,
  );
  const once = new Map(located.map((error) => [JSON.stringify([error.path, error.extensions, error.message]), error]));
  return { ...(data !== undefined && { data }), ...(once.size > 0 && { errors: [...once.values()] }) };
}
