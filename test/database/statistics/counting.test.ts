import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withConnection } from "../../../deploy/local/admin.ts";
import type { HandIn } from "../../../subgraphs/organization-commission/statistics/hand-ins.ts";
import { createNationDatabases, seedInto } from "../synthetic/small-nation.ts";

type Databases = Awaited<ReturnType<typeof createNationDatabases>>;
type Count = HandIn["counts"][number];

const stack = new AsyncDisposableStack();
let databases: Databases;
beforeAll(async () => {
  databases = await createNationDatabases(stack);
  await seedInto(databases, { members: 600, departures: 240, seed: 7 });
});
afterAll(() => stack.disposeAsync());

const run = <Row extends object>(url: string, text: string) =>
  withConnection(url, async (client) => (await client.query<Row>(text)).rows);

const registers = [
  ["ministry", "overseas_assignment"],
  ["north", "activity_transfer"],
  ["north", "activity_transfer_deadline"],
] as const;

const nameOf = (name: "ministry" | "north") => new URL(databases[name].url).pathname.slice(1);

describe.each(registers)("the counting of %s, table %s,", (name, table) => {
  const count = "select * from count_for_statistics('2026-06-30')";

  it("is the service's to call, and answers nothing but codes and counts", async () => {
    const rows = await run<Count>(databases[name].url, count);
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(["topic", "dimension", "code", "period", "count"]);
      expect(Object.values(row).join(" ")).not.toMatch(/\b(mb|oa|at|po)_/);
    }
  });

  it.each(["select", "select set_config('app.is_counting', 'yes', true)", count])(
    "opens no row to the service, which says first: %s",
    async (first) => {
      const rows = await withConnection(databases[name].url, async (client) => {
        await client.query(`begin; ${first}`);
        return (await client.query(`select * from ${table}`)).rows;
      });
      expect(rows).toEqual([]);
      expect(await run(databases[name].adminUrl, `select * from ${table}`)).not.toEqual([]);
    },
  );

  it("cannot be bent by the service: it may make no function and no table where the counting looks", async () => {
    const make = `create function public.ceil(numeric) returns numeric language sql as 'select 1'`;
    await expect(run(databases[name].url, make)).rejects.toThrow("permission denied");
    const shadow = `begin; create temporary table ${table} (leak text); ${count}`;
    const shadowed = await withConnection(databases[name].url, async (client) => {
      const results = (await client.query(shadow)) as unknown as { readonly rows: readonly Count[] }[];
      return results.at(-1)?.rows;
    }).catch((error: Error) => error.message);
    if (typeof shadowed === "string") expect(shadowed).toMatch("permission denied");
    else expect(shadowed?.length).toBeGreaterThan(2);
  });
});

