import type { Kysely } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dayInVietnam, dayPlus } from "#contract/working-days.ts";
import type { TestCaller } from "../../support/envelope.ts";
import { act, clerkOf, officerOf } from "./acting.ts";
import { member, named, probationary } from "./rows.ts";
import { startInstance, type RunningInstance } from "./running-instance.ts";
import { loadOrganizations } from "./work-rows.ts";

let instance: RunningInstance;

const memberWithAll = member("mb_withall", {
  ...named("Nguyễn Thị Thu Hương"),
  sex: "FEMALE",
  birth_name: "Nguyễn Thị Hương",
  aliases: ["Thu Hương", "Hoài Hương"],
  birth_country_code: "RU",
  birth_place: "Mát-xcơ-va",
  native_province_code: "44",
  native_place: "Xã Giả Lập",
  permanent_country_code: "VN",
  permanent_province_code: "01",
  permanent_place: "Số 1, phố Giả Lập",
  temporary_country_code: "JP",
  temporary_place: "Tokyo",
  ethnicity_code: "04",
  ethnicity_list_version: "1979",
  religion: "Không",
  occupation_before: "Sinh viên",
  occupation_now: "Giảng viên",
  occupation_group: "PUBLIC_EMPLOYEE",
  professional_qualification: "DOCTOR",
  political_theory: "ADVANCED",
  foreign_languages: JSON.stringify([{ languageCode: "ja", level: "B2" }, { languageCode: "en", level: "C" }]),
  admission_place: "Chi bộ Khoa Toán",
  official_place: "Chi bộ Khoa Tin",
  record_number: "012345HN",
  card_number_old: "00123456",
  card_number: "001234567890",
  card_issued_on: "2025-08-20",
  card_issue_place: "Hà Nội",
  badge_number: "0042",
  member_category: "RETIRED",
  activity_status: "TEMPORARILY_AWAY",
  temporary_organization_id: "po_cell000000002",
  transfer_held_by: "po_board00000001",
  transfer_held_on: "2025-09-15",
});

beforeAll(async () => {
  instance = await startInstance();
  const memberWithLeast = probationary("mb_withleast", { middle_name: null });
  const rows = [memberWithAll, memberWithLeast, member("mb_elsewhere", { committee_code: "PTC-08" })];
  await instance.db.insertInto("member").values(rows).execute();
  await loadOrganizations(instance.db);
});
beforeEach(() => void instance.takeStatements());
afterAll(() => instance[Symbol.asyncDispose]());

const key = (id: string, code = "PTC-01") => ({ __typename: "Member", id, homeCommittee: { code } });

const place = "countryCode provinceCode detail";
const everything = `name { full familyName middleName givenName } birthName aliases sex bornOn
  birthPlace { ${place} } nativePlace { ${place} } permanentResidence { ${place} } temporaryResidence { ${place} }
  ethnicity { code listVersion } religion occupationBefore occupationNow occupationGroup
  generalEducation professionalQualification politicalTheory foreignLanguages { languageCode level }
  admission { decidedOn admittedOn place } recognition { recognisedOn place }
  recordNumber card { number oldNumber issuedOn issuePlace } badgeNumber
  memberClass activityStatus activityStatusOn memberCategory
  officialOrganization { id } temporaryOrganization { id }
  isTransferHeld transferHold { organization { id } heldOn legalBasisCode } isSynthetic`;

const recordsOf = async (representations: readonly object[], fields: string) => {
  const { data, errors } = await instance.ask<{ _entities: readonly { homeRecord: object | null }[] }>(
    `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Member { homeRecord { ${fields} } } }
    }`,
    { representations },
  );
  expect(errors).toBeUndefined();
  return data._entities.map(({ homeRecord }) => homeRecord);
};

