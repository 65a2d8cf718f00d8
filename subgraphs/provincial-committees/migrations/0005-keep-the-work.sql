-- What committees decide, send and take in: applications to go abroad, arrivals, lists and verification letters.

-- Home organizations of the committees served here: a copy from the Commission's registry, with nobody in it. Who is
-- above a cell certifies and issues for it.
create table home_organization (
  id text primary key,
  committee_code text not null,
  level text not null,
  -- The organization directly above; null at the head of a committee.
  superior_id text,
  constraint home_organization_level_check check (level in
    ('CENTRALLY_RUN', 'ABOVE_GRASSROOTS', 'GRASSROOTS', 'SECTIONAL', 'CELL', 'GROUP'))
);
alter table home_organization enable row level security, force row level security;
create policy home_organization_read on home_organization for select using (true);

-- How long a member may take to report after a return. The rule is local: a committee's own, or an organization's below.
create table return_report_policy (
  committee_code text not null,
  -- Null for all of the committee.
  organization_id text,
  amount smallint not null,
  unit text not null,
  legal_basis_code text not null,
  unique nulls not distinct (committee_code, organization_id),
  constraint return_report_policy_amount_check check (amount between 1 and 366),
  constraint return_report_policy_unit_check check (unit in ('WORKING_DAY', 'CALENDAR_DAY'))
);
alter table return_report_policy enable row level security, force row level security;
create policy return_report_policy_read on return_report_policy for select using (true);

-- An application to go abroad. The id is that of the stay in the Foreign Ministry's register, which learns each step.
create table overseas_application (
  id text primary key,
  member_id text not null references member,
  committee_code text,
  state text not null,
  version integer not null default 1,
  purpose text not null,
  country_code text not null,
  -- Members who travel together, this one included.
  group_size smallint not null default 1,
  move_kind text,
  legal_basis_code text not null,
  declared_on date not null,
  -- The day of the State's decision or permit; null when none was shown.
  decided_on date,
  departs_on date not null,
  expected_return_on date not null,
  returned_on date,
  receiving_organization_id text,
  -- The day a probationary member's year is over while away; null for official members, and once it is decided.
  official_decision_due_on date,
  -- The day the home committee sent its assessment for that decision.
  assessment_sent_on date,
  -- The day the self-review confirmed abroad reached the committee.
  self_review_received_on date,
  return_report_due_on date,
  return_reported_on date,
  return_report_basis_code text,
  is_synthetic boolean not null,

  constraint overseas_application_state_check check (state in
    ('DECLARED', 'REFUSED', 'HOME_APPROVED', 'REPORT_ONLY', 'GROUP_CELL', 'TRANSFER_OPEN', 'EXEMPT_REQUESTED', 'EXEMPT',
     'ENDED', 'NOTIFIED_MFA', 'RECEIVED_ABROAD', 'SINGLE_GUIDED', 'EXTENDED', 'MOVED_COUNTRY', 'RETURN_STARTED',
     'CONFIRMED_ABROAD', 'INTRODUCED_HOME', 'OVERDUE', 'CLOSED', 'CANCELLED')),
  constraint overseas_application_purpose_check check (purpose in
    ('WORK', 'STUDY', 'LABOUR', 'FAMILY_VISIT', 'MEDICAL_TREATMENT', 'PRIVATE')),
  constraint overseas_application_country_check check (country_code ~ '^[A-Z]{2}$' and country_code <> 'VN'),
  constraint overseas_application_group_size_check check (group_size between 1 and 1000),
  constraint overseas_application_move_kind_check check (move_kind in
    ('REPORT_ONLY', 'GROUP_CELL', 'TEMPORARY_TRANSFER', 'OFFICIAL_TRANSFER', 'SINGLE_GUIDANCE', 'NEW_CELL', 'EXEMPTION')),
  constraint overseas_application_days_check check (departs_on < expected_return_on)
);
create index overseas_application_list_idx on overseas_application (committee_code, expected_return_on, id);
create index overseas_application_member_id_idx on overseas_application (member_id, departs_on);
create unique index overseas_application_one_open_idx on overseas_application (member_id)
  where state not in ('REFUSED', 'ENDED', 'CLOSED', 'CANCELLED');

-- The states an application has passed, in order.
create table overseas_application_step (
  application_id text not null references overseas_application,
  ordinal smallint not null,
  entered_on date not null,
  state text not null,
  -- Who acted; null when the system did, or another agency whose organization is not known here.
  organization_id text,
  primary key (application_id, ordinal),
  constraint overseas_application_step_ordinal_check check (ordinal >= 1)
);

