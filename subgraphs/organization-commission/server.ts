import { sql } from "kysely";
import { reachOf } from "#contract/reach.ts";
import { changeMark } from "#kit/acts.ts";
import type { AgencyConfig } from "#kit/config.ts";
import { openAgencyDatabase, type DatabaseOptions } from "#kit/database.ts";
import { openExchange } from "#kit/exchange.ts";
import { agencySchema } from "#kit/schema.ts";
import { serveWithApollo, type RunningAgency } from "#kit/serve.ts";
import { createContext } from "./context.ts";
import { eventHandlers, reachOfEvents } from "./event-handlers.ts";
import { resolvers } from "./resolvers.ts";
import type { OrganizationCommissionTables } from "./tables.ts";
import { todayInVietnam } from "./today.ts";

const sdlFile = new URL("../../schema/subgraphs/organization-commission.graphql", import.meta.url);

/** What the agency needs besides what every agency does. */
export interface OrganizationCommissionConfig extends AgencyConfig, Pick<DatabaseOptions, "onStatement"> {
  /** Key of the hashes in the member index; another key finds nobody. */
  readonly indexKey: string;
}

/**
 * Starts the Central Organization Commission's agency over its migrated database.
 * @throws when the database is away or not migrated, or the port is taken; nothing stays open then
 */
export async function startOrganizationCommission({
  databaseUrl,
  poolSize,
  indexKey,
  onStatement,
  peering,
  ...config
}: OrganizationCommissionConfig): Promise<RunningAgency> {
  const db = openAgencyDatabase<OrganizationCommissionTables>({ url: databaseUrl, poolSize, onStatement });
  const schema = agencySchema(sdlFile, resolvers);
  try {
    await db.open.selectFrom("committee").select("code").limit(1).executeTakeFirstOrThrow();
    const routes = peering?.routes ?? new Map<string, string>();
    const events = { handlers: eventHandlers(routes), reachOf: reachOfEvents(routes) };
    const exchange = peering ? openExchange({ ...peering, databaseUrl, database: db, ...events }) : null;
    return await serveWithApollo({
      ...config,
      name: "organization-commission",
      schema,
      context: (claims) => createContext(db.within(reachOf(claims)), indexKey, todayInVietnam()),
      checkReady: () => sql`select 1`.execute(db.open),
      exchange,
      changeMark: () => changeMark(db.open),
      close: db.close,
    });
  } catch (error) {
    await db.close();
    throw error;
  }
}