describe("a home record", () => {
  it("says all that the paper record says, with leading zeros and every day unmoved", async () => {
    const [record] = await recordsOf([key("mb_withall")], everything);
    expect(record).toEqual({
      name: { full: "Nguyễn Thị Thu Hương", familyName: "Nguyễn", middleName: "Thị Thu", givenName: "Hương" },
      birthName: "Nguyễn Thị Hương",
      aliases: ["Thu Hương", "Hoài Hương"],
      sex: "FEMALE",
      bornOn: "1985-03-08",
      birthPlace: { countryCode: "RU", provinceCode: null, detail: "Mát-xcơ-va" },
      nativePlace: { countryCode: "VN", provinceCode: "44", detail: "Xã Giả Lập" },
      permanentResidence: { countryCode: "VN", provinceCode: "01", detail: "Số 1, phố Giả Lập" },
      temporaryResidence: { countryCode: "JP", provinceCode: null, detail: "Tokyo" },
      ethnicity: { code: "04", listVersion: "1979" },
      religion: "Không",
      occupationBefore: "Sinh viên",
      occupationNow: "Giảng viên",
      occupationGroup: "PUBLIC_EMPLOYEE",
      generalEducation: "UPPER_SECONDARY",
      professionalQualification: "DOCTOR",
      politicalTheory: "ADVANCED",
      foreignLanguages: [{ languageCode: "ja", level: "B2" }, { languageCode: "en", level: "C" }],
      admission: { decidedOn: "2010-05-12", admittedOn: "2010-05-19", place: "Chi bộ Khoa Toán" },
      recognition: { recognisedOn: "2011-05-19", place: "Chi bộ Khoa Tin" },
      recordNumber: "012345HN",
      card: { number: "001234567890", oldNumber: "00123456", issuedOn: "2025-08-20", issuePlace: "Hà Nội" },
      badgeNumber: "0042",
      memberClass: "OFFICIAL",
      activityStatus: "TEMPORARILY_AWAY",
      activityStatusOn: "2011-05-19",
      memberCategory: "RETIRED",
      officialOrganization: { id: "po_cell000000001" },
      temporaryOrganization: { id: "po_cell000000002" },
      isTransferHeld: true,
      transferHold: { organization: { id: "po_board00000001" }, heldOn: "2025-09-15", legalBasisCode: "QD-294" },
      isSynthetic: true,
    });
  });

  it("leaves out whole what a member does not have", async () => {
    const [record] = await recordsOf([key("mb_withleast")], everything);
    expect(record).toMatchObject({
      name: { full: "Nguyễn An", middleName: null },
      aliases: [],
      birthPlace: { countryCode: "VN", provinceCode: null, detail: null },
      permanentResidence: null,
      temporaryResidence: null,
      foreignLanguages: [],
      recognition: null,
      card: null,
      memberCategory: null,
      temporaryOrganization: null,
      isTransferHeld: false,
      transferHold: null,
    });
  });

  it.each([
    ["is kept by another committee of this instance", key("mb_elsewhere")],
    ["is kept by another instance", key("mb_withall", "PTC-79")],
    ["does not exist", key("mb_nobody")],
    ["is asked for without a committee", { __typename: "Member", id: "mb_withall" }],
  ])("is null, whichever way it %s", async (_, representation) => {
    expect(await recordsOf([representation], "recordNumber")).toEqual([null]);
  });

  it("comes with those of others in their order, all in one statement", async () => {
    const keys = [key("mb_elsewhere", "PTC-08"), key("mb_nobody"), key("mb_withall"), key("mb_elsewhere")];
    const records = await recordsOf([...keys, ...keys], "recordNumber");
    expect(records.map((record) => record !== null)).toEqual([true, false, true, false, true, false, true, false]);
    expect(instance.takeStatements()).toHaveLength(1);
  });

  it("costs no statement when only the key is asked for", async () => {
    const fields = "... on Member { id homeCommittee { code } }";
    const query = `query ($keys: [_Any!]!) { _entities(representations: $keys) { ${fields} } }`;
    const { data } = await instance.ask(query, { keys: [key("mb_withall")] });
    expect(data).toEqual({ _entities: [{ id: "mb_withall", homeCommittee: { code: "PTC-01" } }] });
    expect(instance.takeStatements()).toEqual([]);
  });

  it("has no field for rewards, discipline, family or the personal number", async () => {
    const { data } = await instance.ask<{ __type: { fields: readonly { name: string }[] } }>(
      `{ __type(name: "HomeRecord") { fields { name } } }`,
    );
    const names = data.__type.fields.map(({ name }) => name);
    expect(names).toContain("recordNumber");
    expect(names.filter((name) => /reward|disciplin|famil|personal/i.test(name))).toEqual([]);
  });
});

