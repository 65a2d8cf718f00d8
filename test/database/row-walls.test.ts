import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withConnection } from "../../deploy/local/admin.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";

/**
 * Tables about persons, found by what they are made of: `member`, those with a member's id, and all that refer to one
 * of these. Of each, whether it is walled: row security that holds its owner too, and a policy by which rows are read.
 */
const tablesAboutPersons = `
  with recursive about(id) as (
    select attrelid from pg_attribute join pg_class on pg_class.oid = attrelid
    where relkind = 'r' and relnamespace = 'public'::regnamespace and (attname = 'member_id' or relname = 'member')
    union
    select conrelid from pg_constraint join about on confrelid = about.id where contype = 'f'
  )
  select relname as name, relrowsecurity and relforcerowsecurity and exists (
    select from pg_policies where schemaname = 'public' and tablename = relname and cmd = 'SELECT'
  ) as is_walled
  from about join pg_class on pg_class.oid = about.id
  order by relname`;

interface Table {
  readonly name: string;
  readonly is_walled: boolean;
}

const about: Record<string, readonly string[]> = {
  "organization-commission": ["member_index"],
  "foreign-ministry": [
    "arrival",
    "official_decision",
    "overseas_assignment",
    "overseas_assignment_step",
    "return_transfer",
    "traveller",
  ],
  "provincial-committees": [
    "activity_transfer",
    "activity_transfer_deadline",
    "activity_transfer_document",
    "activity_transfer_letter",
    "activity_transfer_letter_box",
    "activity_transfer_step",
    "arrival",
    "list_report_entry",
    "member",
    "member_absence",
    "overseas_application",
    "overseas_application_document",
    "overseas_application_step",
  ],
};

const run = <Row extends object>(url: string, text: string) =>
  withConnection(url, async (client) => (await client.query<Row>(text)).rows);

describe.each(Object.keys(about))("the database of %s", (agency) => {
  let database: TestDatabase;
  beforeAll(async () => {
    const migrations = new URL(`../../subgraphs/${agency}/migrations/`, import.meta.url);
    database = await createDatabase({ migrations });
  });
  afterAll(() => database[Symbol.asyncDispose]());

  it("has a wall around every table about persons", async () => {
    const expected = about[agency]?.map((name) => ({ name, is_walled: true }));
    expect(await run<Table>(database.adminUrl, tablesAboutPersons)).toEqual(expected);
  });

  it("would be found out with a table that has none, or one that does not hold its owner", async () => {
    await run(database.migratorUrl, "create table travel_note (member_id text); create table memo (member_id text)");
    await run(database.migratorUrl, "alter table memo enable row level security");
    const tables = await run<Table>(database.adminUrl, tablesAboutPersons);
    await run(database.migratorUrl, "drop table travel_note; drop table memo");
    expect(tables.filter(({ is_walled }) => !is_walled).map(({ name }) => name)).toEqual(["memo", "travel_note"]);
  });

  it("gives its service nothing of its own, no way round the wall and no part in another role", async () => {
    const [service] = await run(
      database.url,
      `select rolsuper, rolbypassrls, rolcreaterole,
        (select count(*)::integer from pg_class where relowner = pg_roles.oid) as owned,
        (select count(*)::integer from pg_proc where proowner = pg_roles.oid) as functions,
        (select count(*)::integer from pg_auth_members where member = pg_roles.oid) as memberships
      from pg_roles where rolname = current_user`,
    );
    const nothing = { owned: 0, functions: 0, memberships: 0 };
    expect(service).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, ...nothing });
  });

  it("has no function that runs with the rights of another but those that count, and no view", async () => {
    const around = `select proname as name from pg_proc where prosecdef and pronamespace = 'public'::regnamespace
      union select relname from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace order by name`;
    const names = agency === "organization-commission" ? [] : ["count_for_statistics", "counts_synthetic_rows"];
    const counting = names.map((name) => ({ name }));
    expect(await run(database.adminUrl, around)).toEqual(counting);
  });
});

describe.each(["foreign-ministry", "provincial-committees"])("the policy of %s", (agency) => {
  it("is read by its service, and changed by nobody but a migration", async () => {
    const migrations = new URL(`../../subgraphs/${agency}/migrations/`, import.meta.url);
    await using database = await createDatabase({ migrations });
    await run(database.url, "update visibility_policy set days_after_end = 3660");
    await run(database.url, "delete from visibility_policy");
    expect(await run(database.url, "select days_after_end from visibility_policy")).toEqual([{ days_after_end: 90 }]);
    await expect(run(database.adminUrl, "insert into visibility_policy values (1)")).rejects.toThrow("one_row");
  });
});

describe("a wall", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    const migrations = new URL("../../subgraphs/organization-commission/migrations/", import.meta.url);
    database = await createDatabase({ migrations });
    await run(
      database.adminUrl,
      "insert into member_index (member_id, home_committee_code) values ('mb_1', 'PTC-79'), ('mb_2', 'PTC-01')",
    );
  });
  afterAll(() => database[Symbol.asyncDispose]());

  const count = "select count(*)::integer from member_index";
  const counted = (url: string, before: string) =>
    withConnection(url, async (client) => {
      await client.query(`begin; ${before}`);
      const { rows } = await client.query<{ count: number }>(count);
      await client.query("commit");
      return rows[0]?.count;
    });
  const reach = (name: string, value: string) => `select set_config('app.${name}', '${value}', true)`;

  it("holds whoever says nothing, the owner of the table too", async () => {
    expect(await counted(database.url, "select")).toBe(0);
    expect(await counted(database.migratorUrl, "select")).toBe(0);
    expect(await counted(database.adminUrl, "select")).toBe(2);
  });

  it.each([
    ["a committee", "committees", "{PTC-79}", 1],
    ["two committees", "committees", "{PTC-79,PTC-01}", 2],
    ["a committee that is none", "committees", "{PTC-7}", 0],
    ["an empty list", "committees", "{}", 0],
    ["an empty text", "committees", "", 0],
    ["an empty member id", "member_id", "", 0],
    ["an empty organization", "organization", "", 0],
    ["an empty register", "is_registrar", "", 0],
    ["another's register", "is_registrar", "false", 0],
  ])("opens for %s as far as it goes", async (_, name, value, rows) => {
    expect(await counted(database.url, reach(name, value))).toBe(rows);
  });

  it("is no error after a reach has come and gone", async () => {
    await withConnection(database.url, async (client) => {
      await client.query(`begin; ${reach("committees", "{PTC-79}")}; ${reach("is_registrar", "true")}; commit`);
      expect((await client.query<{ count: number }>(count)).rows).toEqual([{ count: 0 }]);
    });
  });

  it("lets the service write nothing behind it", async () => {
    const insert = "insert into member_index (member_id, home_committee_code) values ('mb_3', 'PTC-79')";
    await expect(run(database.url, insert)).rejects.toThrow("row-level security");
    await counted(database.url, `${reach("committees", "{PTC-79}")}; delete from member_index`);
    expect(await counted(database.adminUrl, "select")).toBe(2);
  });
});
