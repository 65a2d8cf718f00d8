import { join } from "node:path";
import { escapeIdentifier } from "pg";
import type { HubConfig } from "../config.ts";
import { startCluster } from "../postgres/cluster.ts";
import { withConnection } from "./admin.ts";
import { agencyProcesses, gatewayDatabase } from "./agencies.ts";
import { ensureDatabase, type DatabaseUrls } from "./database.ts";
import { ensureSecrets, type Secrets } from "./secrets.ts";

/** The databases of the agencies and of the gateway, ready for migrations; by the name of the process. */
export interface HubDatabases extends AsyncDisposable {
  readonly urls: ReadonlyMap<string, DatabaseUrls>;
  /** Key of the member index's number hashes. */
  readonly indexKey: string;
  /** Connection that may make databases and roles; null where somebody else made them. */
  readonly adminUrl: string | null;
  /** Drops the databases and makes them anew, empty and without tables; refuses where somebody else made them. */
  readonly recreate: () => Promise<void>;
}

/** Opens what `config` chose: starts the embedded PostgreSQL if need be, makes missing databases and roles. */
export async function openDatabases({ databases, dataFolder, indexKey }: HubConfig): Promise<HubDatabases> {
  if (databases.kind === "given") {
    const urls = [...databases.urls].map(([name, url]) => [name, { migratorUrl: url, serviceUrl: url }] as const);
    const recreate = () =>
      Promise.reject(new Error("Databases that were given by URL are not this program's to drop."));
    return {
      urls: new Map(urls),
      indexKey: indexKey ?? "",
      adminUrl: null,
      recreate,
      [Symbol.asyncDispose]: async () => undefined,
    };
  }
  const secrets = await ensureSecrets(
    dataFolder,
    [...agencyProcesses, gatewayDatabase].map(({ database }) => database),
    indexKey,
  );
  const server = databases.kind === "server" ? await givenServer(databases.adminUrl) : await embeddedServer(dataFolder);
  await using stack = new AsyncDisposableStack();
  stack.defer(server.stop);
  const urls = await ensureDatabases(server.adminUrl, secrets);
  const recreate = async () => {
    await dropDatabases(server.adminUrl);
    await ensureDatabases(server.adminUrl, secrets);
  };
  const opened = stack.move();
  return {
    urls,
    indexKey: secrets.indexKey,
    adminUrl: server.adminUrl,
    recreate,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

const embeddedServer = (dataFolder: string) => startCluster({ folder: join(dataFolder, "postgres"), isDurable: true });

async function givenServer(adminUrl: string) {
  await requireAdministrator(adminUrl);
  return { adminUrl, stop: async () => undefined };
}

/** Makes what is missing. One after the other: `create database` takes the template for itself. */
async function ensureDatabases(adminUrl: string, { credentials }: Secrets): Promise<ReadonlyMap<string, DatabaseUrls>> {
  const urls = new Map<string, DatabaseUrls>();
  for (const { name, database } of [...agencyProcesses, gatewayDatabase]) {
    const passwords = credentials[database];
    if (passwords) urls.set(name, await ensureDatabase(adminUrl, database, passwords));
  }
  return urls;
}

async function dropDatabases(adminUrl: string): Promise<void> {
  await withConnection(adminUrl, async (admin) => {
    for (const { database } of agencyProcesses)
      await admin.query(`drop database if exists ${escapeIdentifier(database)}`);
  });
}

/** @throws one sentence that names DATABASE_URL, without its password, and what is wrong with it */
async function requireAdministrator(adminUrl: string): Promise<void> {
  const { host, username, pathname } = new URL(adminUrl);
  const isAdministrator = await withConnection(adminUrl, async (client) => {
    const { rows } = await client.query<{ may: boolean }>(
      "select rolsuper or (rolcreatedb and rolcreaterole) as may from pg_roles where rolname = current_user",
    );
    return rows[0]?.may;
  }).catch((error: Error & { code?: string }) => {
    throw new Error(
      `DATABASE_URL leads to no usable PostgreSQL at ${host}${pathname} for ${username || "the default role"}: ${reason(error)}.`,
    );
  });
  if (!isAdministrator)
    throw new Error(`DATABASE_URL names the role ${username}, which may not create databases and roles.`);
}

/** Node gives a refused connection to several addresses an empty message, but always a code. */
function reason({ message, code }: Error & { code?: string }): string {
  if (code === "ECONNREFUSED") return "nothing listens there";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "there is no such host";
  return message;
}
