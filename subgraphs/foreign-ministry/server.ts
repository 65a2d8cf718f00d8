import { sql } from "kysely";
import type { AgencyConfig } from "#kit/config.ts";
import { openAgencyDatabase, type DatabaseOptions } from "#kit/database.ts";
import { agencySchema } from "#kit/schema.ts";
import { serveWithApollo, type RunningAgency } from "#kit/serve.ts";
import { createContext } from "./context.ts";
import { readCountries } from "./countries.ts";
import { resolvers } from "./resolvers.ts";
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
  const db = openAgencyDatabase<ForeignMinistryTables>({ url: databaseUrl, poolSize, onStatement });
  try {
    const countries = await readCountries(db.open);
    const routes = config.peering?.routes ?? new Map<string, string>();
    return await serveWithApollo({
      ...config,
      name: "foreign-ministry",
      schema: agencySchema(sdlFile, resolvers),
      context: (claims) => createContext(db, claims, { countries, routes }),
      checkReady: () => sql`select 1`.execute(db.open),
      close: db.close,
    });
  } catch (error) {
    await db.close();
    throw error;
  }
}
