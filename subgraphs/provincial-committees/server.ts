import { sql } from "kysely";
import { changeMark } from "#kit/acts.ts";
import type { AgencyConfig } from "#kit/config.ts";
import { openAgencyDatabase, type DatabaseOptions } from "#kit/database.ts";
import { openExchange } from "#kit/exchange.ts";
import { agencySchema } from "#kit/schema.ts";
import { serveWithMercurius, type RunningAgency } from "#kit/serve.ts";
import { createContext } from "./context.ts";
import { eventHandlers, reachOfEvents } from "./event-handlers.ts";
import { resolvers } from "./resolvers.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";

/** Starts one instance; the rows of `served_committee` say for which committees it answers. */
export async function startProvincialCommittees({
  databaseUrl,
  poolSize,
  onStatement,
  peering,
  ...config
}: AgencyConfig & Pick<DatabaseOptions, "onStatement">): Promise<RunningAgency> {
  const database = openAgencyDatabase<ProvincialCommitteesTables>({ url: databaseUrl, poolSize, onStatement });
  const served = peering ? await database.open.selectFrom("served_committee").select("code").execute() : [];
  const reachOf = reachOfEvents(served.map(({ code }) => code));
  const targetOf = (committee: string) => peering?.routes.get(committee) ?? null;
  const handlers = eventHandlers(targetOf);
  const exchange = peering ? openExchange({ ...peering, databaseUrl, database, handlers, reachOf }) : null;
  return serveWithMercurius({
    ...config,
    name: "provincial-committees",
    schema: agencySchema(new URL("../../schema/subgraphs/provincial-committees.graphql", import.meta.url), resolvers),
    context: (claims) => createContext(database, claims, targetOf),
    checkReady: () => sql`select 1`.execute(database.open),
    exchange,
    changeMark: () => changeMark(database.open),
    close: database.close,
  });
}
