import type { Insertable } from "kysely";
import type { ForeignMinistryTables } from "../../../subgraphs/foreign-ministry/tables.ts";

type Row<Table extends keyof ForeignMinistryTables> = Insertable<ForeignMinistryTables[Table]>;

/** Missions of the tests; all rows here are made up. */
export const tokyo: Row<"mission"> = {
  id: "ms_tokyotokyotok",
  kind: "EMBASSY",
  name: "Đại sứ quán (giả lập) tại Nhật Bản",
  country_code: "JP",
  city: "Tokyo",
  is_synthetic: true,
};
export const osaka: Row<"mission"> = {
  ...tokyo,
  id: "ms_osakaosakaosa",
  kind: "CONSULATE_GENERAL",
  name: "Tổng lãnh sự quán (giả lập) tại Osaka",
  city: "Osaka",
};
export const paris: Row<"mission"> = {
  ...tokyo,
  id: "ms_parisparispar",
  name: "Đại sứ quán (giả lập) tại Pháp",
  country_code: "FR",
  city: "Paris",
};

/** Overseas organizations of the tests: a committee above cells and a cell in Japan, and a cell in France. */
export const committeeInJapan: Row<"overseas_directory_entry"> = {
  organization_id: "po_committeejapan",
  cell_kind: null,
  country_code: "JP",
  mission_id: tokyo.id,
  paper_office: "Văn phòng Đảng ủy (giả lập)",
  paper_address: "Phố Giả Lập 1, Tokyo",
  valid_from: "2012-05-01",
  valid_to: null,
  is_synthetic: true,
};
export const studentCell: Row<"overseas_directory_entry"> = {
  ...committeeInJapan,
  organization_id: "po_studentcelljap",
  cell_kind: "STUDENT",
  mission_id: osaka.id,
};
export const companyCell: Row<"overseas_directory_entry"> = {
  ...committeeInJapan,
  organization_id: "po_companycellfra",
  cell_kind: "COMPANY",
  country_code: "FR",
  mission_id: paris.id,
  valid_to: "2024-12-31",
};

/** An assignment that was declared and nothing more, unless told otherwise. */
export const assignment = (
  row: Pick<Row<"overseas_assignment">, "id" | "member_id"> & Partial<Row<"overseas_assignment">>,
): Row<"overseas_assignment"> => ({
  purpose: "STUDY",
  country_code: "JP",
  state: "DECLARED",
  move_kind: null,
  declared_by: "PTC-79",
  home_committee: "PTC-79",
  declared_on: "2024-01-15",
  departs_on: "2024-03-01",
  started_on: null,
  expected_return_on: "2027-03-31",
  returned_on: null,
  notice_kind: null,
  notice_number: null,
  notice_issued_on: null,
  notice_received_on: null,
  receiving_organization_id: null,
  received_on: null,
  official_decision_due_on: null,
  card_received_on: null,
  card_returned_on: null,
  card_mission_id: null,
  is_synthetic: true,
  ...row,
});

const received: Partial<Row<"overseas_assignment">> = {
  state: "RECEIVED_ABROAD",
  move_kind: "OFFICIAL_TRANSFER",
  started_on: "2024-03-02",
  notice_kind: "LETTER",
  notice_number: "12-GT/ĐU",
  notice_issued_on: "2024-02-01",
  notice_received_on: "2024-02-10",
  receiving_organization_id: studentCell.organization_id,
  received_on: "2024-03-12",
};

/** Studies in Japan, received by the students' cell; was in France before, declared by a committee since merged. */
export const memberAbroad = { id: "mb_memberabroada", current: "oa_studyinjapana", earlier: "oa_labourinfranc" };
/** Probationary, in Japan: a decision falls due and no card is held. */
export const probationaryAbroad = { id: "mb_probationarya", current: "oa_probationarya" };
/** Came home: every stay is over. */
export const memberReturned = { id: "mb_memberreturne", earlier: "oa_returnedreturn" };
/** Has a stay under way and the next one declared. */
export const memberBetweenStays = { id: "mb_betweenstaysa", underWay: "oa_underwayunder", next: "oa_nextnextnextn" };
/** Guided by the ministry singly: no organization receives. */
export const singleGuided = { id: "mb_singleguideda", current: "oa_singleguideda" };

