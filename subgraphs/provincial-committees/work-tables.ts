import type { Generated } from "kysely";
import type { AssignmentState } from "#contract/lifecycles/assignment.ts";
import type { TransferState } from "#contract/lifecycles/transfer.ts";

/** Why a member goes abroad. */
export type StayPurpose = "WORK" | "STUDY" | "LABOUR" | "FAMILY_VISIT" | "MEDICAL_TREATMENT" | "PRIVATE";

/** How Party activities are arranged for the time abroad. */
export type MoveKind =
  | "REPORT_ONLY"
  | "GROUP_CELL"
  | "TEMPORARY_TRANSFER"
  | "OFFICIAL_TRANSFER"
  | "SINGLE_GUIDANCE"
  | "NEW_CELL"
  | "EXEMPTION";

/** A home organization of a committee served here, and what is directly above it. */
export interface HomeOrganizationTable {
  id: string;
  committee_code: string;
  level: "CENTRALLY_RUN" | "ABOVE_GRASSROOTS" | "GRASSROOTS" | "SECTIONAL" | "CELL" | "GROUP";
  superior_id: string | null;
}

/** A committee's own limit for reports after a return, or one of an organization below it. */
export interface ReturnReportPolicyTable {
  committee_code: string;
  organization_id: string | null;
  amount: number;
  unit: "WORKING_DAY" | "CALENDAR_DAY";
  legal_basis_code: string;
}

/** An application to go abroad; its id is that of the stay in the ministry's register. */
export interface OverseasApplicationTable {
  id: string;
  member_id: string;
  /** The member's home committee, set by the database. */
  committee_code: Generated<string>;
  state: AssignmentState;
  version: Generated<number>;
  purpose: StayPurpose;
  country_code: string;
  group_size: Generated<number>;
  move_kind: MoveKind | null;
  legal_basis_code: string;
  declared_on: string;
  decided_on: string | null;
  departs_on: string;
  expected_return_on: string;
  returned_on: string | null;
  receiving_organization_id: string | null;
  official_decision_due_on: string | null;
  assessment_sent_on: string | null;
  recognition_refused_on: string | null;
  self_review_received_on: string | null;
  return_report_due_on: string | null;
  return_reported_on: string | null;
  return_report_basis_code: string | null;
  is_synthetic: Generated<boolean>;
}

/** A state that an application has passed. */
export interface OverseasApplicationStepTable {
  application_id: string;
  ordinal: number;
  entered_on: string;
  state: AssignmentState;
  organization_id: string | null;
}

/** What is known of an application's paper without its content. */
export interface OverseasApplicationDocumentTable {
  id: string;
  application_id: string;
  issued_on: string;
  form_code: string;
  issuer_organization_id: string | null;
}

/** Someone whom a committee here is to take in; the id is that of the transfer. */
export interface ArrivalTable {
  id: string;
  sender: string;
  committee_code: string;
  member_id: string;
  assignment_id: string | null;
  kind: "OFFICIAL" | "TEMPORARY";
  state: TransferState;
  version: Generated<number>;
  from_organization_id: string;
  to_organization_id: string;
  letter_number: string;
  issued_on: string;
  present_due_on: string;
  contents_certified_on: string | null;
  legal_basis_code: string;
  presented_on: string | null;
  late_reason: string | null;
  late_decided_by: string | null;
  accepted_on: string | null;
  full_name: string;
  member_class: "PROBATIONARY" | "OFFICIAL";
  admitted_on: string;
  official_on: string | null;
  is_synthetic: Generated<boolean>;
}

/** A list report to the Foreign Ministry. */
export interface ListReportTable {
  id: string;
  committee_code: string;
  list_number: string;
  country_code: string;
  issued_on: string;
  issuer_organization_id: string;
}

/** A transfer on a list. */
export interface ListReportEntryTable {
  list_id: string;
  transfer_id: string;
}

/** A letter that asks for a verification abroad. */
export interface VerificationLetterTable {
  id: string;
  committee_code: string;
  country_code: string;
  letter_number: string;
  requested_on: string;
  replied_on: string | null;
  outcome: "CONFIRMED" | "NOT_CONFIRMED" | "RETURNED" | null;
  is_synthetic: Generated<boolean>;
}

/** The tables in which committees keep what they decide, send and take in. */
export interface WorkTables {
  home_organization: HomeOrganizationTable;
  return_report_policy: ReturnReportPolicyTable;
  overseas_application: OverseasApplicationTable;
  overseas_application_step: OverseasApplicationStepTable;
  overseas_application_document: OverseasApplicationDocumentTable;
  arrival: ArrivalTable;
  list_report: ListReportTable;
  list_report_entry: ListReportEntryTable;
  verification_letter: VerificationLetterTable;
}
