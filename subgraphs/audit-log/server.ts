import { sql } from "kysely";
import { readPseudonymKeys } from "#contract/pseudonyms.ts";
import { reachOf } from "#contract/reach.ts";
import type { AgencyConfig } from "#kit/config.ts";
import { openAgencyDatabase, type DatabaseOptions } from "#kit/database.ts";
import { agencySchema } from "#kit/schema.ts";
import { serveWithApollo, type RunningAgency } from "#kit/serve.ts";
import { createContext } from "./context.ts";
import { pseudonymsUnder } from "./pseudonyms.ts";
import { resolvers } from "./resolvers.ts";
import type { AuditLogTables } from "./tables.ts";

const sdlFile = new URL("../../schema/subgraphs/audit-log.graphql", import.meta.url);

/** What this agency is started with. */
export interface AuditLogConfig extends AgencyConfig, Pick<DatabaseOptions, "onStatement"> {
  /** The keys under which persons stand in the log, as `readPseudonymKeys` reads them. */
  readonly pseudonymKeys: string;
}

/**
 * Starts the hub operator's audit over its migrated database.
 * @throws when a key cannot be read, the database is away or the port is taken; nothing stays open then
 */
export async function startAuditLog(given: AuditLogConfig): Promise<RunningAgency> {
  const { databaseUrl, poolSize, onStatement, pseudonymKeys, ...config } = given;
  const pseudonymsOf = pseudonymsUnder(readPseudonymKeys(pseudonymKeys));
  const db = openAgencyDatabase<AuditLogTables>({ url: databaseUrl, poolSize, onStatement });
  try {
    return await serveWithApollo({
      ...config,
      name: "audit-log",
      schema: agencySchema(sdlFile, resolvers),
      context: (claims) => createContext(db, reachOf(claims), pseudonymsOf),
      checkReady: () => sql`select 1`.execute(db.open),
      close: db.close,
    });
  } catch (error) {
    await db.close();
    throw error;
  }
}
