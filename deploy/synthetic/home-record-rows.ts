import type { Insertable } from "kysely";
import type { MemberTable } from "../../subgraphs/provincial-committees/tables.ts";
import { drawBackground } from "./backgrounds.ts";
import { dayText, type DayNumber } from "./days.ts";
import { homeCommittees } from "./home-committees.ts";
import { atLevel, organizationId } from "./home-trees.ts";
import type { Member } from "./members.ts";
import { fullName } from "./names.ts";
import { paperNumbers } from "./numbers.ts";
import { communeName, placeSyllables } from "./organization-names.ts";
import type { Random } from "./random.ts";

/** The home record of a member as its instance stores it. */
export function memberRow(member: Member): Insertable<MemberTable> {
  const { tree, career, cards, name, standing } = member;
  const { recordNumber, oldCardNumber, newCardNumber } = paperNumbers(member);
  const commune = atLevel(tree, member.cell, "ABOVE_GRASSROOTS");
  const cellPlace = `Chi bộ ${tree.places[member.cell]}, ${communeName(tree, commune)}`;
  const isOfficial = career.officialOn !== null;
  return {
    id: member.id,
    committee_code: tree.committee.code,
    official_organization_id: standing.officialOrganizationId,
    temporary_organization_id: standing.temporaryOrganizationId,
    born_on: dayText(career.bornOn),
    admission_decided_on: dayText(career.admissionDecidedOn),
    admitted_on: dayText(career.admittedOn),
    official_on: dayOrNull(career.officialOn),
    activity_status_on: dayText(standing.statusOn),
    card_issued_on: dayOrNull(cards.issuedOn),
    transfer_held_on: dayOrNull(standing.heldOn),
    is_synthetic: true,
    family_name: name.familyName,
    middle_name: name.middleName,
    given_name: name.givenName,
    ...otherNames(member),
    sex: member.isFemale ? "FEMALE" : "MALE",
    ...placesOf(member),
    ethnicity_code: member.ethnicityCode,
    ethnicity_list_version: "2008",
    ...backgroundOf(member),
    admission_place: cellPlace,
    official_place: isOfficial ? cellPlace : null,
    record_number: recordNumber,
    card_number_old: oldCardNumber,
    card_number: newCardNumber,
    card_issue_place: cards.issuedOn === null ? null : tree.committee.name,
    badge_number: null,
    member_class: isOfficial ? "OFFICIAL" : "PROBATIONARY",
    activity_status: standing.status,
    transfer_held_by: standing.heldOn === null ? null : organizationId(tree, commune),
  };
}

const dayOrNull = (day: DayNumber | null) => (day === null ? null : dayText(day));

/** A few were born under another name or have used an alias. */
function otherNames({ random, name }: Member) {
  const birthName = random.chance(0.01) && name.middleName !== null ? fullName({ ...name, middleName: null }) : null;
  return {
    birth_name: birthName,
    aliases: random.chance(0.005) ? [`${random.pick(ALIASES)} ${name.givenName}`] : null,
  };
}

const ALIASES = ["Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Út"];

const provinceCodes = [...homeCommittees.keys()]
  .filter((code) => code.startsWith("PTC-"))
  .map((code) => code.slice(-2));

/** Most were born, come from and live in the province of their committee. */
function placesOf({ random, tree, stays }: Member) {
  const ownProvince = tree.committee.code.startsWith("PTC-") ? tree.committee.code.slice(-2) : "01";
  const native = random.chance(0.8) ? ownProvince : random.pick(provinceCodes);
  const birth = random.chance(0.9) ? native : ownProvince;
  const stay = stays.at(-1);
  const isAbroad = stay !== undefined && stay.startedOn !== null && stay.returnedOn === null;
  const current =
    stay?.steps.findLast(({ countryCode }) => countryCode !== undefined)?.countryCode ?? stay?.plan.country.code;
  return {
    birth_country_code: "VN",
    birth_province_code: birth,
    birth_place: communeOf(random),
    native_country_code: "VN",
    native_province_code: native,
    native_place: communeOf(random),
    permanent_country_code: "VN",
    permanent_province_code: ownProvince,
    permanent_place: communeOf(random),
    temporary_country_code: isAbroad ? (current ?? null) : null,
    temporary_province_code: null,
    temporary_place: null,
  };
}

const communeOf = (random: Random) =>
  `${random.chance(0.3) ? "phường" : "xã"} ${placeSyllables(random.integer(0, 551))}`;

function backgroundOf(member: Member) {
  const background = drawBackground(member);
  return {
    religion: background.religion,
    occupation_before: background.occupationBefore,
    occupation_now: background.occupationNow,
    occupation_group: background.occupationGroup,
    general_education: background.generalEducation,
    professional_qualification: background.qualification,
    political_theory: background.politicalTheory,
    foreign_languages: background.languages.length > 0 ? JSON.stringify(background.languages) : null,
    member_category: background.category,
  };
}
