import { createHash } from "node:crypto";
import { Kysely, PostgresDialect, type PostgresPoolClient } from "kysely";
import { Pool, types, type PoolClient, type QueryResult } from "pg";
import { errorCodes } from "#contract/errors.ts";
import type { Reach } from "#contract/reach.ts";
import { refuse } from "#kit/errors.ts";
import { queryAs, REACH_STATEMENT, reachSettings, type ReachSettings } from "#kit/query-as.ts";

/** Where a database is and who wants to hear of its statements. */
export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Called with the text of every statement sent; tests and benchmarks count with it. */
  readonly onStatement?: ((sql: string) => void) | undefined;
}

/** A pool of connections, none of which belongs to anybody between two statements. */
export interface AgencyDatabase<Tables> {
  /** For what everybody may read: under row-level security it finds nothing. */
  readonly open: Kysely<Tables>;
  /** For one request: each statement sees the rows within this reach, and travels with it as one message. */
  readonly within: (reach: Reach) => Kysely<Tables>;
  readonly close: () => Promise<void>;
}

/** Opens an agency's database. Days and 64-bit numbers arrive as text. */
export function openAgencyDatabase<Tables>(options: DatabaseOptions): AgencyDatabase<Tables> {
  const pool = openPool(options);
  return {
    open: kyselyOver(pool, options, null),
    within: (reach) => kyselyOver(pool, options, reachSettings(reach)),
    close: () => pool.end(),
  };
}

/** A Kysely instance over a pool of its own, for work that is nobody's request; `destroy()` closes it. */
export const openDatabase = <Tables>(options: DatabaseOptions): Kysely<Tables> =>
  kyselyOver(openPool(options), options, null);

function openPool({ url, poolSize }: DatabaseOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 1_000,
    keepAlive: true,
    types: { getTypeParser: textForDays },
  });
  // A connection that the server closes must not end the process: idle, the next borrower gets a new one; lent, where
  // the pool does not listen, the borrower's next statement fails.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/**
 * A DATE parsed as a JavaScript Date is local midnight: in Asia/Shanghai 2024-09-15 leaves as 2024-09-14. So days
 * stay text, as do 64-bit integers, which a JavaScript number cannot hold.
 */
const textForDays: typeof types.getTypeParser = (oid: number, format?: "text" | "binary") =>
  oid === types.builtins.DATE || oid === types.builtins.INT8
    ? (value: string) => value
    : types.getTypeParser(oid, format as "text");

/** Costs some microseconds, so that each request has one of its own and none can be used under another's name. */
const kyselyOver = <Tables>(pool: Pool, { onStatement }: DatabaseOptions, settings: ReachSettings | null) =>
  new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: { options: pool.options, connect: () => borrow(pool, settings), end: () => pool.end() },
    }),
    log: ({ level, query }) => {
      if (level === "query") onStatement?.(query.sql);
    },
  });

/** Connections on which the statement that states a reach is prepared. */
const introduced = new WeakSet<PoolClient>();

/** What the pool says when all connections stayed lent for as long as somebody may wait for one. */
const NONE_FREE = "timeout exceeded when trying to connect";

/** A connection of the pool. @throws AGENCY_BUSY when none comes free in time */
async function connectionOf(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    if (error instanceof Error && error.message === NONE_FREE) throw refuse("AGENCY_BUSY", errorCodes.AGENCY_BUSY.en);
    throw error;
  }
}

async function borrow(pool: Pool, settings: ReachSettings | null): Promise<PostgresPoolClient> {
  const client = await connectionOf(pool);
  try {
    if (!isAtRest(client)) throw new Error("A connection came back from its last borrower inside a transaction.");
    if (settings && !introduced.has(client)) {
      await client.query({ ...REACH_STATEMENT, values: [...settings] });
      introduced.add(client);
    }
  } catch (error) {
    client.release(true);
    throw error;
  }
  const query = (text: string, values: readonly unknown[] = []): Promise<QueryResult> => {
    const name = values.length > 0 && statementName(text);
    const statement = { text, values: [...values], ...(name && { name }) };
    // A transaction that failed takes no statement but its end, and the end needs no reach.
    return settings && text !== "rollback" ? queryAs(client, settings, statement) : client.query(statement);
  };
  // Kysely types a second form of query, for cursors, which nothing here opens.
  return { query, release: () => client.release(!isAtRest(client)) } as unknown as PostgresPoolClient;
}

/** In no transaction, as the server said last. Anything else is doubt, and a connection in doubt is closed. */
const isAtRest = (client: PoolClient) => client.getTransactionStatus() === "I";

/** Statement texts that have a name; past the cap a text runs unprepared rather than filling server memory. */
const statementNames = new Map<string, string>();
const STATEMENTS_MAX = 500;

/** Statements with parameters run prepared, so PostgreSQL parses and plans each text once per connection. */
function statementName(text: string): string | undefined {
  const known = statementNames.get(text);
  if (known || statementNames.size >= STATEMENTS_MAX) return known;
  const name = createHash("sha256").update(text).digest("base64url").slice(0, 22);
  statementNames.set(text, name);
  return name;
}
