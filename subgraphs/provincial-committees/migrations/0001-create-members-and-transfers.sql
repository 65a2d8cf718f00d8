-- One instance's home records and the transfers that start at its committees.
-- References to organizations and to other committees are text: their owner is another agency.

create extension if not exists pg_trgm;

-- Folds a name for search: lower case a-z and digits, no marks, single spaces, and a space before the first word, so
-- that "a word starts here" is always "a space stands before it". Eth is often typed where d with stroke is meant.
create function search_key(name text) returns text
  language sql immutable strict parallel safe
  return ' ' || btrim(regexp_replace(
    lower(regexp_replace(translate(normalize(name, nfd), 'ĐđÐð', 'DdDd'), '[\u0300-\u036f]', '', 'g')),
    '[^a-z0-9]+', ' ', 'g'));

-- The committees whose members this instance holds; for any other it refuses to answer.
create table served_committee (
  code text primary key
);

-- A member's home record. The days stand together because scattered among texts they would cost padding.
create table member (
  id text primary key,
  committee_code text not null references served_committee,
  official_organization_id text not null,
  temporary_organization_id text,

  born_on date not null,
  admission_decided_on date not null,
  admitted_on date not null,
  official_on date,
  activity_status_on date not null,
  card_issued_on date,
  transfer_held_on date,
  is_synthetic boolean not null,

  -- The order of lists is Vietnamese, so columns, index and cursor comparison share one collation.
  family_name text collate "vi-x-icu" not null,
  middle_name text,
  given_name text collate "vi-x-icu" not null,
  birth_name text,
  aliases text[],
  search_key text collate "C" not null generated always as
    (search_key(family_name || ' ' || coalesce(middle_name || ' ', '') || given_name)) stored,
  sex text not null,

  birth_country_code text not null,
  birth_province_code text,
  birth_place text,
  native_country_code text not null,
  native_province_code text,
  native_place text,
  permanent_country_code text,
  permanent_province_code text,
  permanent_place text,
  temporary_country_code text,
  temporary_province_code text,
  temporary_place text,

  ethnicity_code text not null,
  ethnicity_list_version text not null,
  religion text,

  occupation_before text,
  occupation_now text,
  occupation_group text,
  general_education text not null,
  professional_qualification text,
  political_theory text,
  -- [{"languageCode": "en", "level": "B1"}, ...]; null when none is recorded.
  foreign_languages jsonb,

  admission_place text,
  official_place text,
  record_number text not null unique,
  card_number_old text,
  card_number text,
  card_issue_place text,
  badge_number text,

  member_class text not null,
  activity_status text not null,
  member_category text,
  transfer_held_by text,

  constraint member_sex_check check (sex in ('MALE', 'FEMALE')),
  constraint member_occupation_group_check check (occupation_group in
    ('CIVIL_SERVANT', 'PUBLIC_EMPLOYEE', 'ARMY', 'POLICE', 'WORKER', 'FARMER', 'STUDENT', 'BUSINESS', 'RETIRED')),
  constraint member_general_education_check check (general_education in
    ('NONE', 'PRIMARY', 'LOWER_SECONDARY', 'UPPER_SECONDARY')),
  constraint member_professional_qualification_check check (professional_qualification in
    ('VOCATIONAL', 'COLLEGE', 'BACHELOR', 'MASTER', 'DOCTOR')),
  constraint member_political_theory_check check (political_theory in
    ('ELEMENTARY', 'INTERMEDIATE', 'ADVANCED', 'BACHELOR')),
  constraint member_class_check check (member_class in ('PROBATIONARY', 'OFFICIAL')),
  constraint member_activity_status_check check (activity_status in
    ('ACTIVE', 'TEMPORARILY_AWAY', 'EXEMPT', 'TEMPORARILY_EXEMPT', 'TRANSFERRED',
     'EXPELLED', 'NAME_REMOVED', 'LEFT', 'DECEASED')),
  constraint member_category_check check (member_category in ('ARMY', 'PUBLIC_SECURITY', 'RETIRED')),

  -- A record number ends in the letters of the committee's symbol; cards have 8 digits (exchange of 2003) or 12 (2025).
  constraint member_record_number_check check (record_number ~ '^[0-9]{6}[A-ZĐ]{1,3}$'),
  constraint member_card_number_old_check check (card_number_old ~ '^[0-9]{8}$'),
  constraint member_card_number_check check (card_number ~ '^[0-9]{12}$'),
  constraint member_card_official_check check
    (member_class = 'OFFICIAL' or (card_number_old is null and card_number is null)),
  constraint member_card_issue_check check
    ((card_issued_on is null) = (card_number_old is null and card_number is null)),
  constraint member_official_on_check check ((official_on is not null) = (member_class = 'OFFICIAL')),
  constraint member_days_check check
    (born_on < admission_decided_on and admission_decided_on <= admitted_on and admitted_on <= official_on),
  constraint member_two_places_check check (temporary_organization_id <> official_organization_id),
  constraint member_transfer_hold_check check ((transfer_held_on is null) = (transfer_held_by is null))
);

-- The list of a committee in its order; the same for the few who are not active, found without reading the rest.
create index member_list_idx on member (committee_code, given_name, family_name, id);
create index member_inactive_list_idx on member (committee_code, activity_status, given_name, family_name, id)
  where activity_status <> 'ACTIVE';
