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

/** How large a nation is, and from which number it is drawn. */
export interface NationSize {
  readonly members: number;
  readonly departures: number;
  readonly seed: number;
}

/** Empty databases for a nation, dropped with the stack. */
export async function createNationDatabases(
  stack: AsyncDisposableStack,
): Promise<Readonly<Record<NationDatabase, TestDatabase>>> {
  const create = async (name: NationDatabase) => {
    const migrations = new URL(`../../../subgraphs/${folders[name]}/migrations/`, import.meta.url);
    return stack.use(await createDatabase({ migrations }));
  };
  return {
    commission: await create("commission"),
    ministry: await create("ministry"),
    north: await create("north"),
    centre: await create("centre"),
    south: await create("south"),
  };
}

/** Seeds a nation; the same numbers give the same rows. */
export const seedInto = (databases: Readonly<Record<NationDatabase, TestDatabase>>, size: NationSize): Promise<void> =>
  seedNation({
    ...size,
    indexKey: INDEX_KEY,
    progress: () => undefined,
    databases: {
      organizationCommission: databases.commission.migratorUrl,
      foreignMinistry: databases.ministry.migratorUrl,
      provincialCommittees: {
        north: databases.north.migratorUrl,
        centre: databases.centre.migratorUrl,
        south: databases.south.migratorUrl,
      },
    },
  });

/** A seeded nation with a connection to each database. */
export async function startSmallNation(size: NationSize): Promise<SmallNation> {
  await using stack = new AsyncDisposableStack();
  const databases = await createNationDatabases(stack);
  await seedInto(databases, size);
  const clients = new Map<NationDatabase, pg.Client>();
  for (const name of nationDatabases) {
    const client = new pg.Client({ connectionString: databases[name].adminUrl });
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
