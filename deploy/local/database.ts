import { type Client, escapeIdentifier, escapeLiteral } from "pg";
import { urlWith, withConnection } from "./admin.ts";

/** Passwords of the two roles of a database that log in. */
export interface Credentials {
  readonly migrator: string;
  readonly service: string;
}

/** Connections of those roles. */
export interface DatabaseUrls {
  readonly migratorUrl: string;
  readonly serviceUrl: string;
}

const EXTENSIONS = ["unaccent", "pg_trgm", "ltree", "btree_gist"];

/**
 * What a role's sessions run under. A request of the hub has 5 s in all, so a statement of a service has 3; whoever
 * waits for a lock gives up early and lets the caller try again. Migrations and seeding may take their time.
 */
const SERVICE_SETTINGS = { statement_timeout: "3s", lock_timeout: "500ms", idle_in_transaction_session_timeout: "5s" };
const MIGRATOR_SETTINGS = { statement_timeout: "0", lock_timeout: "1s", idle_in_transaction_session_timeout: "5min" };

/** Room for a few replicas of a process with pools of ten. */
const SERVICE_CONNECTIONS_MAX = 60;
const MIGRATOR_CONNECTIONS_MAX = 10;

/**
 * Makes the database and its three roles, or brings them to this state: the owner, who cannot log in; the migrator,
 * whose sessions act as the owner; the service, which owns nothing and may only read and write rows.
 * `adminUrl` names a role that may create databases and roles; the server must be PostgreSQL 17.6 or newer.
 */
export async function ensureDatabase(
  adminUrl: string,
  database: string,
  credentials: Credentials,
): Promise<DatabaseUrls> {
  const roles = rolesOf(database);
  await withConnection(adminUrl, async (admin) => {
    await requireVersion(admin);
    await ensureRoles(admin, roles, credentials);
    await ensureDatabaseExists(admin, database, roles.owner);
  });
  await withConnection(urlWith(adminUrl, { database }), (admin) => grantRights(admin, database, roles));
  return databaseUrls(adminUrl, database, credentials);
}

/** The connections of a database that is there, on the server of `adminUrl`. */
export function databaseUrls(adminUrl: string, database: string, { migrator, service }: Credentials): DatabaseUrls {
  const roles = rolesOf(database);
  return {
    migratorUrl: urlWith(adminUrl, { role: roles.migrator, password: migrator, database }),
    serviceUrl: urlWith(adminUrl, { role: roles.service, password: service, database }),
  };
}

/** The names of a database's roles. */
export interface DatabaseRoles {
  readonly owner: string;
  readonly migrator: string;
  readonly service: string;
}

/** `<database>_owner`, `<database>_migrator`, `<database>_service`. */
export const rolesOf = (database: string): DatabaseRoles => ({
  owner: `${database}_owner`,
  migrator: `${database}_migrator`,
  service: `${database}_service`,
});

/** Statements for who may connect: a copy of a template does not inherit it. */
export const connectRights = (database: string, { migrator, service }: DatabaseRoles): readonly string[] => [
  `revoke all on database ${quote(database)} from public`,
  `grant connect on database ${quote(database)} to ${quote(migrator)}, ${quote(service)}`,
];

/** Before 17.6 statistics could tell a role of rows that row-level security hides from it (CVE-2025-8713). */
const VERSION_MIN = 170_006;

async function requireVersion(admin: Client): Promise<void> {
  const { rows } = await admin.query<{ server_version: string; server_version_num: string }>(
    "select current_setting('server_version') as server_version, current_setting('server_version_num') as server_version_num",
  );
  if (Number(rows[0]?.server_version_num) >= VERSION_MIN) return;
  throw new Error(
    `The hub needs PostgreSQL 17.6 or newer, but the server of DATABASE_URL is ${rows[0]?.server_version}.`,
  );
}

/** One round trip and one transaction: roles are right as a whole or as they were. */
const runAll = (admin: Client, statements: readonly string[]) => admin.query(statements.join(";\n"));

async function ensureRoles(
  admin: Client,
  { owner, migrator, service }: DatabaseRoles,
  passwords: Credentials,
): Promise<void> {
  const { rows } = await admin.query<{ rolname: string }>("select rolname from pg_roles where rolname = any($1)", [
    [owner, migrator, service],
  ]);
  const missing = [owner, migrator, service].filter((role) => !rows.some(({ rolname }) => rolname === role));
  await runAll(admin, [
    ...missing.map((role) => `create role ${quote(role)}`),
    // An administrator who is no superuser must be able to act as the owner to make what the owner owns.
    `grant ${quote(owner)} to current_user`,
    `grant ${quote(owner)} to ${quote(migrator)} with inherit false, set true`,
    `alter role ${quote(owner)} nologin`,
    login(migrator, passwords.migrator, MIGRATOR_CONNECTIONS_MAX),
    login(service, passwords.service, SERVICE_CONNECTIONS_MAX),
    `alter role ${quote(migrator)} set role = ${escapeLiteral(owner)}`,
    ...sessionSettings(migrator, MIGRATOR_SETTINGS),
    ...sessionSettings(service, SERVICE_SETTINGS),
  ]);
}

const login = (role: string, password: string, connections: number) =>
  `alter role ${quote(role)} login password ${escapeLiteral(password)} connection limit ${connections}`;

const sessionSettings = (role: string, settings: Readonly<Record<string, string>>) =>
  Object.entries(settings).map(([name, value]) => `alter role ${quote(role)} set ${name} = ${escapeLiteral(value)}`);

async function ensureDatabaseExists(admin: Client, database: string, owner: string): Promise<void> {
  const { rowCount } = await admin.query("select from pg_database where datname = $1", [database]);
  if (rowCount) return;
  // Byte order, so that keys and page cursors sort alike on every server; names are sorted with "vi-x-icu".
  await admin.query(
    `create database ${quote(database)} owner ${quote(owner)} template template0 encoding 'UTF8' ` +
      "locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'",
  );
}

async function grantRights(admin: Client, database: string, roles: DatabaseRoles): Promise<void> {
  const [owner, service] = [quote(roles.owner), quote(roles.service)];
  const defaults = `alter default privileges for role ${owner} in schema public`;
  await runAll(admin, [
    ...connectRights(database, roles),
    ...EXTENSIONS.map((extension) => `create extension if not exists ${extension} schema public`),
    `alter schema public owner to ${owner}`,
    "revoke all on schema public from public",
    `grant usage on schema public to ${service}`,
    `${defaults} grant select, insert, update, delete on tables to ${service}`,
    `${defaults} grant usage, select on sequences to ${service}`,
  ]);
}

const quote = escapeIdentifier;
