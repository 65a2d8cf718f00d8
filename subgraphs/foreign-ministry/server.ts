import { sql } from "kysely";
import type { AgencyConfig } from "#kit/config.ts";
import { openDatabase } from "#kit/database.ts";
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
  host,
  port,
  databaseUrl,
  poolSize,
  onStatement,
}: AgencyConfig & { readonly onStatement?: (sql: string) => void }): Promise<RunningAgency> {
  const db = openDatabase<ForeignMinistryTables>({ url: databaseUrl, poolSize, onStatement });
  try {
    const countries = await readCountries(db);
    return await serveWithApollo({
      name: "foreign-ministry",
      host,
      port,
      schema: agencySchema(sdlFile, resolvers),
      context: () => createContext(db, countries),
      checkReady: () => sql`select 1`.execute(db),
      close: () => db.destroy(),
    });
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
