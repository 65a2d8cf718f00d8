-- The index tells where somebody is a member, so its rows are seen by those whom they concern. Force: the owner of the
-- table is held too, so a migration that touches these rows must lift it and set it again.

-- Whose rows a statement may see, as the agency states with each one and PostgreSQL forgets with it. What is absent or
-- empty is null, and null opens nothing. Policies call these inside a scalar subselect: once a statement, not a row.
create function reached_committees() returns text[] language sql stable
  return nullif(current_setting('app.committees', true), '')::text[];
create function reached_member_id() returns text language sql stable
  return nullif(current_setting('app.member_id', true), '');
create function reached_organization() returns text language sql stable
  return nullif(current_setting('app.organization', true), '');
create function is_registrar() returns boolean language sql stable
  return coalesce(nullif(current_setting('app.is_registrar', true), '')::boolean, false);

alter table member_index enable row level security, force row level security;

-- An organization of the registry, and the registrar, must find the home committee of those who come to them; the
-- index holds nothing else, and that committee decides what more they see.
create policy member_index_reached on member_index for select using (
  home_committee_code = any ((select reached_committees())::text[])
  or member_id = (select reached_member_id())
  or (select is_registrar())
  or (select exists (select from party_organization where id = (select reached_organization())))
);
