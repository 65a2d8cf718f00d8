import { sql, type Kysely } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reach } from "#contract/reach.ts";
import { openAgencyDatabase, type AgencyDatabase } from "#kit/database.ts";
import type { ProvincialCommitteesTables } from "../../../subgraphs/provincial-committees/tables.ts";
import { letter, member, transfer } from "./rows.ts";
import { openEmptyDatabase } from "./running-instance.ts";
import { application, arrival, loadOrganizations } from "./work-rows.ts";

let database: Awaited<ReturnType<typeof openEmptyDatabase>>;
let service: AgencyDatabase<ProvincialCommitteesTables>;

const nobody: Reach = { committees: [], memberId: null, organization: null, isRegistrar: false };
const clerk: Reach = { ...nobody, committees: ["PTC-01"] };

/** Callers who see some of these rows, or none, and may write none of them. */
const strangers: Readonly<Record<string, Reach>> = {
  "a clerk of another committee": { ...nobody, committees: ["PTC-08"] },
  "the member": { ...nobody, memberId: "mb_walled" },
  "the registrar": { ...nobody, organization: "foreign-ministry", isRegistrar: true },
  "the organization that is to receive": { ...nobody, organization: "po_abroad0000001" },
  nobody,
};

beforeAll(async () => {
  database = await openEmptyDatabase();
  service = openAgencyDatabase<ProvincialCommitteesTables>({ url: database.url, poolSize: 2 });
  const { db } = database;
  await loadOrganizations(db);
  await db.insertInto("member").values([member("mb_walled"), member("mb_free")]).execute();
  const way = { to_organization_id: "po_abroad0000001", state: "IN_TRANSIT" } as const;
  await db.insertInto("activity_transfer").values(transfer("at_walled", "mb_walled", way)).execute();
  await db.insertInto("activity_transfer_letter").values(letter("lt_walled", "at_walled", { kind: "ABROAD" })).execute();
  const limit = { transfer_id: "at_walled", subject: "PRESENT_LETTER", working_days: 30, due_on: "2026-12-01" };
  await db.insertInto("activity_transfer_deadline").values({ ...limit, legal_basis_code: "QD-294" }).execute();
  await db.insertInto("overseas_application").values(application("oa_walled", "mb_walled")).execute();
  await db.insertInto("arrival").values(arrival("at_coming", { member_id: "mb_walled" })).execute();
  const asked = { committee_code: "PTC-01", country_code: "JP", letter_number: "1", requested_on: "2026-11-01" };
  await db.insertInto("verification_letter").values({ id: "vr_walled", ...asked, is_synthetic: true }).execute();
});
afterAll(async () => {
  await service.close();
  await database[Symbol.asyncDispose]();
});

type Db = Kysely<ProvincialCommitteesTables>;

const updates: Readonly<Record<string, string>> = {
  member: "activity_status = 'EXEMPT'",
  activity_transfer: "state = 'LOST'",
  activity_transfer_letter: "voided_on = '2026-11-20'",
  activity_transfer_deadline: "met_on = '2026-11-20'",
  overseas_application: "state = 'CANCELLED'",
  arrival: "state = 'ACCEPTED'",
  verification_letter: "replied_on = '2026-11-20', outcome = 'CONFIRMED'",
};

/** Runs a statement and takes back what it did; answers how many rows that were. */
async function touched(db: Db, text: string): Promise<number> {
  let rows = -1;
  const undo = new Error("undone");
  const work = db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`${sql.raw(text)}`.execute(tx);
    rows = Number(numAffectedRows ?? 0n);
    throw undo;
  });
  await work.catch((error: unknown) => {
    if (error !== undo) throw error;
  });
  return rows;
}

