import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyRows } from "../../../deploy/synthetic/copy.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  const migrations = new URL("../../../subgraphs/foreign-ministry/migrations/", import.meta.url);
  database = await createDatabase({ migrations });
  client = new pg.Client({ connectionString: database.migratorUrl });
  await client.connect();
  await client.query(
    "create table sample (number integer, text text, words text[], bytes bytea, flag boolean, document jsonb)",
  );
});
afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

const awkward = 'Tab\t, line\nend\r, back\\slash \\N, "quotes", {braces}, comma, Đặng Thị Hương';

describe("loading by COPY", () => {
  it("writes every value as it is, whatever characters it has", async () => {
    const row = { number: 7, text: awkward, words: [awkward, ""], bytes: Buffer.from([0, 92, 255]), flag: true };
    await copyRows(
      client,
      { table: "sample", rows: [{ ...row, document: JSON.stringify({ text: awkward }) }] },
      () => {},
    );
    const { rows } = await client.query("delete from sample returning *");
    expect(rows).toEqual([{ ...row, document: { text: awkward } }]);
  });

  it("writes null and undefined as null, and an empty text as an empty text", async () => {
    const row = { number: null, text: "", words: [], bytes: undefined, flag: false, document: null };
    await copyRows(client, { table: "sample", rows: [row] }, () => {});
    const { rows } = await client.query("delete from sample returning *");
    expect(rows).toEqual([{ ...row, bytes: null }]);
  });

  it("tells how many rows it wrote, over many chunks, and nothing when there are none", async () => {
    const told: number[] = [];
    const rows = Array.from({ length: 5_000 }, (_, number) => ({ number, text: "x".repeat(100) }));
    await copyRows(client, { table: "sample", rows }, (count) => told.push(count));
    expect(told.length).toBeGreaterThan(1);
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(5_000);
    await copyRows(client, { table: "sample", rows: [] }, () => told.push(-1));
    expect(told).not.toContain(-1);
  });

  it("fails with the database's own error and leaves nothing behind", async () => {
    await client.query("truncate sample");
    const rows = [{ number: 1 }, { number: "not a number" }];
    await expect(copyRows(client, { table: "sample", rows }, () => {})).rejects.toThrow("invalid input syntax");
    expect((await client.query("select from sample")).rowCount).toBe(0);
  });

  it("ends the load when the rows themselves cannot be made", async () => {
    const failing = (function* () {
      yield { number: 1 };
      throw new Error("The generator failed.");
    })();
    await expect(copyRows(client, { table: "sample", rows: failing }, () => {})).rejects.toThrow(
      "The generator failed.",
    );
    expect((await client.query("select from sample")).rowCount).toBe(0);
  });
});
