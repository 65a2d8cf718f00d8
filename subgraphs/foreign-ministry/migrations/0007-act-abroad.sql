-- What the ministry and the committees abroad do with a stay: acts on the register, each under the version it saw, and
-- the papers that go with them. Rows are written by those who act: the registrar, or the organization abroad.

alter table overseas_assignment no force row level security;

alter table overseas_assignment
  add column version integer not null default 1 check (version >= 1),
  -- To whom the papers are addressed: by the letter, or by the ministry that passed on a list. Null until somebody is.
  add column addressed_organization_id text references overseas_directory_entry,
  -- The self-review on the time abroad, once it is handed in.
  add column self_review_on date,
  -- The last day for showing the letter at home.
  add column return_due_on date;

-- Whose rows an organization abroad answers for: its own and, above cells, those of its country.
create function reached_organizations() returns text[] language sql stable
  return array(
    select below.organization_id
    from overseas_directory_entry as own
    join overseas_directory_entry as below
      on below.organization_id = own.organization_id
      or (own.cell_kind is null and below.country_code = own.country_code)
    where own.organization_id = reached_organization()
  );

drop policy overseas_assignment_reached on overseas_assignment;
create policy overseas_assignment_reached on overseas_assignment for select using (
  (select is_registrar())
  or home_committee = any ((select reached_committees())::text[])
  or member_id = (select reached_member_id())
  or (
    (
      receiving_organization_id = any ((select reached_organizations())::text[])
      or addressed_organization_id = any ((select reached_organizations())::text[])
    )
    and (
      state not in ('REFUSED', 'ENDED', 'CLOSED', 'CANCELLED')
      or returned_on >= (select shown_since())
    )
  )
);
create policy overseas_assignment_entered on overseas_assignment for insert with check ((select is_registrar()));
create policy overseas_assignment_moved on overseas_assignment for update using (
  (select is_registrar())
  or receiving_organization_id = any ((select reached_organizations())::text[])
  or addressed_organization_id = any ((select reached_organizations())::text[])
);
create policy overseas_assignment_step_taken on overseas_assignment_step for insert with check (exists (
  select from overseas_assignment as moved
  where moved.id = assignment_id
    and (
      (select is_registrar())
      or moved.receiving_organization_id = any ((select reached_organizations())::text[])
      or moved.addressed_organization_id = any ((select reached_organizations())::text[])
    )
));

alter table overseas_assignment force row level security;

-- The work lists, each read off an index that holds no more than the list.
create index overseas_assignment_addressed_organization_id_idx
  on overseas_assignment (addressed_organization_id) where addressed_organization_id is not null;
create index overseas_assignment_awaited_idx on overseas_assignment (notice_received_on, id)
  where state = 'NOTIFIED_MFA';
create index overseas_assignment_unanswered_idx on overseas_assignment (notice_received_on, id)
  where state = 'NOTIFIED_MFA' and addressed_organization_id is null;
create index overseas_assignment_decision_due_idx on overseas_assignment (official_decision_due_on, id)
  where official_decision_due_on is not null;
create index overseas_assignment_card_held_idx on overseas_assignment (card_received_on, id)
  where card_received_on is not null and card_returned_on is null
    and state in ('REFUSED', 'ENDED', 'CLOSED', 'CANCELLED');
create index overseas_assignment_returning_idx on overseas_assignment (home_committee, expected_return_on, id)
  where returned_on is null
    and state in (
      'RECEIVED_ABROAD', 'SINGLE_GUIDED', 'EXTENDED', 'MOVED_COUNTRY', 'RETURN_STARTED', 'CONFIRMED_ABROAD'
    );
create index overseas_assignment_return_due_idx on overseas_assignment (return_due_on)
  where state = 'INTRODUCED_HOME';

-- A transfer on its way to an organization abroad, as the sender announced it: the receiving side of its lifecycle.
create table arrival (
  transfer_id text primary key,
  assignment_id text not null references overseas_assignment,
  version integer not null default 1 check (version >= 1),
  kind text not null check (kind in ('OFFICIAL', 'TEMPORARY')),
  state text not null check (
    state in ('IN_TRANSIT', 'OVERDUE', 'PRESENTED', 'RETURNED', 'FILE_CHECKED', 'ACCEPTED', 'CLOSED', 'LOST')
  ),
  letter_number text not null,
  letter_issued_on date not null,
  present_due_on date,
  presented_on date,
  checked_on date,
  -- Why the file went back, as a code; the newest return.
  return_reason text check (return_reason in ('NO_CERTIFIED_LIST', 'PAPER_MISSING')),
  returned_on date,
  accepted_on date,
  is_synthetic boolean not null,
  check (num_nulls(return_reason, returned_on) in (0, 2))
);
create index arrival_assignment_id_idx on arrival (assignment_id, letter_issued_on desc, transfer_id);

