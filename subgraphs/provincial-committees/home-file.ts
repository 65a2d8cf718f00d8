import type { Insertable } from "kysely";
import type { EventBody } from "#contract/event-bodies.ts";
import type { MemberRow } from "./members.ts";
import type { MemberTable } from "./tables.ts";

type HomeFile = EventBody<"member.handed-over">["file"];

/** A home record as the file that follows the member to another committee. */
export const fileOf = (row: MemberRow): HomeFile => ({
  familyName: row.family_name,
  middleName: row.middle_name,
  givenName: row.given_name,
  birthName: row.birth_name,
  aliases: row.aliases,
  sex: row.sex,
  bornOn: row.born_on,
  birthPlace: place(row.birth_country_code, row.birth_province_code, row.birth_place),
  nativePlace: place(row.native_country_code, row.native_province_code, row.native_place),
  permanentResidence: residence(row.permanent_country_code, row.permanent_province_code, row.permanent_place),
  temporaryResidence: residence(row.temporary_country_code, row.temporary_province_code, row.temporary_place),
  ethnicityCode: row.ethnicity_code,
  ethnicityListVersion: row.ethnicity_list_version,
  religion: row.religion,
  occupationBefore: row.occupation_before,
  occupationNow: row.occupation_now,
  occupationGroup: row.occupation_group,
  generalEducation: row.general_education,
  professionalQualification: row.professional_qualification,
  politicalTheory: row.political_theory,
  foreignLanguages: row.foreign_languages,
  memberClass: row.member_class,
  memberCategory: row.member_category,
  admissionDecidedOn: row.admission_decided_on,
  admittedOn: row.admitted_on,
  admissionPlace: row.admission_place,
  officialOn: row.official_on,
  officialPlace: row.official_place,
  recordNumber: row.record_number,
  cardNumberOld: row.card_number_old,
  cardNumber: row.card_number,
  cardIssuedOn: row.card_issued_on,
  cardIssuePlace: row.card_issue_place,
  badgeNumber: row.badge_number,
  transferHeldOn: row.transfer_held_on,
  transferHeldBy: row.transfer_held_by,
  isSynthetic: row.is_synthetic,
});

const place = (countryCode: string, provinceCode: string | null, detail: string | null) => ({
  countryCode,
  provinceCode,
  detail,
});

const residence = (countryCode: string | null, provinceCode: string | null, detail: string | null) =>
  countryCode === null ? null : place(countryCode, provinceCode, detail);

type Placed = "id" | "committee_code" | "official_organization_id" | "activity_status" | "activity_status_on";

/** What of a home record the file says; where the member is, the committee that opens the record knows. */
export const recordFrom = (file: HomeFile): Omit<Insertable<MemberTable>, Placed> => ({
  family_name: file.familyName,
  middle_name: file.middleName,
  given_name: file.givenName,
  birth_name: file.birthName,
  aliases: file.aliases && [...file.aliases],
  sex: file.sex,
  born_on: file.bornOn,
  birth_country_code: file.birthPlace.countryCode,
  birth_province_code: file.birthPlace.provinceCode,
  birth_place: file.birthPlace.detail,
  native_country_code: file.nativePlace.countryCode,
  native_province_code: file.nativePlace.provinceCode,
  native_place: file.nativePlace.detail,
  permanent_country_code: file.permanentResidence?.countryCode ?? null,
  permanent_province_code: file.permanentResidence?.provinceCode ?? null,
  permanent_place: file.permanentResidence?.detail ?? null,
  temporary_country_code: file.temporaryResidence?.countryCode ?? null,
  temporary_province_code: file.temporaryResidence?.provinceCode ?? null,
  temporary_place: file.temporaryResidence?.detail ?? null,
  ethnicity_code: file.ethnicityCode,
  ethnicity_list_version: file.ethnicityListVersion,
  religion: file.religion,
  occupation_before: file.occupationBefore,
  occupation_now: file.occupationNow,
  occupation_group: file.occupationGroup,
  general_education: file.generalEducation,
  professional_qualification: file.professionalQualification,
  political_theory: file.politicalTheory,
  foreign_languages: file.foreignLanguages && JSON.stringify(file.foreignLanguages),
  member_class: file.memberClass,
  member_category: file.memberCategory,
  admission_decided_on: file.admissionDecidedOn,
  admitted_on: file.admittedOn,
  admission_place: file.admissionPlace,
  official_on: file.officialOn,
  official_place: file.officialPlace,
  record_number: file.recordNumber,
  card_number_old: file.cardNumberOld,
  card_number: file.cardNumber,
  card_issued_on: file.cardIssuedOn,
  card_issue_place: file.cardIssuePlace,
  badge_number: file.badgeNumber,
  transfer_held_on: file.transferHeldOn,
  transfer_held_by: file.transferHeldBy,
  is_synthetic: file.isSynthetic,
});
