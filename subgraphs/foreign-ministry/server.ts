import { sql } from "kysely";
import { COMMISSION } from "#contract/reach.ts";
import { changeMark } from "#kit/acts.ts";
import type { AgencyConfig } from "#kit/config.ts";
import { startDaily } from "#kit/daily.ts";
import { openAgencyDatabase, type DatabaseOptions } from "#kit/database.ts";
import { agencySchema } from "#kit/schema.ts";
import { serveWithApollo, type RunningAgency } from "#kit/serve.ts";
import { openExchange } from "#kit/exchange.ts";
import { startSweep } from "#kit/sweep.ts";
import { createContext } from "./context.ts";
import { readCountries } from "./countries.ts";
import { eventHandlers, eventReach } from "./event-handlers.ts";
import { markOverdueLetters } from "./overdue-letters.ts";
import { resolvers } from "./resolvers.ts";
import { handInCounts } from "./statistics.ts";
import type { ForeignMinistryTables } from "./tables.ts";

const sdlFile = new URL("../../schema/subgraphs/foreign-ministry.graphql", import.meta.url);

/**
 * Starts the Foreign Ministry's agency over its migrated database.
 * @throws when the database is away or not migrated, or the port is taken; nothing stays open then
 */
export async function startForeignMinistry({
  databaseUrl,
  poolSize,
  onStatement,
  ...config
}: AgencyConfig & Pick<DatabaseOptions, "onStatement">): Promise<RunningAgency> {
  let sweeping: ReturnType<typeof startSweep> | undefined;
  let handingIn: ReturnType<typeof startDaily> | undefined;
  const db = openAgencyDatabase<ForeignMinistryTables>({ url: databaseUrl, poolSize, onStatement });
  try {
    const countries = await readCountries(db.open);
    const { peering } = config;
    const routes = peering?.routes ?? new Map<string, string>();
    const handlers = eventHandlers(routes);
    const exchange = peering && openExchange({ ...peering, databaseUrl, database: db, handlers, reachOf: eventReach });
    sweeping = startSweep(() => markOverdueLetters(db, routes));
    if (peering?.peers.has(COMMISSION)) {
      handingIn = startDaily({ db: db.open, task: "hand-in-counts", run: handInCounts });
    }
    return await serveWithApollo({
      ...config,
      name: "foreign-ministry",
      schema: agencySchema(sdlFile, resolvers),
      context: (claims) => createContext(db, claims, { countries, routes }),
      checkReady: () => sql`select 1`.execute(db.open),
      exchange,
      changeMark: () => changeMark(db.open),
      close: async () => {
        sweeping?.stop();
        handingIn?.stop();
        await db.close();
      },
    });
  } catch (error) {
    sweeping?.stop();
    handingIn?.stop();
    await db.close();
    throw error;
  }
}
