import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { letter, member, transfer } from "./rows.ts";
import { startInstance, type RunningInstance } from "./running-instance.ts";

let instance: RunningInstance;

beforeAll(async () => {
  instance = await startInstance();
  const ids = ["mb_midtransfer", "mb_stayed", "mb_secondmove"];
  await instance.db.insertInto("member").values(ids.map((id) => member(id))).execute();
  const closed = { state: "CLOSED", requested_on: "2022-03-01", legal_basis_code: "QD-24" } as const;
  const abroad = { to_organization_id: "po_abroad0000001", decided_on: "2025-07-25", fee_paid_to_month: "2025-09" };
  await instance.db
    .insertInto("activity_transfer")
    .values([
      transfer("at_now", "mb_midtransfer", { ...abroad, state: "IN_TRANSIT", is_card_in_mfa_custody: true }),
      transfer("at_then", "mb_midtransfer", { ...closed, kind: "TEMPORARY", late_reason: "Ốm" }),
      transfer("at_thentoo", "mb_midtransfer", closed),
      transfer("at_other", "mb_secondmove", { ...closed, requested_on: "2023-01-01" }),
    ])
    .execute();
  await loadPapers();
});
beforeEach(() => void instance.takeStatements());
afterAll(() => instance[Symbol.asyncDispose]());

async function loadPapers() {
  const { db } = instance;
  const step = { transfer_id: "at_now", entered_on: "2025-08-01", organization_id: "po_cell000000001" };
  await db.insertInto("activity_transfer_step").values([
    { ...step, ordinal: 2, state: "CELL_REVIEWED", entered_on: "2025-08-05", box_number: 1 },
    { ...step, ordinal: 1, state: "REQUESTED", organization_id: null },
  ]).execute();
  await db.insertInto("activity_transfer_letter").values([
    letter("lt_new", "at_now", { issued_on: "2025-08-25", letter_number: "13-GT" }),
    letter("lt_void", "at_now", { voided_on: "2025-08-24" }),
  ]).execute();
  const signed = { letter_id: "lt_new", signed_on: "2025-08-25", signer_office: "T/M Đảng ủy" };
  const box = { ...signed, from_organization_id: "po_ward000000001" };
  await db.insertInto("activity_transfer_letter_box").values([
    { ...box, box_number: 2, number: "08", to_organization_id: null },
    { ...box, box_number: 1, number: "07", to_organization_id: "po_abroad0000001" },
  ]).execute();
  const paper = { form_code: "3C-SHD", issued_on: "2025-08-25", box_number: 2 };
  const document = { ...paper, id: "dc_list", transfer_id: "at_now" };
  await db.insertInto("activity_transfer_document").values(document).execute();
  const deadline = { transfer_id: "at_now", legal_basis_code: "QD-294" };
  await db.insertInto("activity_transfer_deadline").values([
    { ...deadline, subject: "START_TRANSFER", working_days: 60, due_on: "2025-10-20", met_on: "2025-08-01" },
    { ...deadline, subject: "PRESENT_LETTER", working_days: 30, due_on: "2025-10-07" },
  ]).execute();
}

interface Transfers {
  readonly nodes: readonly object[];
  readonly totalCount?: number;
  readonly pageInfo?: { readonly endCursor: string | null };
}

const transfersOf = (ids: readonly string[], fields: string, variables: object = {}) =>
  instance.ask<{ _entities: readonly { activityTransfers: Transfers | null }[] }>(
    `query ($keys: [_Any!]!, $first: Int, $after: String) {
      _entities(representations: $keys) {
        ... on Member { activityTransfers(first: $first, after: $after) { ${fields} } }
      }
    }`,
    { ...variables, keys: ids.map((id) => ({ __typename: "Member", id, homeCommittee: { code: "PTC-01" } })) },
  );
const pageOf = async (id: string, fields: string, variables: object = {}) =>
  (await transfersOf([id], fields, variables)).data._entities[0]?.activityTransfers;

describe("the transfers of a member", () => {
  it("come latest request first, counted when asked for", async () => {
    expect(await pageOf("mb_midtransfer", "totalCount nodes { id }")).toEqual({
      totalCount: 3,
      nodes: [{ id: "at_now" }, { id: "at_thentoo" }, { id: "at_then" }],
    });
  });

  it("come once each in pages of one", async () => {
    const seen: object[] = [];
    let after: string | null | undefined;
    for (let pages = 0; pages < 3; pages++) {
      const page = await pageOf("mb_midtransfer", "nodes { id } pageInfo { endCursor }", { first: 1, after });
      seen.push(...(page?.nodes ?? []));
      after = page?.pageInfo?.endCursor;
    }
    expect(seen).toEqual([{ id: "at_now" }, { id: "at_thentoo" }, { id: "at_then" }]);
  });

  it("may be none", async () => {
    expect(await pageOf("mb_stayed", "totalCount nodes { id }")).toEqual({ totalCount: 0, nodes: [] });
  });

  it("are null for a member without a record here", async () => {
    expect(await pageOf("mb_nobody", "totalCount")).toBeNull();
  });

  it("end after the last, and are refused after another member's", async () => {
    const after = (id: string) => ({ after: Buffer.from(JSON.stringify([id])).toString("base64url") });
    expect(await pageOf("mb_midtransfer", "nodes { id }", after("at_then"))).toEqual({ nodes: [] });
    const { data, errors } = await transfersOf(["mb_midtransfer"], "nodes { id }", after("at_other"));
    expect(data).toEqual({ _entities: [{ activityTransfers: null }] });
    const path = ["_entities", 0, "activityTransfers"];
    expect(errors).toMatchObject([{ path, extensions: { code: "INPUT_CURSOR_UNKNOWN" } }]);
  });

  it("of many members, with all that hangs on them, cost one statement a type", async () => {
    const papers = "steps { state } letters { id boxes { number } } documents { id } deadlines { dueOn }";
    const members = ["mb_midtransfer", "mb_stayed", "mb_secondmove"];
    const { data } = await transfersOf(members, `totalCount nodes { id ${papers} }`);
    expect(data._entities.map(({ activityTransfers }) => activityTransfers?.totalCount)).toEqual([3, 0, 1]);
    const tables = instance.takeStatements().map((text) => /from "(\w+)"/.exec(text)?.[1]);
    expect(tables.toSorted()).toEqual([
      "activity_transfer",
      "activity_transfer",
      "activity_transfer_deadline",
      "activity_transfer_document",
      "activity_transfer_letter",
      "activity_transfer_letter_box",
      "activity_transfer_step",
      "member",
    ]);
  });
});

