import type { ColumnType, Generated } from "kysely";
import type { Count, Dimension, Topic } from "./statistics/counts.ts";

/** A period of whole days, inclusive at both ends; `valid_to` is null while it lasts. */
interface Validity {
  valid_from: string;
  valid_to: string | null;
}

/** Centrally-run committees; a code never changes its meaning. Reference data, loaded by a migration. */
export interface CommitteeTable extends Validity {
  code: string;
  kind: "PROVINCIAL" | "CENTRALLY_RUN";
  province_code: string | null;
  successor_code: string | null;
}

/** Names of committees; each holds until the next one of the same committee begins. Reference data. */
export interface CommitteeNameTable {
  committee_code: string;
  valid_from: string;
  name: string;
}

/** Home and overseas Party organizations as a tree. */
export interface PartyOrganizationTable extends Validity {
  id: string;
  code: string;
  name: string;
  kind: "HOME" | "OVERSEAS";
  level: "CENTRALLY_RUN" | "ABOVE_GRASSROOTS" | "GRASSROOTS" | "SECTIONAL" | "CELL" | "GROUP";
  committee_code: string;
  /** From the head of the tree to the direct superior; empty at the head. */
  superior_ids: string[];
  /** The last of `superior_ids`, computed by the database. */
  superior_id: Generated<string | null>;
}

/** Member id to home committee and organization; hashes are 32 bytes of HMAC-SHA256. Nothing personal. */
export interface MemberIndexTable {
  member_id: string;
  home_committee_code: string;
  home_organization_id: string | null;
  card_number_old_hash: Buffer | null;
  card_number_new_hash: Buffer | null;
  record_number_hash: Buffer | null;
  /** The committee that kept the record before the last move; null for those who never moved. */
  left_committee_code: Generated<string | null>;
  left_on: Generated<string | null>;
}

/** Versions of code lists. Reference data. */
export interface CodeListTable extends Validity {
  name: string;
  version: string;
  title: string;
  source: string;
}

/** Codes of one version of a list, in the order of the published list. Reference data. */
export interface CodeItemTable {
  list_name: string;
  list_version: string;
  code: string;
  position: number;
  label: string;
  label_english: string;
}

/** Regulations and guidance with their periods. Reference data. */
export interface LegalBasisTable extends Validity {
  code: string;
  number: string;
  topic: string;
  title: string;
  issued_on: string;
  is_inferred: boolean;
}

/** Time limits as data. Reference data. */
export interface DeadlinePolicyTable extends Validity {
  code: string;
  step: string;
  amount: number;
  unit: "WORKING_DAY" | "CALENDAR_DAY" | "MONTH";
  local_to: string | null;
  legal_basis_code: string | null;
  move_kinds: string[];
  is_inferred: boolean;
}

/** Public holidays and the days off that stand in for those on weekends. Reference data. */
export interface HolidayTable {
  day: string;
  name: string;
  name_english: string;
  is_substitute: boolean;
  is_inferred: boolean;
}

/** Papers of the procedures. Reference data. */
export interface FormTable {
  code: string;
  number: string | null;
  name: string;
  name_english: string;
}

/** Kind of move by purpose, length, group and day. Ranges are half-open. Reference data. */
export interface ProcedureRuleTable extends Validity {
  move_kind: string;
  purposes: string[];
  months: string;
  group_size: string;
  organization_exists: boolean | null;
  legal_basis_code: string;
  is_inferred: boolean;
}

/** Papers of each kind of move, in order. Reference data. */
export interface ProcedureFormTable extends Validity {
  move_kind: string;
  position: number;
  form_code: string;
  purposes: string[];
}

/** Who signs each kind of move. Reference data. */
export interface ProcedureSignerTable extends Validity {
  move_kinds: string[];
  body: "UNDER_LOCAL_COMMITTEE" | "DIRECTLY_UNDER_PROVINCE" | null;
  office: string;
}

/** Registers that hand in counts before a day of statistics is complete. Reference data. */
export interface StatisticsSourceTable {
  name: string;
}

/** What a source counted for a day, in versions. */
export interface StatisticsHandInTable {
  day: string;
  source: string;
  version: number;
  handed_in_at: Date;
  digest: string;
  is_synthetic: boolean;
}

/** Parts of a hand-in whose last one has not come yet. */
export interface StatisticsPartTable {
  day: string;
  source: string;
  part: number;
  counts: ColumnType<readonly Count[], string, never>;
}

/** Counts as handed in, small ones too; nothing serves them. */
export interface StatisticsCountTable extends Omit<StatisticsHandInTable, "handed_in_at" | "digest"> {
  topic: Topic;
  dimension: Dimension;
  code: string;
  period: string;
  count: number;
}

/** Published days, in versions. */
export interface StatisticsReleaseTable {
  day: string;
  version: number;
  published_at: Date;
  /** Version of the hand-in by source. */
  made_of: ColumnType<Readonly<Record<string, number>>, string, never>;
}

/** Figures of a published day; the value of a hidden one is never served. */
export interface StatisticsFigureTable {
  day: string;
  version: number;
  topic: Topic;
  dimension: Dimension;
  code: string;
  /** Empty for all periods together. */
  period: string;
  value: number;
  is_hidden: boolean;
}

/** The tables of this agency's database. */
export interface OrganizationCommissionTables {
  committee: CommitteeTable;
  committee_name: CommitteeNameTable;
  party_organization: PartyOrganizationTable;
  member_index: MemberIndexTable;
  code_list: CodeListTable;
  code_item: CodeItemTable;
  legal_basis: LegalBasisTable;
  deadline_policy: DeadlinePolicyTable;
  holiday: HolidayTable;
  form: FormTable;
  procedure_rule: ProcedureRuleTable;
  procedure_form: ProcedureFormTable;
  procedure_signer: ProcedureSignerTable;
  statistics_source: StatisticsSourceTable;
  statistics_hand_in: StatisticsHandInTable;
  statistics_part: StatisticsPartTable;
  statistics_count: StatisticsCountTable;
  statistics_release: StatisticsReleaseTable;
  statistics_figure: StatisticsFigureTable;
}