-- Papers of an application: what and when, never their content.
create table overseas_application_document (
  id text primary key,
  application_id text not null references overseas_application,
  issued_on date not null,
  form_code text not null,
  issuer_organization_id text
);
create index overseas_application_document_application_id_idx on overseas_application_document (application_id);

-- Someone announced by another sender, whom a committee here is to take in. The id is that of the transfer.
create table arrival (
  id text primary key,
  -- Opaque name of the agency that announced it and hears of every step.
  sender text not null,
  -- The committee whose organization is to receive.
  committee_code text not null,
  member_id text not null,
  -- The stay that ends with it; null for a move at home.
  assignment_id text,
  kind text not null,
  state text not null,
  version integer not null default 1,
  from_organization_id text not null,
  to_organization_id text not null,
  letter_number text not null,
  issued_on date not null,
  present_due_on date not null,
  -- The day the sender certified the list of the file's contents; without it nobody is accepted.
  contents_certified_on date,
  legal_basis_code text not null,
  presented_on date,
  late_reason text,
  -- The committee that let the late letter count.
  late_decided_by text,
  accepted_on date,
  -- The least that the receiver must know of the member.
  full_name text not null,
  member_class text not null,
  admitted_on date not null,
  official_on date,
  is_synthetic boolean not null,

  constraint arrival_kind_check check (kind in ('OFFICIAL', 'TEMPORARY')),
  constraint arrival_state_check check (state in
    ('IN_TRANSIT', 'OVERDUE', 'LOST', 'REISSUED', 'PRESENTED', 'RETURNED', 'FILE_CHECKED', 'ACCEPTED', 'CLOSED')),
  constraint arrival_member_class_check check (member_class in ('PROBATIONARY', 'OFFICIAL')),
  constraint arrival_late_check check ((late_reason is null) = (late_decided_by is null))
);
create index arrival_list_idx on arrival (committee_code, present_due_on, id);
create index arrival_member_id_idx on arrival (member_id);

-- A list report (3C) to the Foreign Ministry: several members who went for labour, on one paper.
create table list_report (
  id text primary key,
  committee_code text not null,
  list_number text not null,
  country_code text not null,
  issued_on date not null,
  issuer_organization_id text not null,
  unique (committee_code, list_number)
);
create table list_report_entry (
  list_id text not null references list_report,
  transfer_id text not null unique references activity_transfer,
  primary key (list_id, transfer_id)
);

-- A letter that asks for a verification abroad, and what came back: never about whom or what.
create table verification_letter (
  id text primary key,
  committee_code text not null,
  country_code text not null,
  letter_number text not null,
  requested_on date not null,
  replied_on date,
  outcome text,
  is_synthetic boolean not null,
  unique (committee_code, letter_number, requested_on),
  constraint verification_letter_outcome_check check (outcome in ('CONFIRMED', 'NOT_CONFIRMED', 'RETURNED')),
  constraint verification_letter_replied_check check ((replied_on is null) = (outcome is null))
);
create index verification_letter_list_idx on verification_letter (committee_code, requested_on, id);

alter table activity_transfer
  add column version integer not null default 1,
  -- The stay abroad to which the transfer belongs; null for a move at home.
  add column assignment_id text,
  -- The home committee whose organization is to receive; null when the way leads abroad.
  add column to_committee_code text,
  -- The day the grassroots committee certified the list of the file's contents.
  add column contents_certified_on date;
-- The number entered in the box that was filled with the step, from which the letter is written.
alter table activity_transfer_step add column number_in_box text;
create index activity_transfer_open_idx on activity_transfer (committee_code, requested_on, id)
  where state not in ('CLOSED', 'WITHDRAWN', 'REJECTED');
create index activity_transfer_assignment_id_idx on activity_transfer (assignment_id) where assignment_id is not null;

-- An application belongs to the committee that keeps the member's record, wherever that record goes.
create function set_application_committee() returns trigger language plpgsql as $$
begin
  new.committee_code := (select committee_code from member where id = new.member_id);
  return new;
end
$$;
create trigger overseas_application_committee_trigger before insert on overseas_application
  for each row execute function set_application_committee();

create function move_applications_with_member() returns trigger language plpgsql as $$
begin
  update overseas_application set committee_code = new.committee_code where member_id = new.id;
  return null;