const inserts: Readonly<Record<string, string>> = {
  member: `(id, committee_code, official_organization_id, born_on, admission_decided_on, admitted_on, official_on,
    activity_status_on, is_synthetic, family_name, given_name, sex, birth_country_code, native_country_code,
    ethnicity_code, ethnicity_list_version, general_education, record_number, member_class, activity_status)
    values ('mb_new', 'PTC-01', 'po_a', '1985-03-08', '2010-05-12', '2010-05-19', '2011-05-19', '2026-11-01', true,
      'Trần', 'Giả', 'MALE', 'VN', 'VN', '01', '2008', 'NONE', '999999HN', 'OFFICIAL', 'ACTIVE')`,
  member_absence: `(member_id, activity_status, since, until)
    values ('mb_free', 'TRANSFERRED', '2024-01-01', '2026-01-01')`,
  activity_transfer: `(id, member_id, kind, state, from_organization_id, requested_on, is_card_in_mfa_custody,
    legal_basis_code) values ('at_new', 'mb_free', 'OFFICIAL', 'REQUESTED', 'po_a', '2026-11-01', false, 'QD-294')`,
  activity_transfer_step: "(transfer_id, ordinal, entered_on, state) values ('at_walled', 9, '2026-11-01', 'LOST')",
  activity_transfer_letter: `(id, transfer_id, issued_on, kind, letter_number, issuer_organization_id)
    values ('lt_new', 'at_walled', '2026-11-01', 'OFFICIAL', '9', 'po_a')`,
  activity_transfer_letter_box: `(letter_id, box_number, signed_on, number, from_organization_id, signer_office)
    values ('lt_walled', 1, '2026-11-01', '1', 'po_a', 'T/M')`,
  activity_transfer_document: `(id, transfer_id, issued_on, form_code)
    values ('dc_new', 'at_walled', '2026-11-01', 'SELF-REVIEW')`,
  activity_transfer_deadline: `(transfer_id, subject, due_on, working_days, legal_basis_code)
    values ('at_walled', 'START_TRANSFER', '2026-12-01', 60, 'QD-294')`,
  overseas_application: `(id, member_id, state, purpose, country_code, legal_basis_code, declared_on, departs_on,
    expected_return_on, is_synthetic)
    values ('oa_new', 'mb_free', 'DECLARED', 'STUDY', 'JP', 'QD-86', '2026-11-01', '2026-12-01', '2027-12-01', true)`,
  overseas_application_step: `(application_id, ordinal, entered_on, state)
    values ('oa_walled', 9, '2026-11-01', 'CANCELLED')`,
  overseas_application_document: `(id, application_id, issued_on, form_code)
    values ('dc_new', 'oa_walled', '2026-11-01', 'LEAVE-REPORT')`,
  list_report: `(id, committee_code, list_number, country_code, issued_on, issuer_organization_id)
    values ('dc_list', 'PTC-01', '1', 'KR', '2026-11-01', 'po_a')`,
  verification_letter: `(id, committee_code, country_code, letter_number, requested_on, is_synthetic)
    values ('vr_new', 'PTC-01', 'JP', '2', '2026-11-01', true)`,
};

describe.each(Object.keys(strangers))("%s", (name) => {
  const reach = strangers[name] ?? nobody;

  it.each(Object.entries(updates))("changes nothing in %s", async (table, change) => {
    expect(await touched(service.within(reach), `update ${table} set ${change}`)).toBe(0);
  });

  it.each(Object.entries(inserts))("adds nothing to %s", async (table, row) => {
    await expect(touched(service.within(reach), `insert into ${table} ${row}`)).rejects.toThrow("row-level security");
  });
});

describe("a clerk of the committee", () => {
  it.each(Object.entries(updates))("changes its rows in %s", async (table, change) => {
    expect(await touched(service.within(clerk), `update ${table} set ${change}`)).toBeGreaterThan(0);
  });

  it.each(Object.entries(inserts))("adds to %s", async (table, row) => {
    expect(await touched(service.within(clerk), `insert into ${table} ${row}`)).toBe(1);
  });

  it.each([...Object.keys(updates), "activity_transfer_step"])("removes nothing from %s", async (table) => {
    expect(await touched(service.within(clerk), `delete from ${table}`)).toBe(0);
  });

  it("leaves on record how long the roster had somebody away, and nothing of any other change", async () => {
    const change = (db: Db, activity_status: "ACTIVE" | "EXEMPT" | "TRANSFERRED", activity_status_on: string) =>
      db.updateTable("member").set({ activity_status, activity_status_on }).where("id", "=", "mb_free").execute();
    const db = service.within(clerk);
    await change(db, "EXEMPT", "2024-01-01");
    await change(db, "TRANSFERRED", "2024-06-01");
    await change(db, "TRANSFERRED", "2024-06-01");
    expect(await db.selectFrom("member_absence").selectAll().execute()).toEqual([]);
    await change(db, "ACTIVE", "2026-02-01");
    const kept = { organization_id: "po_cell000000001", activity_status: "TRANSFERRED" };
    expect(await db.selectFrom("member_absence").selectAll().execute()).toEqual([
      { member_id: "mb_free", ...kept, since: "2024-06-01", until: "2026-02-01" },
    ]);
    for (const reach of Object.values(strangers))
      expect(await service.within(reach).selectFrom("member_absence").selectAll().execute()).toEqual([]);
    for (const text of ["update member_absence set until = '2030-01-01'", "delete from member_absence"])
      expect(await touched(db, text)).toBe(0);
  });

  it("changes neither the tree of organizations nor the rules on reports", async () => {
    for (const table of ["home_organization", "return_report_policy"]) {
      expect(await touched(service.within(clerk), `update ${table} set committee_code = 'PTC-08'`)).toBe(0);
    }
  });
});