/** The stays of these members. */
export const assignments: readonly Row<"overseas_assignment">[] = [
  assignment({
    ...received,
    id: memberAbroad.current,
    member_id: memberAbroad.id,
    card_received_on: "2024-03-12",
    card_mission_id: osaka.id,
  }),
  assignment({
    ...received,
    id: memberAbroad.earlier,
    member_id: memberAbroad.id,
    purpose: "LABOUR",
    country_code: "FR",
    state: "CLOSED",
    declared_by: "PTC63-74",
    declared_on: "2018-01-10",
    departs_on: "2018-04-01",
    started_on: "2018-04-01",
    expected_return_on: "2021-04-01",
    returned_on: "2021-03-20",
    notice_kind: "LIST_ENTRY",
    notice_number: "03-DS/QU",
    notice_issued_on: "2018-02-20",
    notice_received_on: "2018-03-05",
    receiving_organization_id: companyCell.organization_id,
    received_on: "2018-04-20",
    card_received_on: "2018-04-20",
    card_returned_on: "2021-03-25",
  }),
  assignment({
    ...received,
    id: probationaryAbroad.current,
    member_id: probationaryAbroad.id,
    home_committee: "PTC-01",
    declared_by: "PTC-01",
    expected_return_on: "2026-09-30",
    official_decision_due_on: "2025-01-15",
  }),
  assignment({
    ...received,
    id: memberReturned.earlier,
    member_id: memberReturned.id,
    home_committee: "PTC-01",
    declared_by: "PTC-01",
    state: "ENDED",
    move_kind: "REPORT_ONLY",
    receiving_organization_id: null,
    received_on: null,
    expected_return_on: "2024-04-15",
    returned_on: "2024-04-14",
  }),
  assignment({
    ...received,
    id: memberBetweenStays.underWay,
    member_id: memberBetweenStays.id,
    state: "INTRODUCED_HOME",
    departs_on: "2022-09-01",
    started_on: "2022-09-03",
    expected_return_on: "2025-08-31",
    returned_on: "2025-08-30",
  }),
  assignment({
    id: memberBetweenStays.next,
    member_id: memberBetweenStays.id,
    purpose: "WORK",
    country_code: "FR",
    departs_on: "2026-01-05",
    expected_return_on: "2029-01-04",
  }),
  assignment({
    ...received,
    id: singleGuided.current,
    member_id: singleGuided.id,
    country_code: "IS",
    state: "SINGLE_GUIDED",
    move_kind: "SINGLE_GUIDANCE",
    receiving_organization_id: null,
    received_on: null,
    expected_return_on: "2026-09-30",
  }),
];

/** What happened to the stay of `memberAbroad` in Japan. */
export const steps: readonly Row<"overseas_assignment_step">[] = [
  { state: "DECLARED" as const, reached_on: "2024-01-15", reached_by: "HOME_COMMITTEE" as const },
  { state: "RECEIVED_ABROAD" as const, reached_on: "2024-03-12", reached_by: "OVERSEAS_COMMITTEE" as const },
  {
    state: "EXTENDED" as const,
    reached_on: "2025-12-01",
    reached_by: "OVERSEAS_COMMITTEE" as const,
    expected_return_on: "2027-03-31",
  },
  {
    state: "MOVED_COUNTRY" as const,
    reached_on: "2026-02-01",
    reached_by: "FOREIGN_MINISTRY" as const,
    country_code: "JP",
  },
].map((step, index) => ({ assignment_id: memberAbroad.current, number: index + 1, ...step }));

const waiting: Row<"verification_request"> = {
  id: "vr_waitingwaiting",
  requested_by: "PTC-79",
  country_code: "JP",
  letter_number: "101-CV/ĐU",
  requested_on: "2026-05-04",
  received_on: "2026-05-11",
  replied_on: null,
  outcome: null,
  is_synthetic: true,
};

/** A request that waits, and two that were answered; two came on the same day. */
export const verificationRequests: readonly Row<"verification_request">[] = [
  waiting,
  { ...waiting, id: "vr_confirmedconf", requested_by: "PTC-01", replied_on: "2026-06-01", outcome: "CONFIRMED" },
  {
    ...waiting,
    id: "vr_returnedretur",
    country_code: "FR",
    requested_on: "2025-01-02",
    received_on: "2025-01-09",
    replied_on: "2025-02-01",
    outcome: "RETURNED",
  },
];