end
$$;
create trigger member_committee_application_trigger after update of committee_code on member
  for each row when (old.committee_code <> new.committee_code) execute function move_applications_with_member();

alter table overseas_application enable row level security, force row level security;
alter table overseas_application_step enable row level security, force row level security;
alter table overseas_application_document enable row level security, force row level security;
alter table arrival enable row level security, force row level security;
alter table list_report enable row level security, force row level security;
alter table list_report_entry enable row level security, force row level security;
alter table verification_letter enable row level security, force row level security;

-- Reading: the committee, and of applications and arrivals the member; an arrival also the organization that is to
-- receive. What hangs on a row is seen with it.
create policy overseas_application_reached on overseas_application for select using (
  committee_code = any ((select reached_committees())::text[]) or member_id = (select reached_member_id()));
create policy overseas_application_step_reached on overseas_application_step for select using (
  exists (select from overseas_application where overseas_application.id = application_id));
create policy overseas_application_document_reached on overseas_application_document for select using (
  exists (select from overseas_application where overseas_application.id = application_id));
create policy arrival_reached on arrival for select using (
  committee_code = any ((select reached_committees())::text[])
  or member_id = (select reached_member_id())
  or to_organization_id = (select reached_organization()));
create policy list_report_reached on list_report for select using (
  committee_code = any ((select reached_committees())::text[]));
create policy list_report_entry_reached on list_report_entry for select using (
  exists (select from list_report where list_report.id = list_id));
create policy verification_letter_reached on verification_letter for select using (
  committee_code = any ((select reached_committees())::text[]));

-- Writing: the committee alone, and nobody deletes. A member reads and never writes.
create policy member_changed on member for update using (committee_code = any ((select reached_committees())::text[]));
create policy activity_transfer_added on activity_transfer for insert
  with check (committee_code = any ((select reached_committees())::text[]));
create policy activity_transfer_changed on activity_transfer for update
  using (committee_code = any ((select reached_committees())::text[]));
create policy overseas_application_added on overseas_application for insert
  with check (committee_code = any ((select reached_committees())::text[]));
create policy overseas_application_changed on overseas_application for update
  using (committee_code = any ((select reached_committees())::text[]));
create policy arrival_added on arrival for insert
  with check (committee_code = any ((select reached_committees())::text[]));
create policy arrival_changed on arrival for update
  using (committee_code = any ((select reached_committees())::text[]));
create policy list_report_added on list_report for insert
  with check (committee_code = any ((select reached_committees())::text[]));
create policy verification_letter_added on verification_letter for insert
  with check (committee_code = any ((select reached_committees())::text[]));
create policy verification_letter_changed on verification_letter for update
  using (committee_code = any ((select reached_committees())::text[]));

-- Whether a transfer, or an application, is of a committee that the caller answers for: reading alone shows more.
create function may_write_transfer(id text) returns boolean language sql stable return exists (
  select from activity_transfer as transfer where transfer.id = may_write_transfer.id
    and transfer.committee_code = any ((select reached_committees())::text[]));
create function may_write_application(id text) returns boolean language sql stable return exists (
  select from overseas_application as application where application.id = may_write_application.id
    and application.committee_code = any ((select reached_committees())::text[]));

create policy activity_transfer_step_added on activity_transfer_step for insert
  with check (may_write_transfer(transfer_id));
create policy activity_transfer_letter_added on activity_transfer_letter for insert
  with check (may_write_transfer(transfer_id));
create policy activity_transfer_letter_changed on activity_transfer_letter for update
  using (may_write_transfer(transfer_id));
create policy activity_transfer_letter_box_added on activity_transfer_letter_box for insert
  with check (exists (select from activity_transfer_letter as letter
    where letter.id = letter_id and may_write_transfer(letter.transfer_id)));
create policy activity_transfer_document_added on activity_transfer_document for insert
  with check (may_write_transfer(transfer_id));
create policy activity_transfer_deadline_added on activity_transfer_deadline for insert
  with check (may_write_transfer(transfer_id));
create policy activity_transfer_deadline_changed on activity_transfer_deadline for update
  using (may_write_transfer(transfer_id));
create policy list_report_entry_added on list_report_entry for insert
  with check (may_write_transfer(transfer_id));
create policy overseas_application_step_added on overseas_application_step for insert
  with check (may_write_application(application_id));
create policy overseas_application_document_added on overseas_application_document for insert
  with check (may_write_application(application_id));
