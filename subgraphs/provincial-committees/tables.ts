import type { ColumnType, Generated } from "kysely";
import type { WorkTables } from "./work-tables.ts";

/** The class of a member, and with it the right to a card and a vote. */
export type MemberClass = "PROBATIONARY" | "OFFICIAL";

/** Where a member stands towards Party activities at the home organization. */
export type MemberActivityStatus =
  | "ACTIVE"
  | "TEMPORARILY_AWAY"
  | "EXEMPT"
  | "TEMPORARILY_EXEMPT"
  | "TRANSFERRED"
  | "EXPELLED"
  | "NAME_REMOVED"
  | "LEFT"
  | "DECEASED";

/** The state of a transfer; `activity_transfer_one_open_idx` says which of them are open. */
export type ActivityTransferState =
  | "REQUESTED"
  | "CELL_REVIEWED"
  | "CERTIFIED"
  | "ISSUED"
  | "IN_TRANSIT"
  | "PRESENTED"
  | "OVERDUE"
  | "FILE_CHECKED"
  | "RETURNED"
  | "ACCEPTED"
  | "CLOSED"
  | "WITHDRAWN"
  | "LOST"
  | "REISSUED"
  | "REJECTED";

/** A language as `member.foreign_languages` holds it: ISO 639-1 code and level as certified. */
export interface ForeignLanguage {
  readonly languageCode: string;
  readonly level: string;
}

/** A committee whose members this instance holds. */
export interface ServedCommitteeTable {
  code: string;
}

/** An organization abroad to which letters may be addressed. */
export interface OverseasOrganizationTable {
  id: string;
  superior_id: string | null;
}

/** A home record; days are `YYYY-MM-DD` texts, and a null says that the paper record has no such entry. */
export interface MemberTable {
  id: string;
  committee_code: string;
  official_organization_id: string;
  temporary_organization_id: string | null;
  born_on: string;
  admission_decided_on: string;
  admitted_on: string;
  official_on: string | null;
  activity_status_on: string;
  card_issued_on: string | null;
  transfer_held_on: string | null;
  is_synthetic: Generated<boolean>;
  family_name: string;
  middle_name: string | null;
  given_name: string;
  birth_name: string | null;
  aliases: string[] | null;
  /** Filled by the database with `search_key()` from the parts of the name in use. */
  search_key: ColumnType<string, never, never>;
  sex: "MALE" | "FEMALE";
  birth_country_code: string;
  birth_province_code: string | null;
  birth_place: string | null;
  native_country_code: string;
  native_province_code: string | null;
  native_place: string | null;
  permanent_country_code: string | null;
  permanent_province_code: string | null;
  permanent_place: string | null;
  temporary_country_code: string | null;
  temporary_province_code: string | null;
  temporary_place: string | null;
  ethnicity_code: string;
  ethnicity_list_version: string;
  religion: string | null;
  occupation_before: string | null;
  occupation_now: string | null;
  occupation_group: string | null;
  general_education: string;
  professional_qualification: string | null;
  political_theory: string | null;
  foreign_languages: ColumnType<readonly ForeignLanguage[] | null, string | null, string | null>;
  admission_place: string | null;
  official_place: string | null;
  record_number: string;
  card_number_old: string | null;
  card_number: string | null;
  card_issue_place: string | null;
  badge_number: string | null;
  member_class: MemberClass;
  activity_status: MemberActivityStatus;
  member_category: string | null;
  transfer_held_by: string | null;
  transfer_hold_version: Generated<number>;
  /** The committee to which the file went, elsewhere: the record is closed. Null while it is kept here. */
  moved_to_committee_code: Generated<string | null>;
  moved_on: Generated<string | null>;
  /** The committee that kept the record before the last move; null for those who never moved. */
  left_committee_code: Generated<string | null>;
  left_on: Generated<string | null>;
  /** Whether any transfer led out of the country; set by the database for the rules on rows. */
  is_travelling: Generated<boolean>;
}

/** A transfer of Party activities on the sending side. */
export interface ActivityTransferTable {
  id: string;
  member_id: string;
  kind: "OFFICIAL" | "TEMPORARY";
  state: ActivityTransferState;
  from_organization_id: string;
  to_organization_id: string | null;
  requested_on: string;
  decided_on: string | null;
  is_card_in_mfa_custody: boolean;
  legal_basis_code: string;
  fee_paid_to_month: string | null;
  late_reason: string | null;
  /** The member's home committee; these three are set by the database for the rules on rows. */
  committee_code: Generated<string | null>;
  /** Whether its papers are those of a stay abroad. */
  is_abroad: Generated<boolean>;
  /** The day it reached a state that nothing follows; null before. */
  ended_on: Generated<string | null>;
  version: Generated<number>;
  /** The stay abroad to which it belongs; null for a move at home. */
  assignment_id: Generated<string | null>;
  /** The home committee that is to receive; null when the way leads abroad. */
  to_committee_code: Generated<string | null>;
  /** The home committee that the member has left; null for moves within one and out of the country. */
  from_committee_code: Generated<string | null>;
  contents_certified_on: Generated<string | null>;
}

/** A state that a transfer has passed. */
export interface ActivityTransferStepTable {
  transfer_id: string;
  ordinal: number;
  box_number: number | null;
  entered_on: string;
  state: ActivityTransferState;
  organization_id: string | null;
  /** The number entered in the box that was filled with the step. */
  number_in_box: Generated<string | null>;
}

/** A letter of introduction or overseas work slip. */
export interface ActivityTransferLetterTable {
  id: string;
  transfer_id: string;
  issued_on: string;
  voided_on: string | null;
  kind: string;
  letter_number: string;
  issuer_organization_id: string;
}

/** A filled box of a letter. */
export interface ActivityTransferLetterBoxTable {
  letter_id: string;
  box_number: number;
  signed_on: string;
  number: string;
  from_organization_id: string;
  to_organization_id: string | null;
  signer_office: string;
}

/** What is known of a paper without its content. */
export interface ActivityTransferDocumentTable {
  id: string;
  transfer_id: string;
  issued_on: string;
  box_number: number | null;
  form_code: string;
  issuer_organization_id: string | null;
}

/** A limit that runs, or ran, for a transfer. */
export interface ActivityTransferDeadlineTable {
  transfer_id: string;
  due_on: string;
  met_on: string | null;
  working_days: number;
  subject: string;
  legal_basis_code: string;
}

/** A time for which the roster said that a member was away, and that is over; kept by the database itself. */
export interface MemberAbsenceTable {
  member_id: string;
  activity_status: "TRANSFERRED" | "TEMPORARILY_AWAY";
  organization_id: string | null;
  since: string;
  until: string;
}

/** The tables of one instance's database. */
export interface ProvincialCommitteesTables extends WorkTables {
  served_committee: ServedCommitteeTable;
  overseas_organization: OverseasOrganizationTable;
  member: MemberTable;
  member_absence: MemberAbsenceTable;
  activity_transfer: ActivityTransferTable;
  activity_transfer_step: ActivityTransferStepTable;
  activity_transfer_letter: ActivityTransferLetterTable;
  activity_transfer_letter_box: ActivityTransferLetterBoxTable;
  activity_transfer_document: ActivityTransferDocumentTable;
  activity_transfer_deadline: ActivityTransferDeadlineTable;
}