describe("a transfer", () => {
  const newest = async (fields: string) => (await pageOf("mb_midtransfer", `nodes { ${fields} }`))?.nodes[0];

  it("says what moves where, and under which rule", async () => {
    const fields = `kind state fromOrganization { id } toOrganization { id } requestedOn decidedOn legalBasisCode
      feePaidToMonth lateReason isCardInMfaCustody`;
    expect(await newest(fields)).toEqual({
      kind: "OFFICIAL",
      state: "IN_TRANSIT",
      fromOrganization: { id: "po_cell000000001" },
      toOrganization: { id: "po_abroad0000001" },
      requestedOn: "2025-08-01",
      decidedOn: "2025-07-25",
      legalBasisCode: "QD-294",
      feePaidToMonth: "2025-09",
      lateReason: null,
      isCardInMfaCustody: true,
    });
  });

  it("keeps the rule of its own time", async () => {
    const page = await pageOf("mb_midtransfer", "nodes { kind legalBasisCode toOrganization { id } lateReason }");
    const then = { kind: "TEMPORARY", legalBasisCode: "QD-24", toOrganization: null, lateReason: "Ốm" };
    expect(page?.nodes[2]).toEqual(then);
  });

  it("lists its steps in the order they were passed", async () => {
    expect(await newest("steps { state enteredOn boxNumber organization { id } }")).toEqual({
      steps: [
        { state: "REQUESTED", enteredOn: "2025-08-01", boxNumber: null, organization: null },
        { state: "CELL_REVIEWED", enteredOn: "2025-08-05", boxNumber: 1, organization: { id: "po_cell000000001" } },
      ],
    });
  });

  it("lists its letters by issue with their boxes by number", async () => {
    const boxes = "boxes { boxNumber number signedOn signerOffice fromOrganization { id } toOrganization { id } }";
    const box = { signedOn: "2025-08-25", signerOffice: "T/M Đảng ủy", fromOrganization: { id: "po_ward000000001" } };
    const letter = { kind: "OFFICIAL", issuer: { id: "po_ward000000001" } };
    expect(await newest(`letters { id kind letterNumber issuedOn voidedOn issuer { id } ${boxes} }`)).toEqual({
      letters: [
        {
          ...letter,
          id: "lt_void",
          letterNumber: "12-GT",
          issuedOn: "2025-08-20",
          voidedOn: "2025-08-24",
          boxes: [],
        },
        {
          ...letter,
          id: "lt_new",
          letterNumber: "13-GT",
          issuedOn: "2025-08-25",
          voidedOn: null,
          boxes: [
            { ...box, boxNumber: 1, number: "07", toOrganization: { id: "po_abroad0000001" } },
            { ...box, boxNumber: 2, number: "08", toOrganization: null },
          ],
        },
      ],
    });
  });

  it("lists its documents by what they are", async () => {
    expect(await newest("documents { id formCode issuedOn boxNumber issuer { id } }")).toEqual({
      documents: [{ id: "dc_list", formCode: "3C-SHD", issuedOn: "2025-08-25", boxNumber: 2, issuer: null }],
    });
  });

  it("lists its deadlines, overdue by the day asked for", async () => {
    const days = `onTheDay: isOverdue(on: "2025-10-07") dayAfter: isOverdue(on: "2025-10-08") isOverdue`;
    expect(await newest(`deadlines { subject dueOn workingDays legalBasisCode metOn ${days} }`)).toEqual({
      deadlines: [
        {
          subject: "PRESENT_LETTER",
          dueOn: "2025-10-07",
          workingDays: 30,
          legalBasisCode: "QD-294",
          metOn: null,
          onTheDay: false,
          dayAfter: true,
          isOverdue: true,
        },
        {
          subject: "START_TRANSFER",
          dueOn: "2025-10-20",
          workingDays: 60,
          legalBasisCode: "QD-294",
          metOn: "2025-08-01",
          onTheDay: false,
          dayAfter: false,
          isOverdue: false,
        },
      ],
    });
  });
});
