import { sql } from "kysely";
import { openDatabase, type DatabaseOptions } from "#kit/database.ts";
import { agencySchema } from "#kit/schema.ts";
import { serveWithMercurius, type RunningAgency } from "#kit/serve.ts";
import { createContext } from "./context.ts";
import { resolvers } from "./resolvers.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";

/** Where one instance listens and where its database is. */
export interface ProvincialCommitteesOptions {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly onStatement?: DatabaseOptions["onStatement"];
}

/** Starts one instance; the rows of `served_committee` say for which committees it answers. */
export async function startProvincialCommittees(options: ProvincialCommitteesOptions): Promise<RunningAgency> {
  const { host, port, databaseUrl, poolSize, onStatement } = options;
  const db = openDatabase<ProvincialCommitteesTables>({ url: databaseUrl, poolSize, onStatement });
  return serveWithMercurius({
    name: "provincial-committees",
    host,
    port,
    schema: agencySchema(new URL("../../schema/subgraphs/provincial-committees.graphql", import.meta.url), resolvers),
    context: () => createContext(db),
    checkReady: () => sql`select 1`.execute(db),
    close: () => db.destroy(),
  });
}
