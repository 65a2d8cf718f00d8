import type { DatabaseError } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startForeignMinistry } from "../../../subgraphs/foreign-ministry/server.ts";
import { countriesAbroad } from "#contract/countries.ts";
import { withConnection } from "../../../deploy/local/admin.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { assignment, committeeInJapan, tokyo } from "./rows.ts";
import { migrations } from "./running-ministry.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase({ migrations });
  await insert("mission", tokyo);
});
afterAll(() => database[Symbol.asyncDispose]());

/** Inserts one row and answers the constraint that it met, or null. */
async function insert(table: string, row: object): Promise<string | null> {
  const values = Object.values(row);
  const text = `insert into ${table} (${Object.keys(row)}) values (${values.map((_, index) => `$${index + 1}`)})`;
  return withConnection(database.adminUrl, (client) =>
    client.query(text, values).then(
      () => null,
      (error: DatabaseError) => error.constraint ?? error.message,
    ),
  );
}

const base = { id: "oa_constraintcon", member_id: "mb_constraintcon" };
const sent = { state: "RECEIVED_ABROAD", move_kind: "OFFICIAL_TRANSFER", started_on: "2024-03-01" } as const;
const received = { ...sent, receiving_organization_id: "po_a", received_on: "2024-03-05" };
const withCard = { ...received, card_received_on: "2024-03-05" };
const notice = { notice_kind: "LETTER", notice_number: "1", notice_issued_on: "2024-02-02" } as const;
const entry = { ...committeeInJapan, mission_id: tokyo.id };
const step = { assignment_id: "a declared stay", number: 1, reached_on: "2024-01-01", reached_by: "SYSTEM" };
const request = {
  id: "vr_a",
  requested_by: "PTC-01",
  country_code: "JP",
  letter_number: "1",
  requested_on: "2024-01-02",
  received_on: "2024-01-02",
  is_synthetic: true,
};

describe("the countries of the contract", () => {
  it("are those of the register, without Viet Nam", async () => {
    const query = "select code from country where code <> 'VN' order by code";
    const { rows } = await withConnection(database.adminUrl, (client) => client.query<{ code: string }>(query));
    expect(rows.map(({ code }) => code)).toEqual(countriesAbroad);
    expect(countriesAbroad.length).toBeGreaterThan(200);
  });
});

describe("the register takes", () => {
  it.each<[string, object]>([
    ["a declared stay", {}],
    ["a received one with its card", { ...received, card_received_on: "2024-03-05", card_mission_id: tokyo.id }],
    ["one that ended on the day it began", { ...sent, state: "ENDED", returned_on: "2024-03-01" }],
    ["a notice received on the day it was issued", { ...sent, ...notice, notice_received_on: "2024-02-02" }],
  ])("%s", async (name, row) => {
    expect(await insert("overseas_assignment", assignment({ ...base, ...row, id: name }))).toBeNull();
  });
});

describe("the register refuses", () => {
  const refused: [string, object][] = [
    ["a stay in Vietnam", { country_code: "VN" }],
    ["a country that does not exist", { country_code: "ZZ" }],
    ["an unknown state", { ...sent, state: "LOST" }],
    ["an unknown purpose", { purpose: "TOURISM" }],
    ["an unknown kind of move", { move_kind: "WALK" }],
    ["an unknown kind of notice", { ...notice, notice_kind: "CALL", notice_received_on: "2024-02-02" }],
    ["a stay under way without a kind of move", { ...sent, move_kind: null }],
    ["a return expected before departure", { expected_return_on: "2024-02-29" }],
    ["a return before the start", { ...sent, returned_on: "2024-02-29" }],
    ["a return without a start", { returned_on: "2024-03-02" }],
    ["a notice in parts", { ...sent, ...notice }],
    ["a notice received before it was issued", { ...sent, ...notice, notice_received_on: "2024-02-01" }],
    ["an organization without the day of receipt", { ...sent, receiving_organization_id: "po_a" }],
    ["an organization for a member guided singly", { ...received, move_kind: "SINGLE_GUIDANCE" }],
    ["the card of a probationary member", { ...withCard, official_decision_due_on: "2025-01-01" }],
    ["a card given back that was never held", { ...received, card_returned_on: "2024-03-05" }],
    ["an unknown reason for a missing card", { ...received, missing_card_reason: "FORGOTTEN" }],
    ["a missing card that is held", { ...withCard, missing_card_reason: "LOST" }],
    ["a version before the first", { version: 0 }],
    ["a card given back before it was held", { ...withCard, card_returned_on: "2024-03-04" }],
  ];

  it.each(refused)("%s", async (_, row) => {
    expect(await insert("overseas_assignment", assignment({ ...base, ...row }))).toMatch(/^overseas_assignment_/);
  });

  it("each by a rule of its own: no rule on assignments is without a case", async () => {
    const rowsRefused = refused.map(([, row]) => assignment({ ...base, ...row }));
    const met = await Promise.all(rowsRefused.map((row) => insert("overseas_assignment", row)));
    const { rows } = await withConnection(database.adminUrl, (client) =>
      client.query<{ name: string }>(`select conname as name from pg_constraint
        where conrelid = 'overseas_assignment'::regclass and contype = 'c'`),
    );
    expect(rows.length).toBeGreaterThan(10);
    expect(met).toEqual(expect.arrayContaining(rows.map(({ name }) => name)));
  });

  it.each<[string, string, object]>([
    ["a mission in Vietnam", "mission", { ...tokyo, id: "ms_b", country_code: "VN" }],
    ["a mission of an unknown kind", "mission", { ...tokyo, id: "ms_b", kind: "TRADE" }],
    ["an entry that ends before it begins", "overseas_directory_entry", { ...entry, valid_to: "2012-04-30" }],
    ["an entry of an unknown kind of cell", "overseas_directory_entry", { ...entry, cell_kind: "TOURIST" }],
    ["a step of no assignment", "overseas_assignment_step", { ...step, assignment_id: "oa_none", state: "DECLARED" }],
    ["a move to nowhere", "overseas_assignment_step", { ...step, state: "MOVED_COUNTRY" }],
    ["an extension without a day", "overseas_assignment_step", { ...step, state: "EXTENDED" }],
    ["an outcome without a reply", "verification_request", { ...request, outcome: "CONFIRMED" }],
    ["a request received before it was sent", "verification_request", { ...request, received_on: "2024-01-01" }],
  ])("%s", async (_, table, row) => {
    expect(await insert(table, row)).toMatch(new RegExp(`^${table}_`));
  });
});

describe("the agency", () => {
  it("does not start over a database without countries, and says why", async () => {
    await using empty = await createDatabase({ migrations });
    await withConnection(empty.migratorUrl, (client) => client.query("truncate country cascade"));
    const own = { host: "127.0.0.1", port: 0, databaseUrl: empty.url, poolSize: 1 };
    const start = startForeignMinistry({ ...own, envelopeKeys: null, insecureCaller: {} });
    await expect(start).rejects.toThrow("The Foreign Ministry's database holds no countries: migrate it first.");
  });
});