describe("a hold on transfers", () => {
  let members = 0;
  const today = dayInVietnam(new Date());
  const keep = async (own: Parameters<typeof member>[1] = {}) => {
    const id = `mb_held${++members}`;
    await instance.db.insertInto("member").values(member(id, own)).execute();
    return id;
  };
  const hold = (id: string, own: object = {}, caller = clerkOf("PTC-01")) =>
    act(instance, "holdTransfers", { member: id, expectedVersion: 0, heldOn: "2026-11-02", ...own }, caller);
  const lift = (id: string, own: object = {}, caller = clerkOf("PTC-01")) =>
    act(instance, "liftTransferHold", { member: id, expectedVersion: 0, ...own }, caller);
  const held = { transfer_held_on: "2026-10-01", transfer_held_by: "po_ward000000001" };

  it("tells who holds since when and under which rule, stops a transfer, and is lifted again", async () => {
    const id = await keep();
    const transferHold = { organization: { id: "po_head000000001" }, heldOn: "2026-11-02", legalBasisCode: "QD-294" };
    expect(await hold(id)).toEqual({
      __typename: "HomeTransferHoldStepTaken",
      member: { id, homeRecord: { isTransferHeld: true, transferHoldVersion: 1, transferHold } },
    });
    const request = { member: id, kind: "TEMPORARY", toOrganization: "po_cell000000008" };
    const stopped = { __typename: "HomeGuardFailed", guard: "NO_TRANSFER_HOLD", legalBasisCode: "QD-294" };
    expect(await act(instance, "requestTransfer", request)).toMatchObject(stopped);
    expect(await lift(id, { expectedVersion: 1 })).toMatchObject({
      member: { homeRecord: { isTransferHeld: false, transferHoldVersion: 2, transferHold: null } },
    });
    expect(await act(instance, "requestTransfer", request)).toMatchObject({ __typename: "HomeTransferStepTaken" });
  });

  it("is set once however often the same act comes, and noted without a name or a reason", async () => {
    const id = await keep();
    const own = { idempotencyKey: `hold-${id}` };
    expect(await hold(id, own)).toEqual(await hold(id, own));
    const log = instance.db as unknown as Kysely<{ act_log: Record<"act" | "subject" | "organization", string> }>;
    const noted = log.selectFrom("act_log").select(["act", "organization"]).where("subject", "=", id);
    expect(await noted.execute()).toEqual([{ act: "HOLD_TRANSFERS", organization: "PTC-01" }]);
  });

  it.each(["po_base000000001", "po_ward000000001", "po_head000000001"])("is set by %s, above the cell", async (body) => {
    const id = await keep();
    const set = { member: { homeRecord: { transferHold: { organization: { id: body } } } } };
    expect(await hold(id, {}, officerOf(body))).toMatchObject(set);
    expect(await lift(id, { expectedVersion: 1 }, officerOf(body))).toMatchObject({ member: { id } });
    expect(await hold(id, { expectedVersion: 2, heldBy: body })).toMatchObject(set);
  });

  it("is neither set nor lifted by the cell, a committee that does not hold, another's clerk, or a member", async () => {
    const [free, bound] = [await keep(), await keep(held)];
    const own: TestCaller = { ...clerkOf("PTC-01"), purpose: "OWN_RECORD", memberId: free };
    const others = [officerOf("po_cell000000001"), officerOf("po_cell000000008"), clerkOf("PTC-08"), own];
    const refused = { __typename: "HomeActNotAllowed", code: "ACT_NOT_BY_CALLER" };
    for (const caller of others) expect(await hold(free, {}, caller)).toMatchObject(refused);
    for (const caller of [...others, officerOf("po_base000000001")]) {
      expect(await lift(bound, {}, caller)).toMatchObject(refused);
    }
    const elsewhere = { committee: "PTC-08" };
    expect(await hold(free, elsewhere, clerkOf("PTC-08"))).toMatchObject({ field: "member", code: "MEMBER_UNKNOWN" });
    expect(await hold(free, { heldBy: "po_ward000000001" }, officerOf("po_head000000001"))).toMatchObject(refused);
  });

  it("is not set twice, nor lifted where there is none, nor changed by one who saw another version", async () => {
    const [free, bound] = [await keep(), await keep(held)];
    const outOfState = { __typename: "HomeActNotAllowed", code: "ACT_OUT_OF_STATE" };
    expect(await hold(bound)).toMatchObject({ ...outOfState, nextAct: "LIFT_TRANSFER_HOLD" });
    expect(await lift(free)).toMatchObject({ ...outOfState, nextAct: "HOLD_TRANSFERS" });
    const stale = { __typename: "HomeActConflict", currentVersion: 0 };
    expect(await hold(free, { expectedVersion: 1 })).toMatchObject({ ...stale, currentState: "FREE" });
    expect(await lift(bound, { expectedVersion: 1 })).toMatchObject({ ...stale, currentState: "HELD" });
  });

  it.each([
    ["heldOn", "DAY_AHEAD", { heldOn: dayPlus(today, 1) }],
    ["heldOn", "DAY_TOO_EARLY", { heldOn: "2010-05-18" }],
    ["heldBy", "BODY_NOT_ABOVE", { heldBy: "po_cell000000001" }],
    ["heldBy", "BODY_NOT_ABOVE", { heldBy: "po_head000000008" }],
  ])("names the input at fault: %s, %s", async (field, code, own) => {
    expect(await hold(await keep(), own)).toMatchObject({ __typename: "HomeActInputRefused", field, code });
  });

  it("of a member who is abroad is set by the head of the home committee alone", async () => {
    const abroad = { official_organization_id: "po_abroad0000001", activity_status: "TRANSFERRED" } as const;
    expect(await hold(await keep(abroad))).toMatchObject({ member: { homeRecord: { isTransferHeld: true } } });
    const ward = await hold(await keep(abroad), {}, officerOf("po_ward000000001"));
    expect(ward).toMatchObject({ __typename: "HomeActNotAllowed", code: "ACT_NOT_BY_CALLER" });
  });
});
