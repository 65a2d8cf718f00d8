import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { letter, member, probationary, transfer } from "./rows.ts";
import { openEmptyDatabase } from "./running-instance.ts";

let database: Awaited<ReturnType<typeof openEmptyDatabase>>;

beforeAll(async () => {
  database = await openEmptyDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const keep = (row: ReturnType<typeof member>) => database.db.insertInto("member").values(row).execute();
const refusal = (constraint: string) => expect.objectContaining({ constraint });

describe("a member's row", () => {
  const card = { card_number: "001234567890", card_issued_on: "2025-08-20" };

  it.each([
    ["an official member with both cards", member("mb_bothcards", { ...card, card_number_old: "00123456" })],
    ["an official member who has no card yet", member("mb_nocard")],
    ["a probationary member without a card", probationary("mb_probation")],
    ["a symbol of one letter with a stroke", member("mb_stroke", { record_number: "000001Đ" })],
    ["a temporary place beside it", member("mb_twoplaces", { temporary_organization_id: "po_cell000000002" })],
  ])("takes %s", async (_, row) => {
    await expect(keep(row)).resolves.toBeDefined();
  });

  it.each([
    ["a card for a probationary member", probationary("mb_x", card), "member_card_official_check"],
    ["an old card cut short", member("mb_x", { ...card, card_number_old: "1234567" }), "member_card_number_old_check"],
    ["a new card with a letter", member("mb_x", { ...card, card_number: "00123456789A" }), "member_card_number_check"],
    ["a card without a day of issue", member("mb_x", { card_number: "001234567890" }), "member_card_issue_check"],
    ["a day of issue without a card", member("mb_x", { card_issued_on: "2025-08-20" }), "member_card_issue_check"],
    ["a record number that lost its zero", member("mb_x", { record_number: "12345HN" }), "member_record_number_check"],
    ["a symbol of four letters", member("mb_x", { record_number: "123456ABCD" }), "member_record_number_check"],
    ["an official member without the day", member("mb_x", { official_on: null }), "member_official_on_check"],
    ["a probationary member with it", probationary("mb_x", { official_on: "2011-05-19" }), "member_official_on_check"],
    ["a ceremony before its decision", member("mb_x", { admitted_on: "2010-05-11" }), "member_days_check"],
    ["one place twice", member("mb_x", { temporary_organization_id: "po_cell000000001" }), "member_two_places_check"],
    ["a hold by nobody", member("mb_x", { transfer_held_on: "2025-01-01" }), "member_transfer_hold_check"],
    ["an unknown status", member("mb_x", { activity_status: "AWAY" as "ACTIVE" }), "member_activity_status_check"],
    ["a committee served elsewhere", member("mb_x", { committee_code: "PTC-79" }), "member_committee_code_fkey"],
  ])("refuses %s", async (_, row, constraint) => {
    await expect(keep(row)).rejects.toEqual(refusal(constraint));
  });

  it("refuses to be without an official place", async () => {
    const row = { ...member("mb_x"), official_organization_id: null as unknown as string };
    await expect(keep(row)).rejects.toEqual(expect.objectContaining({ column: "official_organization_id" }));
  });

  it("refuses the record number of another", async () => {
    await keep(member("mb_first", { record_number: "777777HN" }));
    const twin = keep(member("mb_x", { record_number: "777777HN" }));
    await expect(twin).rejects.toEqual(refusal("member_record_number_key"));
  });
});

describe("a member's transfers", () => {
  const open = (row: ReturnType<typeof transfer>) =>
    database.db.insertInto("activity_transfer").values(row).execute();
  const issue = (row: ReturnType<typeof letter>) =>
    database.db.insertInto("activity_transfer_letter").values(row).execute();
  const setState = (id: string, state: "CLOSED" | "WITHDRAWN" | "REJECTED" | "RETURNED") =>
    database.db.updateTable("activity_transfer").set({ state }).where("id", "=", id).execute();
  const move = (id: string) => {
    const elsewhere = { official_organization_id: "po_cell000000009" };
    return database.db.updateTable("member").set(elsewhere).where("id", "=", id).execute();
  };

  it.each(["CLOSED", "WITHDRAWN", "REJECTED"] as const)("leave room for the next once one is %s", async (state) => {
    const id = `mb_${state.toLowerCase()}`;
    await keep(member(id));
    await open(transfer(`at_${state}1`, id));
    await setState(`at_${state}1`, state);
    await expect(open(transfer(`at_${state}2`, id))).resolves.toBeDefined();
  });

  it("are never open twice, not even when one was sent back", async () => {
    await keep(member("mb_open"));
    await open(transfer("at_open1", "mb_open"));
    await setState("at_open1", "RETURNED");
    await expect(open(transfer("at_open2", "mb_open"))).rejects.toEqual(refusal("activity_transfer_one_open_idx"));
  });

  it("do not change the official place while a temporary one is open", async () => {
    await keep(member("mb_temporary"));
    await open(transfer("at_temporary", "mb_temporary", { kind: "TEMPORARY", state: "ACCEPTED" }));
    await expect(move("mb_temporary")).rejects.toEqual(refusal("member_official_place_trigger"));
    await setState("at_temporary", "CLOSED");
    await expect(move("mb_temporary")).resolves.toBeDefined();
  });

  it("change the official place when they are official", async () => {
    await keep(member("mb_official"));
    await open(transfer("at_official", "mb_official", { state: "ACCEPTED" }));
    await expect(move("mb_official")).resolves.toBeDefined();
  });

  it("do not lead back to where they start", async () => {
    await keep(member("mb_circle"));
    const circle = transfer("at_circle", "mb_circle", { to_organization_id: "po_cell000000001" });
    await expect(open(circle)).rejects.toEqual(refusal("activity_transfer_organizations_check"));
  });

  it("have one letter of a kind that holds, and a new one only after the first is void", async () => {
    await keep(member("mb_letters"));
    await open(transfer("at_letters", "mb_letters"));
    await issue(letter("lt_first", "at_letters"));
    const second = letter("lt_second", "at_letters");
    await expect(issue(second)).rejects.toEqual(refusal("activity_transfer_letter_one_valid_idx"));
    await database.db.updateTable("activity_transfer_letter").set({ voided_on: "2025-08-21" }).execute();
    await expect(issue(second)).resolves.toBeDefined();
  });

  it("have letters of at most ten boxes", async () => {
    await keep(member("mb_boxes"));
    await open(transfer("at_boxes", "mb_boxes"));
    await issue(letter("lt_boxes", "at_boxes"));
    const box = { letter_id: "lt_boxes", number: "1", signed_on: "2025-08-20", signer_office: "T/M Chi bộ" };
    const fill = (box_number: number) =>
      database.db
        .insertInto("activity_transfer_letter_box")
        .values({ ...box, box_number, from_organization_id: "po_cell000000001" })
        .execute();
    await expect(fill(10)).resolves.toBeDefined();
    await expect(fill(11)).rejects.toEqual(refusal("activity_transfer_letter_box_number_check"));
    await expect(fill(0)).rejects.toEqual(refusal("activity_transfer_letter_box_number_check"));
  });
});

describe("the search key", () => {
  const keyOf = async (id: string, family_name: string, middle_name: string | null, given_name: string) => {
    const insert = database.db.insertInto("member").values(member(id, { family_name, middle_name, given_name }));
    return (await insert.returning("search_key").executeTakeFirstOrThrow()).search_key;
  };

  it.each([
    ["Nguyễn", "Thị Ước", "Đượm", " nguyen thi uoc duom"],
    ["Ðặng", null, "Ơn", " dang on"],
    ["Phan ", " Thị  Mỹ ", "Ý", " phan thi my y"],
    ["H'Hen", null, "Niê", " h hen nie"],
    ["Lê".normalize("NFD"), "Hữu".normalize("NFD"), "Đức".normalize("NFD"), " le huu duc"],
  ])("of %s %s %s is '%s'", async (family, middle, given, key) => {
    expect(await keyOf(`mb_key${key}`, family, middle, given)).toBe(key);
  });
});
