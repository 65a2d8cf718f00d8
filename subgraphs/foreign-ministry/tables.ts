import type { Generated } from "kysely";
import type { TransferState } from "#contract/lifecycles/transfer.ts";
import type { OverseasAssignmentState } from "./assignment-states.ts";
import type { ReviewTables } from "./review-tables.ts";
import type { MoveKind, OverseasCellKind, StayPurpose } from "./stay-vocabulary.ts";

/** The tables of this agency as Kysely sees them. Days are text `YYYY-MM-DD`; the migrations say what null means. */
export interface ForeignMinistryTables extends ReviewTables {
  country: CountryTable;
  mission: MissionTable;
  overseas_directory_entry: OverseasDirectoryEntryTable;
  overseas_assignment: OverseasAssignmentTable;
  overseas_assignment_step: OverseasAssignmentStepTable;
  verification_request: VerificationRequestTable;
  arrival: ArrivalTable;
  traveller: TravellerTable;
  official_decision: OfficialDecisionTable;
  return_transfer: ReturnTransferTable;
  founded_cell: FoundedCellTable;
  directory_change: DirectoryChangeTable;
  directory_announcement: DirectoryAnnouncementTable;
}

interface CountryTable {
  code: string;
  name: string;
  name_english: string;
}

interface MissionTable {
  id: string;
  kind: "EMBASSY" | "CONSULATE_GENERAL" | "PERMANENT_MISSION" | "OFFICE";
  name: string;
  country_code: string;
  city: string;
  is_synthetic: Generated<boolean>;
}

interface OverseasDirectoryEntryTable {
  organization_id: string;
  cell_kind: OverseasCellKind | null;
  country_code: string;
  mission_id: string;
  paper_office: string;
  paper_address: string;
  valid_from: string;
  valid_to: string | null;
  version: Generated<number>;
  is_synthetic: Generated<boolean>;
}

interface DirectoryChangeTable {
  id: string;
  organization_id: string;
  number: number;
  effective_from: string;
  paper_office: string;
  paper_address: string;
  valid_to: string | null;
  announced_on: string;
  is_synthetic: Generated<boolean>;
}

interface DirectoryAnnouncementTable {
  change_id: string;
  committee_code: string;
  read_on: string | null;
}

interface OverseasAssignmentTable {
  id: string;
  member_id: string;
  purpose: StayPurpose;
  country_code: string;
  state: OverseasAssignmentState;
  move_kind: MoveKind | null;
  declared_by: string;
  home_committee: string;
  declared_on: string;
  departs_on: string;
  started_on: string | null;
  expected_return_on: string;
  returned_on: string | null;
  notice_kind: "LIST_ENTRY" | "LETTER" | null;
  notice_number: string | null;
  notice_issued_on: string | null;
  notice_received_on: string | null;
  receiving_organization_id: string | null;
  received_on: string | null;
  official_decision_due_on: string | null;
  card_received_on: string | null;
  card_returned_on: string | null;
  card_mission_id: string | null;
  missing_card_reason: "NOT_YET_ISSUED" | "LOST" | "BEING_EXCHANGED" | null;
  version: Generated<number>;
  addressed_organization_id: string | null;
  self_review_on: string | null;
  return_due_on: string | null;
  is_synthetic: Generated<boolean>;
}

interface ArrivalTable {
  id: string;
  assignment_id: string;
  sender: string;
  version: Generated<number>;
  kind: "OFFICIAL" | "TEMPORARY";
  state: TransferState;
  letter_number: string;
  letter_issued_on: string;
  present_due_on: string | null;
  is_file_list_certified: boolean;
  presented_on: string | null;
  late_reason: string | null;
  checked_on: string | null;
  return_reason: "NO_CERTIFIED_LIST" | "PAPER_MISSING" | null;
  returned_on: string | null;
  accepted_on: string | null;
  is_synthetic: Generated<boolean>;
}

interface TravellerTable {
  assignment_id: string;
  family_name: string;
  middle_name: string | null;
  given_name: string;
  member_class: "PROBATIONARY" | "OFFICIAL";
  admitted_on: string;
  official_on: string | null;
  home_organization_id: string;
}

interface OfficialDecisionTable {
  assignment_id: string;
  home_assessed_on: string;
  is_recommended: boolean;
  decided_on: string | null;
  decision_number: string | null;
  is_recognized: boolean | null;
}

interface ReturnTransferTable {
  id: string;
  assignment_id: string;
  version: Generated<number>;
  kind: "OFFICIAL" | "TEMPORARY";
  state: TransferState;
  letter_number: string;
  issued_on: string;
  present_by: string;
  loss_confirmed_on: string | null;
}

interface FoundedCellTable {
  organization_id: string;
  name: string;
  is_reserve: boolean;
  decision_number: string;
  founded_on: string;
}

interface OverseasAssignmentStepTable {
  assignment_id: string;
  number: number;
  state: OverseasAssignmentState;
  reached_on: string;
  reached_by:
    | "HOME_COMMITTEE"
    | "HOME_GRASSROOTS_COMMITTEE"
    | "HOME_CELL"
    | "FOREIGN_MINISTRY"
    | "OVERSEAS_COMMITTEE"
    | "SYSTEM";
  country_code: string | null;
  expected_return_on: string | null;
}

interface VerificationRequestTable {
  id: string;
  requested_by: string;
  country_code: string;
  letter_number: string;
  requested_on: string;
  received_on: string;
  replied_on: string | null;
  outcome: "CONFIRMED" | "NOT_CONFIRMED" | "RETURNED" | null;
  version: Generated<number>;
  is_synthetic: Generated<boolean>;
}