create index member_official_organization_id_idx on member (official_organization_id);
create index member_search_key_idx on member using gin (search_key gin_trgm_ops);

-- A transfer of Party activities, on the sending side.
create table activity_transfer (
  id text primary key,
  member_id text not null references member,
  kind text not null,
  state text not null,
  from_organization_id text not null,
  to_organization_id text,
  requested_on date not null,
  decided_on date,
  is_card_in_mfa_custody boolean not null,
  legal_basis_code text not null,
  -- YYYY-MM: fees are paid by the month, so there is no day to state.
  fee_paid_to_month text,
  late_reason text,

  constraint activity_transfer_kind_check check (kind in ('OFFICIAL', 'TEMPORARY')),
  constraint activity_transfer_state_check check (state in
    ('REQUESTED', 'CELL_REVIEWED', 'CERTIFIED', 'ISSUED', 'IN_TRANSIT', 'PRESENTED', 'OVERDUE', 'FILE_CHECKED',
     'RETURNED', 'ACCEPTED', 'CLOSED', 'WITHDRAWN', 'LOST', 'REISSUED', 'REJECTED')),
  constraint activity_transfer_organizations_check check (from_organization_id <> to_organization_id),
  constraint activity_transfer_fee_paid_to_month_check check (fee_paid_to_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$')
);

create index activity_transfer_list_idx on activity_transfer (member_id, requested_on, id);
create unique index activity_transfer_one_open_idx on activity_transfer (member_id)
  where state not in ('CLOSED', 'WITHDRAWN', 'REJECTED');

-- The states a transfer has passed, in order.
create table activity_transfer_step (
  transfer_id text not null references activity_transfer,
  ordinal smallint not null,
  box_number smallint,
  entered_on date not null,
  state text not null,
  organization_id text,
  primary key (transfer_id, ordinal),

  constraint activity_transfer_step_ordinal_check check (ordinal >= 1),
  constraint activity_transfer_step_box_number_check check (box_number between 1 and 10),
  constraint activity_transfer_step_state_check check (state in
    ('REQUESTED', 'CELL_REVIEWED', 'CERTIFIED', 'ISSUED', 'IN_TRANSIT', 'PRESENTED', 'OVERDUE', 'FILE_CHECKED',
     'RETURNED', 'ACCEPTED', 'CLOSED', 'WITHDRAWN', 'LOST', 'REISSUED', 'REJECTED'))
);

-- Letters of introduction; an error in box 1 or a loss voids a letter and asks for a new one.
create table activity_transfer_letter (
  id text primary key,
  transfer_id text not null references activity_transfer,
  issued_on date not null,
  voided_on date,
  kind text not null,
  letter_number text not null,
  issuer_organization_id text not null,

  constraint activity_transfer_letter_kind_check check (kind in
    ('OFFICIAL', 'TEMPORARY', 'ABROAD', 'OVERSEAS_WORK_SLIP', 'INTERNAL')),
  constraint activity_transfer_letter_voided_on_check check (issued_on <= voided_on)
);

create index activity_transfer_letter_transfer_id_idx on activity_transfer_letter (transfer_id);
create unique index activity_transfer_letter_one_valid_idx on activity_transfer_letter (transfer_id, kind)
  where voided_on is null;

-- The boxes of a letter that have been filled, one for each body it has passed.
create table activity_transfer_letter_box (
  letter_id text not null references activity_transfer_letter,
  box_number smallint not null,
  signed_on date not null,
  number text not null,
  from_organization_id text not null,
  to_organization_id text,
  signer_office text not null,
  primary key (letter_id, box_number),

  constraint activity_transfer_letter_box_number_check check (box_number between 1 and 10)
);

-- Papers that go with a transfer: what and when, never their content.
create table activity_transfer_document (
  id text primary key,
  transfer_id text not null references activity_transfer,
  issued_on date not null,
  box_number smallint,
  form_code text not null,
  issuer_organization_id text,

  constraint activity_transfer_document_box_number_check check (box_number between 1 and 10)
);

create index activity_transfer_document_transfer_id_idx on activity_transfer_document (transfer_id);

-- What is due by when, as computed under the rule in force; met_on is null until it is done.
create table activity_transfer_deadline (
  transfer_id text not null references activity_transfer,
  due_on date not null,
  met_on date,
  working_days smallint not null,
  subject text not null,
  legal_basis_code text not null,
  primary key (transfer_id, subject),

  constraint activity_transfer_deadline_working_days_check check (working_days > 0),
  constraint activity_transfer_deadline_subject_check check (subject in
    ('START_TRANSFER', 'PRESENT_LETTER', 'RETURN_REPORT'))
);

-- A temporary transfer leaves the official place alone: while one is open, that place cannot change.
create function refuse_official_place_change() returns trigger
  language plpgsql as $$
begin
  if exists (
    select from activity_transfer
    where member_id = new.id and kind = 'TEMPORARY' and state not in ('CLOSED', 'WITHDRAWN', 'REJECTED')
  ) then
    raise check_violation using
      message = 'a temporary transfer never changes the official place',
      constraint = 'member_official_place_trigger', table = 'member';
  end if;
  return new;
end
$$;

create trigger member_official_place_trigger
  before update of official_organization_id on member
  for each row when (old.official_organization_id is distinct from new.official_organization_id)
  execute function refuse_official_place_change();