describe("the counts", () => {
  const countsOf = (url: string, day: string) => run<Count>(url, `select * from count_for_statistics('${day}')`);
  const sum = (counts: readonly Count[], topic: string, dimension: string) =>
    counts
      .filter((count) => count.topic === topic && count.dimension === dimension)
      .reduce((total, { count }) => total + count, 0);

  it.each(["2026-06-30", "2020-01-01"])("of journeys are those of the register until %s, by each code", async (day) => {
    const counts = await countsOf(databases.ministry.url, day);
    const [register] = await run<Record<string, number>>(
      databases.ministry.adminUrl,
      `select count(*)::integer as "DEPARTURE", (count(*) filter (where returned_on <= '${day}'))::integer as "RETURN",
        (count(*) filter (where returned_on is null or returned_on > '${day}'))::integer as "ABROAD"
      from overseas_assignment where started_on <= '${day}'`,
    );
    for (const topic of ["DEPARTURE", "RETURN", "ABROAD"])
      for (const dimension of ["NATION", "PURPOSE", "COUNTRY", "COMMITTEE"])
        expect([topic, dimension, sum(counts, topic, dimension)]).toEqual([topic, dimension, register?.[topic]]);
    expect(register?.["DEPARTURE"]).toBeGreaterThan(50);
  });

  it("name every country but Việt Nam, whether anybody is there or not", async () => {
    const countries = (await countsOf(databases.ministry.url, "2010-01-01")).filter(
      ({ topic, dimension }) => topic === "ABROAD" && dimension === "COUNTRY",
    );
    expect(countries.length).toBeGreaterThan(240);
    expect(countries.some(({ code }) => code === "VN")).toBe(false);
  });

  it("of late transfers are the limits missed until the day", async () => {
    const counts = await countsOf(databases.north.url, "2026-06-30");
    const [register] = await run<{ late: number }>(
      databases.north.adminUrl,
      `select count(*)::integer as late from activity_transfer_deadline
      join activity_transfer on activity_transfer.id = transfer_id
      where due_on < '2026-06-30' and (met_on > due_on
        or (met_on is null and (subject = 'PRESENT_LETTER' or ended_on is null or ended_on > '2026-06-30')))`,
    );
    expect(register?.late).toBeGreaterThan(0);
    for (const dimension of ["NATION", "DEADLINE", "COMMITTEE"])
      expect(sum(counts, "LATE_TRANSFER", dimension)).toBe(register?.late);
  });

  it("leave out the limit for starting a transfer that has ended without a letter, from that day on", async () => {
    const lateOnceEnded = async (subject: string, endedOn: string | null) => {
      await run(
        databases.north.adminUrl,
        `with limits as (
          select distinct on (subject) transfer_id, subject from activity_transfer_deadline
          where due_on < '2026-06-30' and subject = '${subject}' order by subject, transfer_id
        ), undone as (
          update activity_transfer_deadline as deadline set met_on = null from limits
          where deadline.transfer_id = limits.transfer_id and deadline.subject = limits.subject
        )
        update activity_transfer set ended_on = ${endedOn === null ? "null" : `'${endedOn}'`}
        from limits where id = transfer_id`,
      );
      return sum(await countsOf(databases.north.url, "2026-06-30"), "LATE_TRANSFER", "NATION");
    };
    const late = await lateOnceEnded("START_TRANSFER", null);
    expect(await lateOnceEnded("START_TRANSFER", "2026-07-01")).toBe(late);
    expect(await lateOnceEnded("START_TRANSFER", "2026-06-30")).toBe(late - 1);
    const unshown = await lateOnceEnded("PRESENT_LETTER", null);
    expect(await lateOnceEnded("PRESENT_LETTER", "2026-06-30")).toBe(unshown);
  });
});

describe.each([
  ["ministry", "update overseas_assignment set is_synthetic = false; update overseas_directory_entry set is_synthetic = false"],
  ["north", "update member set is_synthetic = false"],
] as const)("what %s says of its rows", (name, makeReal) => {
  const counted = async () =>
    (await run<{ is: boolean }>(databases[name].url, "select counts_synthetic_rows('2026-06-30') as is"))[0]?.is;

  it("is that they are made up as long as one of them is, and opens none to the service", async () => {
    expect(await counted()).toBe(true);
    const rows = await withConnection(databases[name].url, async (client) => {
      await client.query("begin; select counts_synthetic_rows('2026-06-30')");
      return (await client.query(`select id from ${name === "north" ? "member" : "overseas_assignment"}`)).rows;
    });
    expect(rows).toEqual([]);
    await run(databases[name].adminUrl, makeReal);
    expect(await counted()).toBe(false);
  });

  it("is for new rows what the loading of the nation has said of the database, and else that they are real", async () => {
    const born = async (url: string) => (await run<{ is: boolean }>(url, "select is_synthetic_database() as is"))[0]?.is;
    expect(await born(databases[name].url)).toBe(false);
    const mark = (text: string) => run(databases[name].migratorUrl, `comment on database ${nameOf(name)} is ${text}`);
    await mark("'Synthetic data.'");
    expect(await born(databases[name].url)).toBe(true);
    await mark("null");
  });
});
