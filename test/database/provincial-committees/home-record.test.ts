import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { member, named, probationary } from "./rows.ts";
import { startInstance, type RunningInstance } from "./running-instance.ts";

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
  isTransferHeld transferHold { organization { id } heldOn } isSynthetic`;

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
      transferHold: { organization: { id: "po_board00000001" }, heldOn: "2025-09-15" },
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
