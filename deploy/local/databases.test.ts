import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { HubConfig } from "../config.ts";
import { urlWith, withConnection } from "./admin.ts";
import { agencyProcesses, gatewayDatabase } from "./agencies.ts";
import { openDatabases } from "./databases.ts";

let dataFolder: string;
let adminUrl: string;

const run = (url: string, statement: string) =>
  withConnection(url, async (client) => (await client.query(statement)).rows);

/** What a managed PostgreSQL gives its customer: an administrator who is no superuser. */
beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "hub-databases-"));
  const superuser = inject("postgresAdminUrl");
  await run(superuser, "create role customer login password 'customer' createdb createrole");
  adminUrl = urlWith(superuser, { role: "customer", password: "customer", database: "postgres" });
});

afterAll(async () => {
  for (const { database } of [...agencyProcesses, gatewayDatabase]) {
    await run(inject("postgresAdminUrl"), `drop database if exists ${database}`);
    for (const role of ["owner", "migrator", "service"])
      await run(inject("postgresAdminUrl"), `drop role if exists ${database}_${role}`);
  }
  await run(inject("postgresAdminUrl"), "drop role customer");
  await rm(dataFolder, { recursive: true });
});

const configOf = (url: string): HubConfig => ({
  port: 4000,
  dataFolder,
  databases: { kind: "server", adminUrl: url },
  indexKey: null,
  isTrial: true,
  env: {},
});

describe("the databases of the hub on a given server", () => {
  it("are made by an administrator who is no superuser, and found again with their rows", async () => {
    const first = await openDatabases(configOf(adminUrl));
    const { migratorUrl, serviceUrl } = first.urls.get("foreign-ministry") ?? { migratorUrl: "", serviceUrl: "" };
    await run(migratorUrl, "create table kept (id int); insert into kept values (1)");

    const second = await openDatabases(configOf(adminUrl));
    expect(second.urls).toEqual(first.urls);
    expect(second.urls.size).toBe(agencyProcesses.length + 1);
    expect(await run(serviceUrl, "select id from kept")).toEqual([{ id: 1 }]);
  });

  it("stand on a server whose statistics tell nothing of hidden rows", async () => {
    const [row] = await run(adminUrl, "select current_setting('server_version_num')::int version");
    expect(row.version).toBeGreaterThanOrEqual(170_006);
  });

  it("are empty again after they were made anew", async () => {
    const databases = await openDatabases(configOf(adminUrl));
    const url = databases.urls.get("foreign-ministry")?.migratorUrl ?? "";
    await run(url, "create table if not exists gone (id int)");
    await databases.recreate();
    expect(await run(url, "select to_regclass('gone') as table")).toEqual([{ table: null }]);
  });

  it("keep the service of one agency out of the database of another", async () => {
    const { urls } = await openDatabases(configOf(adminUrl));
    const intruder = urlWith(urls.get("foreign-ministry")?.serviceUrl ?? "", { database: "organization_commission" });
    await expect(run(intruder, "select 1")).rejects.toThrow(/permission denied for database/);
  });

  it("are not this program's to drop when they were given one by one", async () => {
    const urls = new Map(agencyProcesses.map(({ name }) => [name, adminUrl]));
    const databases = await openDatabases({ ...configOf(adminUrl), databases: { kind: "given", urls } });
    await expect(databases.recreate()).rejects.toThrow("not this program's to drop");
  });
});

describe("a DATABASE_URL that cannot be used", () => {
  it.each([
    [
      "nothing listens there",
      (url: URL) => (url.port = "1"),
      /DATABASE_URL leads to no usable PostgreSQL at .*: nothing listens there\./,
    ],
    ["there is no such host", (url: URL) => (url.hostname = "nowhere.invalid"), /there is no such host\./],
    ["the password is wrong", (url: URL) => (url.password = "wrong"), /password authentication failed/],
    ["there is no such database", (url: URL) => (url.pathname = "/nowhere"), /database "nowhere" does not exist/],
  ])("is refused in one sentence without its password: %s", async (_, spoil, sentence) => {
    const url = new URL(adminUrl);
    spoil(url);
    const failure = await openDatabases(configOf(url.href)).catch((error: Error) => error);
    expect(failure).toMatchObject({ message: expect.stringMatching(sentence) });
    expect((failure as Error).message).not.toContain(url.password + "@");
  });

  it("is refused when its role may not create databases", async () => {
    await run(inject("postgresAdminUrl"), "create role plain login password 'plain'");
    const plain = urlWith(adminUrl, { role: "plain", password: "plain", database: "postgres" });
    await expect(openDatabases(configOf(plain))).rejects.toThrow(
      "DATABASE_URL names the role plain, which may not create databases and roles.",
    );
    await run(inject("postgresAdminUrl"), "drop role plain");
  });
});
