import { fileURLToPath } from "node:url";
import { agencyProcesses, gatewayDatabase } from "./agencies.ts";
import type { HubDatabases } from "./databases.ts";
import { migrateDatabase } from "./migrate.ts";

/** Brings every database to its newest migration; answers `process: migration` for each one applied now. */
export async function migrateAll({ urls }: HubDatabases): Promise<readonly string[]> {
  const processes = agencyProcesses.map(({ name, agency }) => ({ name, migrations: `subgraphs/${agency}/migrations` }));
  // Where somebody else makes the databases, the gateway may be left without one.
  const gateway = urls.has(gatewayDatabase.name) ? [gatewayDatabase] : [];
  const applied = [...processes, ...gateway].map(async ({ name, migrations }) => {
    const migratorUrl = urls.get(name)?.migratorUrl;
    if (migratorUrl === undefined) throw new Error(`There is no database for ${name}.`);
    const folder = fileURLToPath(new URL(`../../${migrations}`, import.meta.url));
    const names = await migrateDatabase(migratorUrl, folder).catch((error: Error) => {
      throw new Error(`A migration of ${name} failed: ${error.message}`, { cause: error });
    });
    return names.map((migration) => `${name}: ${migration}`);
  });
  return (await Promise.all(applied)).flat();
}
