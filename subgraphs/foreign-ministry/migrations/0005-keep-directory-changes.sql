-- What changes in the directory is a dated act of the ministry, announced to the home committees, who confirm that they
-- have read it. An entry keeps what it began with; from its day on the newest change says what holds.

-- Today where the offices are.
create function current_day() returns date language sql stable
  return (now() at time zone 'Asia/Ho_Chi_Minh')::date;

-- What everybody may see of the directory is decided by the fields asked for; what is written, by who writes.
alter table overseas_directory_entry add column version integer not null default 1 check (version >= 1);
alter table overseas_directory_entry enable row level security, force row level security;
create policy overseas_directory_entry_read on overseas_directory_entry for select using (true);
create policy overseas_directory_entry_added on overseas_directory_entry for insert
  with check ((select reached_organization()) = 'foreign-ministry');
create policy overseas_directory_entry_changed on overseas_directory_entry for update
  using ((select reached_organization()) = 'foreign-ministry');

create table directory_change (
  id text primary key,
  organization_id text not null references overseas_directory_entry,
  -- The version of the entry that this change made; the first change makes the second version.
  number integer not null check (number >= 2),
  -- The whole of what may change, as it holds from that day on.
  effective_from date not null,
  paper_office text not null,
  paper_address text not null,
  valid_to date,
  announced_on date not null,
  is_synthetic boolean not null,
  unique (organization_id, number),
  check (valid_to >= effective_from)
);
create index directory_change_announced_on_idx on directory_change (announced_on desc, id desc);

-- To whom a change was announced; read_on is null until the committee has confirmed.
create table directory_announcement (
  change_id text not null references directory_change,
  committee_code text not null,
  read_on date,
  primary key (change_id, committee_code)
);
create index directory_announcement_unread_idx on directory_announcement (committee_code, change_id)
  where read_on is null;

alter table directory_change enable row level security, force row level security;
alter table directory_announcement enable row level security, force row level security;

create policy directory_announcement_reached on directory_announcement for select using (
  (select reached_organization()) = 'foreign-ministry' or committee_code = any ((select reached_committees())::text[])
);
create policy directory_announcement_made on directory_announcement for insert
  with check ((select reached_organization()) = 'foreign-ministry' and read_on is null);
-- Nobody but a committee itself says that it has read, and it says so once.
create policy directory_announcement_read on directory_announcement for update
  using (committee_code = any ((select reached_committees())::text[]) and read_on is null)
  with check (committee_code = any ((select reached_committees())::text[]) and read_on is not null);

-- What holds already is read with the entry by whoever reads that; what is still to come, by those whom it concerns.
create policy directory_change_reached on directory_change for select using (
  effective_from <= (select current_day())
  or (select reached_organization()) = 'foreign-ministry'
  or exists (select from directory_announcement where change_id = directory_change.id)
);
create policy directory_change_made on directory_change for insert
  with check ((select reached_organization()) = 'foreign-ministry');
