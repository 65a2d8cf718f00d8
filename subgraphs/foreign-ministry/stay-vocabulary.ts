/** Kind of overseas cell by its members (domain list of the directory). */
export type OverseasCellKind = "MISSION" | "SPOUSES" | "PRESS" | "COMPANY" | "STUDENT" | "MIXED_STUDENT_TRAINEE";

/** Why a member stays abroad. */
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
