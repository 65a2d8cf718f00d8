/** A rule that the rows of one database keep. */
export interface Invariant {
  readonly rule: string;
  /** Answers the rows that break the rule. */
  readonly offenders: string;
  /** Changes one row or more so that the rule is broken: proof that the statement above can find something. */
  readonly breakIt: string;
}

const OPEN = "state not in ('CLOSED', 'WITHDRAWN', 'REJECTED')";
const TODAY = "date '2026-06-30'";

/** Rules of each instance's home records and transfers. */
export const provincialInvariants: readonly Invariant[] = [
  {
    rule: "a member has at most one open transfer",
    offenders: `select member_id from activity_transfer where ${OPEN} group by member_id having count(*) > 1`,
    breakIt: "drop index activity_transfer_one_open_idx; update activity_transfer set state = 'ISSUED'",
  },
  {
    rule: "the official place is where the last accepted official transfer led",
    offenders: `
      select id from member join lateral (
        select to_organization_id from activity_transfer as t join activity_transfer_step as s on s.transfer_id = t.id
        where t.member_id = member.id and t.kind = 'OFFICIAL' and s.state = 'ACCEPTED'
        order by s.entered_on desc limit 1
      ) as accepted on accepted.to_organization_id <> official_organization_id`,
    breakIt: "update member set official_organization_id = 'po_elsewhere'",
  },
  {
    rule: "a temporary transfer never changes the official place",
    offenders: `
      select m.id from member as m join activity_transfer as t on t.member_id = m.id and t.kind = 'TEMPORARY'
        and (t.assignment_id is null or t.to_committee_code is null)
      where m.official_organization_id = t.to_organization_id and not exists (
        select from activity_transfer where member_id = m.id and kind = 'OFFICIAL'
        and to_organization_id = t.to_organization_id)`,
    breakIt: `update member set official_organization_id = to_organization_id, temporary_organization_id = null
      from activity_transfer where member_id = member.id and kind = 'TEMPORARY'`,
  },
  {
    rule: "exactly those who are temporarily away have a temporary place",
    offenders: `select id from member
      where (temporary_organization_id is not null) <> (activity_status = 'TEMPORARILY_AWAY')`,
    breakIt: "update member set temporary_organization_id = 'po_elsewhere'",
  },
  {
    rule: "a transfer stands in the state of its last step",
    offenders: `select id from activity_transfer as t where state <> (
      select state from activity_transfer_step where transfer_id = t.id order by ordinal desc limit 1)`,
    breakIt: "update activity_transfer set state = 'REJECTED'",
  },
  {
    rule: "the steps of a transfer follow each other in time and none lies ahead",
    offenders: `select transfer_id
      from (select transfer_id, entered_on, lag(entered_on) over (partition by transfer_id order by ordinal)
      as before from activity_transfer_step) as step where entered_on < before or entered_on > ${TODAY}`,
    breakIt: "update activity_transfer_step set entered_on = '2030-01-01' where ordinal = 1",
  },
  {
    rule: "a transfer has a letter from the day of issue on, and one that is not lost after a new issue",
    offenders: `select id from activity_transfer as t where
      exists (select from activity_transfer_step where transfer_id = t.id and state = 'ISSUED')
      <> exists (select from activity_transfer_letter where transfer_id = t.id)
      or t.state not in ('LOST') and exists (select from activity_transfer_letter where transfer_id = t.id)
      and not exists (select from activity_transfer_letter where transfer_id = t.id and voided_on is null)`,
    breakIt: "update activity_transfer_letter set voided_on = issued_on",
  },
  {
    rule: "a transfer that begins abroad is known from the day of issue on, when the ministry tells of it",
    offenders: `select t.id from activity_transfer as t join overseas_organization as o on o.id = t.from_organization_id
      where not exists (select from activity_transfer_step where transfer_id = t.id and state = 'ISSUED')`,
    breakIt: `update activity_transfer set from_organization_id = (select min(id) from overseas_organization);
      delete from activity_transfer_step where state = 'ISSUED'`,
  },
  {
    rule: "every valid letter has its first three boxes filled",
    offenders: `select letter.id
      from activity_transfer_letter as letter join activity_transfer_letter_box on letter_id = letter.id
      group by letter.id having count(*) filter (where box_number <= 3) < 3`,
    breakIt: "delete from activity_transfer_letter_box where box_number = 2",
  },
  {
    rule: "a transfer is overdue only after its limit, and within three weeks of it if the letter is still not shown",
    offenders: `select transfer_id from activity_transfer_deadline as d, lateral (
        select exists (select from activity_transfer_step where transfer_id = d.transfer_id and state = 'OVERDUE')
        as is_overdue) as step
      where subject = 'PRESENT_LETTER' and case when is_overdue then coalesce(met_on, ${TODAY}) <= due_on
        else coalesce(met_on, ${TODAY}) > due_on + 21 end`,
    breakIt: "update activity_transfer_deadline set due_on = '2000-01-01'",
  },
  {
    rule: "an official transfer starts within sixty working days of the decision",
    offenders:
      "select transfer_id from activity_transfer_deadline where subject = 'START_TRANSFER' and met_on > due_on",
    breakIt: "update activity_transfer_deadline set due_on = '2000-01-01'",
  },
  {
    rule: "the regulation of 2025 is the basis of exactly the transfers since July 2025",
    offenders: "select id from activity_transfer where (legal_basis_code = 'QD-294') <> (requested_on >= '2025-07-01')",
    breakIt: "update activity_transfer set legal_basis_code = 'QD-24'",
  },
  {
    rule: "probation lasts twelve months, and no card is older than membership in full",
    offenders: `select id from member where official_on < admitted_on + interval '1 year'
      or card_issued_on < official_on`,
    breakIt: "update member set official_on = admitted_on where official_on is not null",
  },
  {
    rule: "members are of age at admission and not older than a life is long",
    offenders: `select id from member where admitted_on < born_on + interval '18 years'
      or born_on < ${TODAY} - interval '100 years'`,
    breakIt: "update member set born_on = '1900-01-01'",
  },
  {
    rule: "names fit the sex",
    offenders:
      "select id from member where middle_name = 'Thị' and sex = 'MALE' or middle_name = 'Văn' and sex = 'FEMALE'",
    breakIt: "update member set sex = 'MALE'",
  },
  {
    rule: "a record number ends in a symbol that belongs to one committee",
    offenders: `select substr(record_number, 7) from member group by 1 having count(distinct committee_code) > 1`,
    breakIt: "alter table member drop constraint member_record_number_key; update member set record_number = '000000X'",
  },
  {
    rule: "every record says that it is synthetic",
    offenders: "select id from member where not is_synthetic",
    breakIt: "update member set is_synthetic = false",
  },
];

