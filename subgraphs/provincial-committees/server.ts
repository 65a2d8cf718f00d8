import { sql } from "kysely";
import { reachOf } from "#contract/reach.ts";
import type { AgencyConfig } from "#kit/config.ts";
import { openAgencyDatabase, type DatabaseOptions } from "#kit/database.ts";
import { agencySchema } from "#kit/schema.ts";
import { serveWithMercurius, type RunningAgency } from "#kit/serve.ts";
import { createContext } from "./context.ts";
import { resolvers } from "./resolvers.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";

/** Starts one instance; the rows of `served_committee` say for which committees it answers. */
export async function startProvincialCommittees({
  databaseUrl,
  poolSize,
  onStatement,
  ...config
}: AgencyConfig & Pick<DatabaseOptions, "onStatement">): Promise<RunningAgency> {
  const db = openAgencyDatabase<ProvincialCommitteesTables>({ url: databaseUrl, poolSize, onStatement });
  return serveWithMercurius({
    ...config,
    name: "provincial-committees",
    schema: agencySchema(new URL("../../schema/subgraphs/provincial-committees.graphql", import.meta.url), resolvers),
    context: (claims) => createContext(db, reachOf(claims)),
    checkReady: () => sql`select 1`.execute(db.open),
    close: db.close,
  });
}
