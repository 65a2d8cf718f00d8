import { Client } from "pg";

/** Runs `work` on one connection to the database that `url` names and closes it. */
export async function withConnection<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A server that goes away fails the statement under way; the event must not end the process as well.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The same server and options, as another role or in another database. */
export function urlWith(
  url: string,
  { role, password, database }: { role?: string; password?: string; database: string },
): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  if (role !== undefined) changed.username = role;
  if (password !== undefined) changed.password = password;
  return changed.href;
}
