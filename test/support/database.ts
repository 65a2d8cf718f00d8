import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { escapeIdentifier } from "pg";
import { inject } from "vitest";
import { urlWith, withConnection } from "../../deploy/local/admin.ts";
import { ensureDatabase, connectRights, rolesOf } from "../../deploy/local/database.ts";
import { migrateDatabase } from "../../deploy/local/migrate.ts";

/** A migrated, empty database that is dropped on disposal. */
export interface TestDatabase extends AsyncDisposable {
  /** Connection of the service role: what the agency's process uses. */
  readonly url: string;
  /** Connection that acts as the owner: for loading rows and for changing tables. */
  readonly migratorUrl: string;
  /** Superuser connection: for looking at what roles may not see. */
  readonly adminUrl: string;
}

/** Tests need no secret: the server is on loopback and lives as long as the run. */
const credentials = { migrator: "migrator", service: "service" };

/**
 * A database with the tables of a folder of migrations and the three roles of production. Databases of the same
 * migrations are copies of one template and share their roles, so a copy costs some 30 ms.
 */
export async function createDatabase({ migrations }: { migrations: URL }): Promise<TestDatabase> {
  const adminUrl = inject("postgresAdminUrl");
  const template = await ensureTemplate(adminUrl, fileURLToPath(migrations));
  const roles = rolesOf(template);
  const database = `test_${randomUUID().replaceAll("-", "")}`;
  await withConnection(adminUrl, async (admin) => {
    const [name, owner] = [database, roles.owner].map(escapeIdentifier);
    await admin.query(
      `create database ${name} template ${escapeIdentifier(template)} strategy file_copy owner ${owner}`,
    );
    await admin.query(connectRights(database, roles).join(";"));
  });
  return {
    url: urlWith(adminUrl, { role: roles.service, password: credentials.service, database }),
    migratorUrl: urlWith(adminUrl, { role: roles.migrator, password: credentials.migrator, database }),
    adminUrl: urlWith(adminUrl, { database }),
    [Symbol.asyncDispose]: () =>
      withConnection(
        adminUrl,
        async (admin) => void (await admin.query(`drop database ${escapeIdentifier(database)} with (force)`)),
      ),
  };
}

/** The template's name; it is made by whichever test file comes first, while the others wait. */
async function ensureTemplate(adminUrl: string, folder: string): Promise<string> {
  const template = `template_${await fingerprint(folder)}`;
  await withConnection(adminUrl, async (admin) => {
    await admin.query("select pg_advisory_lock(hashtext($1))", [template]);
    const { rowCount } = await admin.query("select from pg_database where datname = $1 and datistemplate", [template]);
    if (rowCount) return;
    // One that was not finished failed in its migrations; it must not be taken for a good one.
    await admin.query(`drop database if exists ${escapeIdentifier(template)} with (force)`);
    const { migratorUrl } = await ensureDatabase(adminUrl, template, credentials);
    await migrateDatabase(migratorUrl, folder);
    await admin.query(`alter database ${escapeIdentifier(template)} is_template true`);
  });
  return template;
}

async function fingerprint(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of (await readdir(folder)).sort()) hash.update(file).update(await readFile(join(folder, file)));
  return hash.digest("hex").slice(0, 16);
}
