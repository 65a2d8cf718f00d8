import { createHash } from "node:crypto";
import { Kysely, PostgresDialect, type PostgresPoolClient } from "kysely";
import { Pool, types, type PoolClient } from "pg";

/** Where a database is and who wants to hear of its statements. */
export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Called with the text of every statement sent; tests and benchmarks count with it. */
  readonly onStatement?: ((sql: string) => void) | undefined;
}

/**
 * A Kysely instance over a pool of its own; `destroy()` closes it. Statements with parameters run prepared, so
 * PostgreSQL parses and plans each text once per connection. Days and 64-bit numbers arrive as text.
 */
export function openDatabase<Tables>({ url, poolSize, onStatement }: DatabaseOptions): Kysely<Tables> {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 1_000,
    keepAlive: true,
    types: { getTypeParser: textForDays },
  });
  // An idle connection that the server closes must not end the process; the next borrower gets a new one.
  pool.on("error", () => undefined);
  return new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: { options: pool.options, connect: async () => preparing(await pool.connect()), end: () => pool.end() },
    }),
    log: ({ level, query }) => {
      if (level === "query") onStatement?.(query.sql);
    },
  });
}

/**
 * A DATE parsed as a JavaScript Date is local midnight: in Asia/Shanghai 2024-09-15 leaves as 2024-09-14. So days
 * stay text, as do 64-bit integers, which a JavaScript number cannot hold.
 */
const textForDays: typeof types.getTypeParser = (oid: number, format?: "text" | "binary") =>
  oid === types.builtins.DATE || oid === types.builtins.INT8
    ? (value: string) => value
    : types.getTypeParser(oid, format as "text");

/** Statement texts that have a name; past the cap a text runs unprepared rather than filling server memory. */
const statementNames = new Map<string, string>();
const STATEMENTS_MAX = 500;

function preparing(client: PoolClient): PostgresPoolClient {
  const query = (text: string, values: readonly unknown[] = []) => {
    const name = values.length > 0 && statementName(text);
    return client.query({ text, values: [...values], ...(name && { name }) });
  };
  // Kysely types a second form of query, for cursors, which nothing here opens.
  return { query, release: () => client.release() } as unknown as PostgresPoolClient;
}

function statementName(text: string): string | undefined {
  const known = statementNames.get(text);
  if (known || statementNames.size >= STATEMENTS_MAX) return known;
  const name = createHash("sha256").update(text).digest("base64url").slice(0, 22);
  statementNames.set(text, name);
  return name;
}
