import { sql } from "kysely";
import { COMMISSION } from "#contract/reach.ts";
import { changeMark } from "#kit/acts.ts";
import type { AgencyConfig } from "#kit/config.ts";
import { startDaily } from "#kit/daily.ts";
import { openAgencyDatabase, type DatabaseOptions } from "#kit/database.ts";
import { openExchange } from "#kit/exchange.ts";
import { agencySchema } from "#kit/schema.ts";
import { serveWithMercurius, type RunningAgency } from "#kit/serve.ts";
import { startSweep } from "#kit/sweep.ts";
import { createContext } from "./context.ts";
import { eventHandlers, reachOfEvents } from "./event-handlers.ts";
import { markOverdueArrivals } from "./overdue-arrivals.ts";
import { resolvers } from "./resolvers.ts";
import { handInCounts } from "./statistics.ts";
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
  const handingIn = peering?.peers.has(COMMISSION)
    ? startDaily({ db: database.open, task: "hand-in-counts", run: handInCounts })
    : null;
  // Arrivals come by events alone.
  const sweeping = peering ? startSweep(() => markOverdueArrivals(database, reachOf())) : null;
  return serveWithMercurius({
    ...config,
    name: "provincial-committees",
    schema: agencySchema(new URL("../../schema/subgraphs/provincial-committees.graphql", import.meta.url), resolvers),
    context: (claims) => createContext(database, claims, targetOf),
    checkReady: () => sql`select 1`.execute(database.open),
    exchange,
    changeMark: () => changeMark(database.open),
    close: async () => {
      handingIn?.stop();
      sweeping?.stop();
      await database.close();
    },
  });
}
