import { migrateToLatest } from "#kit/migrate.ts";
import { openDatabase } from "#kit/database.ts";
import { sql } from "kysely";

/**
 * Applies an agency's migrations as its migrator and takes the migration records away from the service, which gets
 * its rights on every other table by default. Answers the names applied now.
 */
export async function migrateDatabase(migratorUrl: string, folder: string, service: string): Promise<readonly string[]> {
  const db = openDatabase<unknown>({ url: migratorUrl, poolSize: 1 });
  try {
    const applied = await migrateToLatest(db, folder);
    await sql`revoke all on kysely_migration, kysely_migration_lock from ${sql.id(service)}`.execute(db);
    return applied;
  } finally {
    await db.destroy();
  }
}
