import { errorCodes } from "#contract/errors.ts";
import { legalBasisOn } from "#contract/legal-bases.ts";
import type { Reach } from "#contract/reach.ts";
import { refuse } from "#kit/errors.ts";
import type { MemberRow } from "./members.ts";

/** A reference to an organization, which the Commission fills; null stays null. */
export const organization = (id: string | null) => (id === null ? null : { id });

/**
 * A member's row in the shape of `HomeRecord`, as far as someone who reaches it may see: whole for the home committee
 * and the member, and for the other side of a move who it is, since when, and where they belong.
 */
export function homeRecordFor(row: MemberRow, { committees, memberId }: Reach) {
  const record = homeRecordOf(row);
  if (committees.includes(row.committee_code) || row.id === memberId) return record;
  return Object.fromEntries(
    Object.entries(record).map(([field, value]) => [field, forTheOtherSide.has(field) ? value : withheld]),
  );
}

const forTheOtherSide: ReadonlySet<string> = new Set<keyof ReturnType<typeof homeRecordOf>>([
  "name",
  "admission",
  "recognition",
  "memberClass",
  "activityStatus",
  "activityStatusOn",
  "officialOrganization",
  "temporaryOrganization",
  "isSynthetic",
]);

/** A null would say that the record has no such entry. */
function withheld(): never {
  throw refuse("UNAUTHORIZED_FIELD_OR_TYPE", errorCodes.UNAUTHORIZED_FIELD_OR_TYPE.en);
}

/** A member's row in the shape of `HomeRecord`; what belongs together is null together. */
const homeRecordOf = (row: MemberRow) => ({
  name: nameOf(row),
  birthName: row.birth_name,
  aliases: row.aliases ?? [],
  sex: row.sex,
  bornOn: row.born_on,
  birthPlace: placeOf(row.birth_country_code, row.birth_province_code, row.birth_place),
  nativePlace: placeOf(row.native_country_code, row.native_province_code, row.native_place),
  permanentResidence: placeOf(row.permanent_country_code, row.permanent_province_code, row.permanent_place),
  temporaryResidence: placeOf(row.temporary_country_code, row.temporary_province_code, row.temporary_place),
  ethnicity: { code: row.ethnicity_code, listVersion: row.ethnicity_list_version },
  religion: row.religion,
  occupationBefore: row.occupation_before,
  occupationNow: row.occupation_now,
  occupationGroup: row.occupation_group,
  generalEducation: row.general_education,
  professionalQualification: row.professional_qualification,
  politicalTheory: row.political_theory,
  foreignLanguages: row.foreign_languages ?? [],
  admission: { decidedOn: row.admission_decided_on, admittedOn: row.admitted_on, place: row.admission_place },
  recognition: row.official_on === null ? null : { recognisedOn: row.official_on, place: row.official_place },
  recordNumber: row.record_number,
  card: cardOf(row),
  badgeNumber: row.badge_number,
  memberClass: row.member_class,
  activityStatus: row.activity_status,
  activityStatusOn: row.activity_status_on,
  memberCategory: row.member_category,
  officialOrganization: organization(row.official_organization_id),
  temporaryOrganization: organization(row.temporary_organization_id),
  isTransferHeld: row.transfer_held_on !== null,
  transferHoldVersion: row.transfer_hold_version,
  transferHold: holdOf(row),
  isSynthetic: row.is_synthetic,
});

const nameOf = ({ family_name, middle_name, given_name }: MemberRow) => ({
  full: [family_name, middle_name, given_name].filter((part) => part !== null).join(" "),
  familyName: family_name,
  middleName: middle_name,
  givenName: given_name,
});

const placeOf = (countryCode: string | null, provinceCode: string | null, detail: string | null) =>
  countryCode === null ? null : { countryCode, provinceCode, detail };

const cardOf = ({ card_number, card_number_old, card_issued_on, card_issue_place }: MemberRow) =>
  card_issued_on === null
    ? null
    : { number: card_number, oldNumber: card_number_old, issuedOn: card_issued_on, issuePlace: card_issue_place };

const holdOf = ({ transfer_held_by, transfer_held_on }: MemberRow) =>
  transfer_held_on === null
    ? null
    : {
        organization: organization(transfer_held_by),
        heldOn: transfer_held_on,
        legalBasisCode: legalBasisOn("CHARTER", transfer_held_on),
      };
