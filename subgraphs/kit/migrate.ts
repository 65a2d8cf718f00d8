import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql, type Kysely } from "kysely";
import { Migrator, type Migration } from "kysely/migration";

/**
 * Brings a database to the newest of the `NNNN-verb-phrase.sql` files in a folder, each in one transaction, under
 * a lock so that two processes may start at once. Answers the names that were applied now, oldest first.
 * @throws the first failure; what was applied before it stays.
 */
export async function migrateToLatest(db: Kysely<unknown>, folder: string): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => readMigrations(folder) } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) throw error;
  return results.map(({ migrationName }) => migrationName);
}

async function readMigrations(folder: string): Promise<Record<string, Migration>> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file)).sort();
  if (files.length === 0) throw new Error(`There are no migrations in ${folder}.`);
  const migrations = files.map(async (file) => {
    const text = await readFile(join(folder, file), "utf8");
    return [
      file.replace(/\.sql$/, ""),
      { up: async (db: Kysely<unknown>) => void (await sql.raw(text).execute(db)) },
    ] as const;
  });
  return Object.fromEntries(await Promise.all(migrations));
}
