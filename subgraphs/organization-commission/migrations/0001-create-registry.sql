-- Registry of the Central Organization Commission. Periods include both days; a null valid_to means still valid.

-- Reference data, loaded by migrations -----------------------------------------------------------------------

-- Centrally-run committees. A code never changes its meaning, so a merged province is a row of its own.
create table committee (
  code text primary key,
  kind text not null check (kind in ('PROVINCIAL', 'CENTRALLY_RUN')),
  -- Province code of the statistical office; the same digits mean different provinces before and after a merger.
  province_code text check (province_code ~ '^[0-9]{2}$'),
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  -- The one committee that took over; null while valid, or when the organizations went to several.
  successor_code text references committee,
  check ((kind = 'PROVINCIAL') = (province_code is not null))
);
create index committee_successor_code_idx on committee (successor_code) where successor_code is not null;

-- A name holds until the next one of the same committee begins.
create table committee_name (
  committee_code text not null references committee,
  valid_from date not null,
  name text not null,
  primary key (committee_code, valid_from)
);

create table code_list (
  name text not null,
  version text not null,
  title text not null,
  source text not null,
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  primary key (name, version)
);

create table code_item (
  list_name text not null,
  list_version text not null,
  code text not null,
  position integer not null,
  label text not null,
  label_english text not null,
  primary key (list_name, list_version, code),
  unique (list_name, list_version, position),
  foreign key (list_name, list_version) references code_list
);

create table legal_basis (
  code text primary key,
  number text not null,
  topic text not null check (topic in (
    'MEMBERS_ABROAD', 'CHARTER', 'CHARTER_GUIDANCE', 'FORMS', 'STATISTICS', 'POLITICAL_PROTECTION',
    'ONLINE_PROCEDURE')),
  title text not null,
  issued_on date not null,
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  -- True when no published page states the period in words.
  is_inferred boolean not null
);

create table deadline_policy (
  code text primary key,
  step text not null check (step in (
    'START_OFFICIAL_TRANSFER', 'PRESENT_LETTER', 'RECONCILE_MEMBER_NUMBERS', 'REPORT_RETURN')),
  amount integer not null check (amount > 0),
  unit text not null check (unit in ('WORKING_DAY', 'CALENDAR_DAY', 'MONTH')),
  -- The unit whose own rule this is; null for the whole Party.
  local_to text,
  legal_basis_code text references legal_basis,
  move_kinds text[] not null,
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  is_inferred boolean not null
);

create table holiday (
  day date primary key,
  name text not null,
  name_english text not null,
  -- A day off because the holiday itself fell on a weekend.
  is_substitute boolean not null,
  -- True while no decision for that year is known and the pattern of earlier years stands in for it.
  is_inferred boolean not null
);

create table form (
  code text primary key,
  -- The number printed on the form; null for papers that have none.
  number text,
  name text not null,
  name_english text not null
);

-- Which kind of move a stay abroad calls for. Exactly one row fits any question after the first rule date.
create table procedure_rule (
  move_kind text not null check (move_kind in (
    'REPORT_ONLY', 'GROUP_CELL', 'TEMPORARY_TRANSFER', 'OFFICIAL_TRANSFER', 'SINGLE_GUIDANCE', 'NEW_CELL',
    'EXEMPTION')),
  purposes text[] not null check (
    purposes <@ array['WORK', 'STUDY', 'LABOUR', 'FAMILY_VISIT', 'MEDICAL_TREATMENT', 'PRIVATE']),
  months int4range not null,
  group_size int4range not null,
  -- Whether there is a Party organization in the country; null when it makes no difference.
  organization_exists boolean,
  legal_basis_code text not null references legal_basis,
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  is_inferred boolean not null,
  primary key (move_kind, valid_from, months, group_size)
);

create table procedure_form (
  move_kind text not null,
  position integer not null,
  form_code text not null references form,
  purposes text[] not null,
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  primary key (move_kind, form_code, valid_from)
);

create table procedure_signer (
  move_kinds text[] not null,
  -- Where the member's grassroots organization stands; null when the signer does not depend on it.
  body text check (body in ('UNDER_LOCAL_COMMITTEE', 'DIRECTLY_UNDER_PROVINCE')),
  office text not null check (office in (
    'GRASSROOTS_COMMITTEE', 'DISTRICT_COMMITTEE', 'COMMITTEE_ABOVE_GRASSROOTS', 'PROVINCIAL_ORGANIZATION_BOARD',
    'COMPETENT_COMMITTEE')),
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  primary key (office, move_kinds, valid_from)
);

-- Working data -----------------------------------------------------------------------------------------------

create table party_organization (
  id text primary key,
  code text not null,
  name text not null,
  kind text not null check (kind in ('HOME', 'OVERSEAS')),
  level text not null check (level in (
    'CENTRALLY_RUN', 'ABOVE_GRASSROOTS', 'GRASSROOTS', 'SECTIONAL', 'CELL', 'GROUP')),
  -- The centrally-run committee at the head of the tree; overseas ones stand below the Government's, through the
  -- Foreign Ministry's organization.
  committee_code text not null references committee,
  -- From the head of the tree down to the direct superior; empty at the head. A whole chain is one read.
  superior_ids text[] not null,
  superior_id text generated always as (superior_ids[cardinality(superior_ids)]) stored references party_organization,
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  unique (code, valid_from)
);
-- Lists run by code and then id; codes hardly repeat, so the id need not be in an index.
create index party_organization_committee_code_idx on party_organization (committee_code, code);
create index party_organization_superior_id_idx on party_organization (superior_id, code);
create index party_organization_kind_idx on party_organization (kind, code);
create index party_organization_level_idx on party_organization (level, code);
create index party_organization_superior_ids_idx on party_organization using gin (superior_ids);

-- Where to ask about a member; nothing personal. Hashes are HMAC-SHA256 of the number's text under the index key.
create table member_index (
  member_id text primary key,
  home_committee_code text not null references committee,
  -- The organization of the official place; null when the registry does not know it.
  home_organization_id text references party_organization,
  -- 8-digit cards of the 2003 exchange; null for members without a card.
  card_number_old_hash bytea check (octet_length(card_number_old_hash) = 32),
  -- 12-digit cards of the 2025 exchange.
  card_number_new_hash bytea check (octet_length(card_number_new_hash) = 32),
  record_number_hash bytea check (octet_length(record_number_hash) = 32)
);
create unique index member_index_card_number_old_hash_idx on member_index (card_number_old_hash)
  where card_number_old_hash is not null;
create unique index member_index_card_number_new_hash_idx on member_index (card_number_new_hash)
  where card_number_new_hash is not null;
