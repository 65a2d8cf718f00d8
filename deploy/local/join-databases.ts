import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { HubConfig } from "../config.ts";
import { runningServer } from "../postgres/earlier-server.ts";
import { agencyProcesses, gatewayDatabase } from "./agencies.ts";
import { databaseUrls, type DatabaseUrls } from "./database.ts";
import { openDatabases } from "./databases.ts";
import { ensureSecrets } from "./secrets.ts";

/** The databases as a command finds them that changes no tables; by the name of the process. */
export interface JoinedDatabases extends AsyncDisposable {
  readonly urls: ReadonlyMap<string, DatabaseUrls>;
}

/**
 * Opens the databases for a command that may run beside the hub: where a hub has its embedded PostgreSQL running, that
 * server is joined and left running; otherwise as the hub itself would.
 */
export async function joinDatabases(config: HubConfig): Promise<JoinedDatabases> {
  const adminUrl = config.databases.kind === "embedded" ? await runningUrl(config.dataFolder) : undefined;
  if (adminUrl === undefined) return openDatabases(config);
  const processes = [...agencyProcesses, gatewayDatabase];
  const names = processes.map(({ database }) => database);
  const { credentials } = await ensureSecrets(config.dataFolder, names, config.indexKey);
  const urls = processes.flatMap(({ name, database }) => {
    const own = credentials[database];
    return own ? [[name, databaseUrls(adminUrl, database, own)] as const] : [];
  });
  return { urls: new Map(urls), [Symbol.asyncDispose]: async () => undefined };
}

async function runningUrl(dataFolder: string): Promise<string | undefined> {
  const folder = join(dataFolder, "postgres");
  const password = await readFile(join(folder, "password"), "utf8").catch(() => undefined);
  const port = password === undefined ? undefined : await runningServer(join(folder, "data"), password);
  return port === undefined ? undefined : `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}