const FINAL = "('REFUSED', 'ENDED', 'CLOSED', 'CANCELLED')";
const TRANSFERS = "('TEMPORARY_TRANSFER', 'OFFICIAL_TRANSFER', 'SINGLE_GUIDANCE', 'NEW_CELL')";

/** Rules of the Foreign Ministry's assignments. */
export const ministryInvariants: readonly Invariant[] = [
  {
    rule: "a member has at most one assignment under way",
    offenders: `select member_id from overseas_assignment where state not in ${FINAL}
      group by member_id having count(*) > 1`,
    breakIt: "update overseas_assignment set state = 'RECEIVED_ABROAD' where move_kind is not null",
  },
  {
    rule: "stays of one member do not overlap",
    offenders: `select member_id from (select member_id, declared_on, lag(coalesce(returned_on, declared_on)) over (
      partition by member_id order by declared_on) as back_on from overseas_assignment) as stay
      where declared_on < back_on`,
    breakIt: "update overseas_assignment set returned_on = '2030-01-01' where started_on is not null",
  },
  {
    rule: "an assignment stands in the state of its last step",
    offenders: `select id from overseas_assignment as a where state <> (
      select state from overseas_assignment_step where assignment_id = a.id order by number desc limit 1)`,
    breakIt: "update overseas_assignment set state = 'OVERDUE' where move_kind is not null",
  },
  {
    rule: "the steps of an assignment follow each other in time and none lies ahead",
    offenders: `select assignment_id
      from (select assignment_id, reached_on, lag(reached_on) over (partition by assignment_id
      order by number) as before from overseas_assignment_step) as step where reached_on < before
      or reached_on > ${TODAY}`,
    breakIt: "update overseas_assignment_step set reached_on = '2030-01-01' where number = 1",
  },
  {
    rule: "the kind of move fits length and purpose",
    offenders: `select id from overseas_assignment where
      move_kind in ('OFFICIAL_TRANSFER', 'SINGLE_GUIDANCE', 'NEW_CELL') and expected_return_on - departs_on < 360
      or move_kind = 'TEMPORARY_TRANSFER' and expected_return_on - departs_on not between 89 and 366
      or move_kind in ('REPORT_ONLY', 'GROUP_CELL') and expected_return_on - departs_on > 92
      or purpose = 'PRIVATE' and move_kind in ${TRANSFERS}`,
    breakIt: "update overseas_assignment set purpose = 'PRIVATE'",
  },
  {
    rule: "a card comes back with the introduction home and not before",
    offenders: `select id from overseas_assignment as a where card_received_on is not null
      and (card_returned_on is not null) <> exists (
      select from overseas_assignment_step where assignment_id = a.id and state = 'INTRODUCED_HOME')`,
    breakIt: "update overseas_assignment set card_returned_on = card_received_on",
  },
  {
    rule: "the receiving organization is known exactly since receipt",
    offenders: `select id from overseas_assignment as a where (receiving_organization_id is not null) <> exists (
      select from overseas_assignment_step where assignment_id = a.id and state = 'RECEIVED_ABROAD')`,
    breakIt: "update overseas_assignment set receiving_organization_id = null, received_on = null",
  },
  {
    rule: "the receiving organization is in the country of the stay",
    offenders: `select a.id from overseas_assignment as a join overseas_directory_entry as e
      on e.organization_id = a.receiving_organization_id where a.country_code <> e.country_code`,
    breakIt: "update overseas_assignment set country_code = 'AQ'",
  },
];
