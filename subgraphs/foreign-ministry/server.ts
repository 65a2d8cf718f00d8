import { sql } from "kysely";
import { COMMISSION } from "#contract/reach.ts";
import { changeMark } from "#kit/acts.ts";
import type { AgencyConfig } from "#kit/config.ts";
import { startDaily } from "#kit/daily.ts";
import { openAgencyDatabase, type DatabaseOptions } from "#kit/database.ts";
import { agencySchema } from "#kit/schema.ts";
import { serveWithApollo, type RunningAgency } from "#kit/serve.ts";
import { openExchange } from "#kit/exchange.ts";
import { createContext } from "./context.ts";
import { readCountries } from "./countries.ts";
import { eventHandlers, eventReach } from "./event-handlers.ts";
import { markOverdueLetters } from "./overdue-letters.ts";
import { resolvers } from "./resolvers.ts";
import { handInCounts } from "./statistics.ts";
import type { ForeignMinistryTables } from "./tables.ts";

const sdlFile = new URL("../../schema/subgraphs/foreign-ministry.graphql", import.meta.url);

/** Limits are days, so that looking every ten minutes is soon enough. */
const SWEEP_MS = 600_000;

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
  let sweep: NodeJS.Timeout | undefined;
  let handingIn: ReturnType<typeof startDaily> | undefined;
  const db = openAgencyDatabase<ForeignMinistryTables>({ url: databaseUrl, poolSize, onStatement });
  try {
    const countries = await readCountries(db.open);
    const { peering } = config;
    const routes = peering?.routes ?? new Map<string, string>();
    const handlers = eventHandlers(routes);
    const exchange = peering && openExchange({ ...peering, databaseUrl, database: db, handlers, reachOf: eventReach });
    sweep = setInterval(() => void markOverdueLetters(db, routes).catch(console.error), SWEEP_MS);
    sweep.unref();
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
        clearInterval(sweep);
        handingIn?.stop();
        await db.close();
      },
    });
  } catch (error) {
    clearInterval(sweep);
    handingIn?.stop();
    await db.close();
    throw error;
  }
}
