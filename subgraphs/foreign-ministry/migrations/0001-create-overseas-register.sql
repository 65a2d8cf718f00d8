-- The Foreign Ministry's register of stays abroad. Ids of members, organizations and committees are text of other
-- agencies: there is no foreign key on them and no table of them here. All rows but those of country are synthetic.

-- ISO 3166-1, loaded by the next migration.
create table country (
  code text primary key check (code ~ '^[A-Z]{2}$'),
  name text not null,
  name_english text not null
);

create table mission (
  id text primary key,
  kind text not null check (kind in ('EMBASSY', 'CONSULATE_GENERAL', 'PERMANENT_MISSION', 'OFFICE')),
  name text not null,
  country_code text not null references country check (country_code <> 'VN'),
  city text not null,
  is_synthetic boolean not null
);
create index mission_country_code_idx on mission (country_code, id);

-- One row for each overseas organization of the Commission's registry. Restricted: where its papers go.
create table overseas_directory_entry (
  organization_id text primary key,
  -- Null for an organization above cells.
  cell_kind text check (
    cell_kind in ('MISSION', 'SPOUSES', 'PRESS', 'COMPANY', 'STUDENT', 'MIXED_STUDENT_TRAINEE')
  ),
  country_code text not null references country check (country_code <> 'VN'),
  mission_id text not null references mission,
  -- The title of an office, never a person.
  paper_office text not null,
  paper_address text not null,
  valid_from date not null,
  -- The last day, inclusive; null while the entry holds.
  valid_to date,
  is_synthetic boolean not null,
  check (valid_to >= valid_from)
);
create index overseas_directory_entry_country_code_idx on overseas_directory_entry (country_code, organization_id);
create index overseas_directory_entry_mission_id_idx on overseas_directory_entry (mission_id, organization_id);
create index overseas_directory_entry_cell_kind_idx on overseas_directory_entry (cell_kind, organization_id);

create table overseas_assignment (
  id text primary key,
  member_id text not null,
  purpose text not null check (
    purpose in ('WORK', 'STUDY', 'LABOUR', 'FAMILY_VISIT', 'MEDICAL_TREATMENT', 'PRIVATE')
  ),
  country_code text not null references country check (country_code <> 'VN'),
  state text not null check (
    state in (
      'DECLARED', 'REFUSED', 'HOME_APPROVED', 'REPORT_ONLY', 'GROUP_CELL', 'TRANSFER_OPEN', 'EXEMPT_REQUESTED',
      'EXEMPT', 'ENDED', 'NOTIFIED_MFA', 'RECEIVED_ABROAD', 'SINGLE_GUIDED', 'EXTENDED', 'MOVED_COUNTRY',
      'RETURN_STARTED', 'CONFIRMED_ABROAD', 'INTRODUCED_HOME', 'OVERDUE', 'CLOSED', 'CANCELLED'
    )
  ),
  -- Null until the home committee has decided, and for good when it refused or the stay was cancelled before.
  move_kind text check (
    move_kind in (
      'REPORT_ONLY', 'GROUP_CELL', 'TEMPORARY_TRANSFER', 'OFFICIAL_TRANSFER', 'SINGLE_GUIDANCE', 'NEW_CELL',
      'EXEMPTION'
    )
  ),
  -- The committee that declared the stay then, and the one that answers for the member today.
  declared_by text not null,
  home_committee text not null,
  declared_on date not null,
  -- Administrative days that the committee declares, never an itinerary.
  departs_on date not null,
  started_on date,
  expected_return_on date not null,
  returned_on date,
  -- How the ministry learnt of the stay: an entry in a committee's list (3C) or a letter of introduction (3-SHĐ).
  notice_kind text check (notice_kind in ('LIST_ENTRY', 'LETTER')),
  notice_number text,
  notice_issued_on date,
  notice_received_on date,
  receiving_organization_id text,
  received_on date,
  -- Probationary members only, until the decision is taken.
  official_decision_due_on date,
  card_received_on date,
  card_returned_on date,
  -- Null while the office of the ministry's Party committee at home keeps the card.
  card_mission_id text references mission,
  is_synthetic boolean not null,
  check (move_kind is not null or state in ('DECLARED', 'REFUSED', 'HOME_APPROVED', 'CANCELLED')),
  check (expected_return_on >= departs_on),
  check (returned_on is null or (started_on is not null and returned_on >= started_on)),
  check (num_nulls(notice_kind, notice_number, notice_issued_on, notice_received_on) in (0, 4)),
  check (notice_received_on >= notice_issued_on),
  check (num_nulls(receiving_organization_id, received_on) in (0, 2)),
  check (receiving_organization_id is null or move_kind <> 'SINGLE_GUIDANCE'),
  -- A probationary member holds no card.
  check (official_decision_due_on is null or card_received_on is null),
  check (card_received_on is not null or num_nulls(card_returned_on, card_mission_id) = 2),
  check (card_returned_on >= card_received_on)
);

