import { sql } from "kysely";
import { openDatabase } from "#kit/database.ts";
import { migrateToLatest } from "#kit/migrate.ts";

/**
 * Applies an agency's migrations as its migrator. The records of what was applied are the migrator's alone, so the
 * rights that the service has on every table by default are taken back. Answers the names applied now.
 */
export async function migrateDatabase(migratorUrl: string, folder: string): Promise<readonly string[]> {
  const db = openDatabase<unknown>({ url: migratorUrl, poolSize: 1 });
  try {
    const applied = await migrateToLatest(db, folder);
    const { rows } = await sql<{ grantee: string }>`
      select distinct grantee from information_schema.role_table_grants
      where table_name in ('kysely_migration', 'kysely_migration_lock') and grantee <> current_user`.execute(db);
    for (const { grantee } of rows)
      await sql`revoke all on kysely_migration, kysely_migration_lock from ${sql.id(grantee)}`.execute(db);
    return applied;
  } finally {
    await db.destroy();
  }
}
