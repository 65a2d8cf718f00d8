import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DatabaseError } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withConnection } from "../../deploy/local/admin.ts";
import { createDatabase, createLoadedDatabases, type TestDatabase } from "./database.ts";

let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hub-migrations-"));
  await writeFile(
    join(folder, "0001-create-note.sql"),
    "create table note (id bigint generated always as identity primary key, text text);",
  );
  database = await createDatabase({ migrations: pathToFileURL(folder) });
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const run = (url: string, statement: string) =>
  withConnection(url, async (client) => (await client.query(statement)).rows);

describe("the roles of an agency's database", () => {
  it("lets the service write and read rows", async () => {
    expect(await run(database.url, "insert into note (text) values ('a') returning text")).toEqual([{ text: "a" }]);
    expect(await run(database.url, "delete from note returning text")).toEqual([{ text: "a" }]);
  });

  it.each([
    "create table other (id int)",
    "alter table note add column extra text",
    "truncate note",
    "select * from kysely_migration",
    "create temporary table scratch (id int)",
  ])("refuses the service: %s", async (statement) => {
    await expect(run(database.url, statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  it("gives every table to an owner who cannot log in", async () => {
    const owners = await run(
      database.adminUrl,
      `select distinct rolcanlogin, rolname ~ '_owner$' as is_owner from pg_class
      join pg_roles on pg_roles.oid = relowner where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    );
    expect(owners).toEqual([{ rolcanlogin: false, is_owner: true }]);
  });

  it("lets the migrator change tables, and the service use what it makes", async () => {
    await run(database.migratorUrl, "create table later (id int)");
    expect(await run(database.url, "select * from later")).toEqual([]);
  });

  it("limits a statement of the service to three seconds and its wait for a lock to half a second", async () => {
    const settings =
      "select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock";
    expect(await run(database.url, settings)).toEqual([{ statement: "3s", lock: "500ms" }]);
  });

  it("keeps the roles of one agency out of another's database", async () => {
    const other = await mkdtemp(join(tmpdir(), "hub-migrations-"));
    await writeFile(join(other, "0001-create-secret.sql"), "create table secret (id int);");
    await using foreign = await createDatabase({ migrations: pathToFileURL(other) });
    const intruder = new URL(database.url);
    intruder.pathname = new URL(foreign.url).pathname;
    await expect(run(intruder.href, "select 1")).rejects.toThrow(/permission denied for database/);
    await rm(other, { recursive: true });
  });
});

describe("databases of the same migrations", () => {
  it("do not see each other's rows", async () => {
    await using twin = await createDatabase({ migrations: pathToFileURL(folder) });
    await run(twin.url, "insert into note (text) values ('only here')");
    expect(await run(database.url, "select text from note")).toEqual([]);
  });

  it("sort bytes by default and Vietnamese names with vi-x-icu", async () => {
    const letters = "unnest(array['E', 'Đ', 'D', 'Ă', 'B', 'A']) as letter";
    const [row] = await run(
      database.url,
      `select string_agg(letter, '' order by letter) as bytes,
      string_agg(letter, '' order by letter collate "vi-x-icu") as names from ${letters}`,
    );
    expect(row).toEqual({ bytes: "ABDEĂĐ", names: "AĂBDĐE" });
  });
});

describe("databases with the rows of one load", () => {
  it("are loaded once, after a load that failed again, and are copies that do not see each other's changes", async () => {
    const texts = ["first", "second"];
    const load = async (databases: ReadonlyMap<string, TestDatabase>) => {
      await run(databases.get("notes")?.migratorUrl ?? "", `insert into note (text) values ('${texts.shift()}')`);
      if (texts.length > 0) throw new Error("The load fails.");
    };
    const create = () => createLoadedDatabases("notes", new Map([["notes", pathToFileURL(folder)]]), load);
    await expect(create()).rejects.toThrow("The load fails.");
    const [one, other] = [(await create()).get("notes"), (await create()).get("notes")];
    await using _ = one;
    await using __ = other;

    await run(one?.url ?? "", "update note set text = 'changed'");
    expect(await run(other?.url ?? "", "select text from note")).toEqual([{ text: "second" }]);
    expect(texts).toEqual([]);
  });
});

describe("a migration that fails", () => {
  it("fails every test file that needs it, not only the first", async () => {
    const broken = await mkdtemp(join(tmpdir(), "hub-migrations-"));
    await writeFile(join(broken, "0001-break.sql"), "create table a (id int); select 1 / 0;");
    for (let attempt = 1; attempt <= 2; attempt++) {
      await expect(createDatabase({ migrations: pathToFileURL(broken) })).rejects.toThrow(DatabaseError);
    }
    await rm(broken, { recursive: true });
  });
});