-- The list of one member runs from the latest departure. All other lists run by expected return, where most stays that
-- are over come first; so a list is read state by state, a few rows each, and merged. Each filter has an index for that.
create index overseas_assignment_member_id_idx on overseas_assignment (member_id, departs_on desc, id desc);
create index overseas_assignment_state_idx on overseas_assignment (state, expected_return_on, id);
create index overseas_assignment_country_code_idx on overseas_assignment (country_code, state, expected_return_on, id);
create index overseas_assignment_home_committee_idx
  on overseas_assignment (home_committee, state, expected_return_on, id);
create index overseas_assignment_purpose_idx on overseas_assignment (purpose, state, expected_return_on, id);
create index overseas_assignment_receiving_organization_id_idx
  on overseas_assignment (receiving_organization_id, state, expected_return_on, id)
  where receiving_organization_id is not null;

-- The states a stay has been through, oldest first; the last one is the state of the assignment.
create table overseas_assignment_step (
  assignment_id text not null references overseas_assignment,
  number smallint not null check (number >= 1),
  state text not null check (
    state in (
      'DECLARED', 'REFUSED', 'HOME_APPROVED', 'REPORT_ONLY', 'GROUP_CELL', 'TRANSFER_OPEN', 'EXEMPT_REQUESTED',
      'EXEMPT', 'ENDED', 'NOTIFIED_MFA', 'RECEIVED_ABROAD', 'SINGLE_GUIDED', 'EXTENDED', 'MOVED_COUNTRY',
      'RETURN_STARTED', 'CONFIRMED_ABROAD', 'INTRODUCED_HOME', 'OVERDUE', 'CLOSED', 'CANCELLED'
    )
  ),
  reached_on date not null,
  -- The kind of body that acted, never a person.
  reached_by text not null check (
    reached_by in (
      'HOME_COMMITTEE', 'HOME_GRASSROOTS_COMMITTEE', 'HOME_CELL', 'FOREIGN_MINISTRY', 'OVERSEAS_COMMITTEE', 'SYSTEM'
    )
  ),
  -- What the step changed: the country of a move, the expected return of an extension or a move.
  country_code text references country,
  expected_return_on date,
  primary key (assignment_id, number),
  check ((country_code is not null) = (state = 'MOVED_COUNTRY')),
  check (expected_return_on is null or state in ('EXTENDED', 'MOVED_COUNTRY')),
  check (state <> 'EXTENDED' or expected_return_on is not null)
);

-- Letters by which home committees ask for the confirmation of records abroad: that they came and were answered,
-- never about whom or what.
create table verification_request (
  id text primary key,
  requested_by text not null,
  country_code text not null references country check (country_code <> 'VN'),
  letter_number text not null,
  requested_on date not null,
  received_on date not null,
  replied_on date,
  outcome text check (outcome in ('CONFIRMED', 'NOT_CONFIRMED', 'RETURNED')),
  is_synthetic boolean not null,
  check (received_on >= requested_on),
  check (replied_on >= received_on),
  check (num_nulls(replied_on, outcome) in (0, 2))
);
create index verification_request_received_on_idx on verification_request (received_on desc, id desc);
create index verification_request_requested_by_idx on verification_request (requested_by, received_on desc, id desc);
create index verification_request_country_code_idx on verification_request (country_code, received_on desc, id desc);