-- The least that the ministry must know of a member while the stay is open, as the home committee told it.
create table traveller (
  assignment_id text primary key references overseas_assignment,
  family_name text not null,
  middle_name text,
  given_name text not null,
  member_class text not null check (member_class in ('PROBATIONARY', 'OFFICIAL')),
  admitted_on date not null,
  official_on date,
  home_organization_id text not null,
  check ((official_on is not null) = (member_class = 'OFFICIAL'))
);

-- What is decided about a probationary member abroad, with what home says beside it.
create table official_decision (
  assignment_id text primary key references overseas_assignment,
  home_assessed_on date not null,
  is_recommended boolean not null,
  decided_on date,
  decision_number text,
  check (num_nulls(decided_on, decision_number) in (0, 2)),
  check (decided_on >= home_assessed_on)
);

-- Transfers by which the ministry sends members home: the sending side of their lifecycle, from the letter on.
create table return_transfer (
  id text primary key,
  assignment_id text not null unique references overseas_assignment,
  kind text not null check (kind in ('OFFICIAL', 'TEMPORARY')),
  state text not null check (
    state in ('IN_TRANSIT', 'OVERDUE', 'LOST', 'REISSUED', 'PRESENTED', 'RETURNED', 'FILE_CHECKED', 'ACCEPTED', 'CLOSED')
  ),
  letter_number text not null,
  issued_on date not null,
  present_by date not null,
  -- Day on which the police confirmed the loss of the letter before this one; null when none was lost.
  loss_confirmed_on date
);

-- Cells that the ministry founded, until the registry knows them and after.
create table founded_cell (
  organization_id text primary key references overseas_directory_entry,
  name text not null,
  -- For too few official members: together with probationary ones, under a secretary appointed from above.
  is_reserve boolean not null,
  decision_number text not null,
  founded_on date not null
);

alter table arrival enable row level security, force row level security;
alter table traveller enable row level security, force row level security;
alter table official_decision enable row level security, force row level security;
alter table return_transfer enable row level security, force row level security;
alter table founded_cell enable row level security, force row level security;

-- Seen with the stay; written by those who may act on it.
create policy arrival_reached on arrival for select
  using (exists (select from overseas_assignment where overseas_assignment.id = assignment_id));
create policy arrival_announced on arrival for insert with check ((select is_registrar()));
create policy arrival_moved on arrival for update using (
  (select is_registrar()) or cardinality((select reached_organizations())) > 0
);
create policy traveller_reached on traveller for select
  using (exists (select from overseas_assignment where overseas_assignment.id = assignment_id));
create policy traveller_told on traveller for insert with check ((select is_registrar()));
create policy traveller_changed on traveller for update using (
  (select is_registrar()) or cardinality((select reached_organizations())) > 0
);
create policy traveller_forgotten on traveller for delete using ((select is_registrar()));
create policy official_decision_reached on official_decision for select
  using (exists (select from overseas_assignment where overseas_assignment.id = assignment_id));
create policy official_decision_assessed on official_decision for insert with check ((select is_registrar()));
create policy official_decision_taken on official_decision for update using (
  (select is_registrar()) or cardinality((select reached_organizations())) > 0
);
create policy return_transfer_reached on return_transfer for select
  using (exists (select from overseas_assignment where overseas_assignment.id = assignment_id));
create policy return_transfer_issued on return_transfer for insert with check ((select is_registrar()));
create policy return_transfer_moved on return_transfer for update using ((select is_registrar()));
create policy founded_cell_read on founded_cell for select using (true);
create policy founded_cell_founded on founded_cell for insert with check ((select is_registrar()));

alter table verification_request add column version integer not null default 1 check (version >= 1);
create policy verification_request_received on verification_request for insert with check ((select is_registrar()));
create policy verification_request_replied on verification_request for update using ((select is_registrar()));
create index verification_request_waiting_idx on verification_request (received_on, id) where replied_on is null;
