import pg from "pg";
import { seedNation } from "../../../deploy/synthetic/seed-nation.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";

const folders = {
  commission: "organization-commission",
  ministry: "foreign-ministry",
  north: "provincial-committees",
  centre: "provincial-committees",
  south: "provincial-committees",
} as const;

/** One of the five databases of a nation. */
export type NationDatabase = keyof typeof folders;

/** All five, the Commission's first. */
export const nationDatabases = Object.keys(folders) as NationDatabase[];

/** The three that hold home records. */
export const provincialDatabases = ["north", "centre", "south"] as const satisfies readonly NationDatabase[];

/** A nation of some hundred members in databases of its own. */
export interface SmallNation extends AsyncDisposable {
  /**
   * Rows of a statement; with `first`, what that changes is undone afterwards. Constraints and triggers are off then.
   */
  readonly rows: <Row extends pg.QueryResultRow>(
    database: NationDatabase,
    sql: string,
    first?: string,
  ) => Promise<Row[]>;
}

/** The key of the member index in these tests. */
export const INDEX_KEY = "a key for tests that protects nobody";

/** Seeds a nation; the same numbers give the same rows. */
export async function startSmallNation(size: {
  members: number;
  departures: number;
  seed: number;
}): Promise<SmallNation> {
  await using stack = new AsyncDisposableStack();
  const databases = new Map<NationDatabase, TestDatabase>();
  for (const name of nationDatabases) {
    const migrations = new URL(`../../../subgraphs/${folders[name]}/migrations/`, import.meta.url);
    databases.set(name, stack.use(await createDatabase({ migrations })));
  }
  const url = (name: NationDatabase) => databases.get(name)?.migratorUrl ?? "";
  await seedNation({
    ...size,
    indexKey: INDEX_KEY,
    progress: () => undefined,
    databases: {
      organizationCommission: url("commission"),
      foreignMinistry: url("ministry"),
      provincialCommittees: { north: url("north"), centre: url("centre"), south: url("south") },
    },
  });
  const clients = new Map<NationDatabase, pg.Client>();
  for (const name of nationDatabases) {
    const client = new pg.Client({ connectionString: databases.get(name)?.adminUrl });
    await client.connect();
    clients.set(name, client);
    stack.defer(() => client.end());
  }
  const opened = stack.move();
  return {
    rows: async <Row extends pg.QueryResultRow>(name: NationDatabase, sql: string, first?: string) => {
      const client = clients.get(name) as pg.Client;
      if (first === undefined) return (await client.query<Row>(sql)).rows;
      try {
        await client.query(`begin; set local session_replication_role = replica; ${first}`);
        return (await client.query<Row>(sql)).rows;
      } finally {
        await client.query("rollback");
      }
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
