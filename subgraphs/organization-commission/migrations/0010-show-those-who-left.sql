-- Whoever keeps a member's record may give it to another committee: the row then names the one that was left, which finds
-- the member for some days, as it does at the new home.

-- How many days after a move the committee that was left still finds the member; one row, changed by a migration.
create table visibility_policy (
  days_after_end integer not null check (days_after_end between 0 and 3660)
);
create unique index visibility_policy_one_row_idx on visibility_policy ((true));
insert into visibility_policy values (90);
alter table visibility_policy enable row level security, force row level security;
create policy visibility_policy_read on visibility_policy for select using (true);

-- The day since which a move must have taken place to be shown still.
create function shown_since() returns date language sql stable
  return (select (now() at time zone 'Asia/Ho_Chi_Minh')::date - days_after_end from visibility_policy);

alter table member_index
  -- The committee that kept the record before; null for those who never moved.
  add column left_committee_code text references committee,
  add column left_on date,
  add constraint member_index_left_check check ((left_committee_code is null) = (left_on is null));

alter policy member_index_reached on member_index using (
  home_committee_code = any ((select reached_committees())::text[])
  or member_id = (select reached_member_id())
  or (select is_registrar())
  or (select exists (select from party_organization where id = (select reached_organization())))
  or (left_committee_code = any ((select reached_committees())::text[]) and left_on >= (select shown_since()))
);

alter policy member_index_placed on member_index
  using (home_committee_code = any ((select reached_committees())::text[]))
  with check (
    home_committee_code = any ((select reached_committees())::text[])
    or left_committee_code = any ((select reached_committees())::text[])
  );
