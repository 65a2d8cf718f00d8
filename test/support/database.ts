import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { escapeIdentifier } from "pg";
import { inject } from "vitest";
import { urlWith, withConnection } from "../../deploy/local/admin.ts";
import { ensureDatabase, connectRights, rolesOf, type DatabaseRoles } from "../../deploy/local/database.ts";
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
  const template = await ensureTemplate(inject("postgresAdminUrl"), fileURLToPath(migrations));
  return copyOf(template, rolesOf(template));
}

/**
 * Databases of these folders of migrations with the rows that `load` writes, by name. `load` runs once in a run, in
 * whichever test file comes first; `label` says which load it is, and whoever asks for it again gets copies.
 */
export async function createLoadedDatabases<Name extends string>(
  label: string,
  migrations: ReadonlyMap<Name, URL>,
  load: (databases: ReadonlyMap<Name, TestDatabase>) => Promise<void>,
): Promise<ReadonlyMap<Name, TestDatabase>> {
  const adminUrl = inject("postgresAdminUrl");
  const sources = new Map<Name, string>();
  for (const [name, folder] of migrations) sources.set(name, await ensureTemplate(adminUrl, fileURLToPath(folder)));
  const loaded = [...sources.keys()].map((name) => `${label}_${name}`);
  await withConnection(adminUrl, async (admin) => {
    await admin.query("select pg_advisory_lock(hashtext($1))", [label]);
    const made = "select from pg_database where datname = any($1) and datistemplate";
    if ((await admin.query(made, [loaded])).rowCount === loaded.length) return;
    const databases = new Map<Name, TestDatabase>();
    for (const [name, source] of sources) databases.set(name, await copyOf(source, rolesOf(source)));
    await load(databases);
    // In one transaction, so that all of them are there or none.
    const renames = [...databases.values()].map(({ url }, index) => {
      const [from, to] = [new URL(url).pathname.slice(1), loaded[index] ?? ""].map(escapeIdentifier);
      return `alter database ${from} rename to ${to}; alter database ${to} is_template true`;
    });
    await admin.query(renames.join(";"));
  });
  const copies = new Map<Name, TestDatabase>();
  for (const [name, source] of sources) copies.set(name, await copyOf(`${label}_${name}`, rolesOf(source)));
  return copies;
}

/** A copy of a template that nobody is connected to. */
async function copyOf(template: string, roles: DatabaseRoles): Promise<TestDatabase> {
  const adminUrl = inject("postgresAdminUrl");
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
