import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { createNationDatabases, seedInto } from "./small-nation.ts";

const size = { members: 200, departures: 60, seed: 1 };

/** Longer than any role waits for a lock by itself. */
const HELD_MS = 1_000;

describe("seeding a nation", () => {
  it("waits for a table that autovacuum holds, however short its role waits otherwise", async () => {
    await using stack = new AsyncDisposableStack();
    const databases = await createNationDatabases(stack);
    const vacuum = new pg.Client({ connectionString: databases.north.adminUrl });
    await vacuum.connect();
    stack.defer(() => vacuum.end());
    await vacuum.query("begin; lock table member in share update exclusive mode");

    const ended = new AbortController();
    const seeding = seedInto(databases, size).finally(() => ended.abort());
    seeding.catch(() => undefined);
    const waiting = "select from pg_locks where not granted and relation = 'member'::regclass";
    while (!ended.signal.aborted && (await vacuum.query(waiting)).rowCount === 0) await wait(20);
    await wait(HELD_MS);
    expect((await vacuum.query(waiting)).rowCount).toBe(1);
    await vacuum.query("commit");
    await seeding;
  }, 60_000);

  it("leaves a database as it was when its load fails", async () => {
    await using stack = new AsyncDisposableStack();
    const databases = await createNationDatabases(stack);
    const admin = new pg.Client({ connectionString: databases.north.adminUrl });
    await admin.connect();
    stack.defer(() => admin.end());
    await admin.query("alter table activity_transfer_deadline add constraint no_rows check (false)");

    await expect(seedInto(databases, size)).rejects.toThrow("no_rows");
    expect((await admin.query("select from member")).rowCount).toBe(0);
  }, 60_000);
});
