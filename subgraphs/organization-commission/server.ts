import { sql } from "kysely";
import type { AgencyConfig } from "#kit/config.ts";
import { openDatabase } from "#kit/database.ts";
import { agencySchema } from "#kit/schema.ts";
import { serveWithApollo, type RunningAgency } from "#kit/serve.ts";
import { createContext } from "./context.ts";
import { resolvers } from "./resolvers.ts";
import type { OrganizationCommissionTables } from "./tables.ts";
import { todayInVietnam } from "./today.ts";

const sdlFile = new URL("../../schema/subgraphs/organization-commission.graphql", import.meta.url);

/** What the agency needs besides what every agency does. */
export interface OrganizationCommissionConfig extends AgencyConfig {
  /** Key of the hashes in the member index; another key finds nobody. */
  readonly indexKey: string;
  /** Called with the text of every statement sent. */
  readonly onStatement?: (sql: string) => void;
}

/**
 * Starts the Central Organization Commission's agency over its migrated database.
 * @throws when the database is away or not migrated, or the port is taken; nothing stays open then
 */
export async function startOrganizationCommission({
  host,
  port,
  databaseUrl,
  poolSize,
  indexKey,
  onStatement,
}: OrganizationCommissionConfig): Promise<RunningAgency> {
  const db = openDatabase<OrganizationCommissionTables>({ url: databaseUrl, poolSize, onStatement });
  const schema = agencySchema(sdlFile, resolvers);
  try {
    await db.selectFrom("committee").select("code").limit(1).executeTakeFirstOrThrow();
    return await serveWithApollo({
      name: "organization-commission",
      host,
      port,
      schema,
      context: () => createContext(db, indexKey, todayInVietnam()),
      checkReady: () => sql`select 1`.execute(db),
      close: () => db.destroy(),
    });
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
