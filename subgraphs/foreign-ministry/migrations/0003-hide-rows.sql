-- Rows are seen by those whom they concern. Force: the owner of the tables is held too, so a migration that touches
-- these rows must lift it and set it again. The service reads; it gets a policy for each kind of row it is to write.

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

-- How many days after its end a move still shows to the other side of it; one row, changed by a migration.
create table visibility_policy (
  days_after_end integer not null check (days_after_end between 0 and 3660)
);
create unique index visibility_policy_one_row_idx on visibility_policy ((true));
insert into visibility_policy values (90);

-- The day since which a move must have ended to be shown still.
create function shown_since() returns date language sql stable
  return (select (now() at time zone 'Asia/Ho_Chi_Minh')::date - days_after_end from visibility_policy);

alter table overseas_assignment enable row level security, force row level security;
alter table overseas_assignment_step enable row level security, force row level security;
alter table verification_request enable row level security, force row level security;

-- The registrar sees the whole register; a home committee and a member what is theirs; an organization abroad those
-- whom it has received. One above cells stands for its country.
create policy overseas_assignment_reached on overseas_assignment for select using (
  (select is_registrar())
  or home_committee = any ((select reached_committees())::text[])
  or member_id = (select reached_member_id())
  or (
    receiving_organization_id = any (array(
      select below.organization_id
      from overseas_directory_entry as own
      join overseas_directory_entry as below
        on below.organization_id = own.organization_id
        or (own.cell_kind is null and below.country_code = own.country_code)
      where own.organization_id = (select reached_organization())
    ))
    and (
      state not in ('REFUSED', 'ENDED', 'CLOSED', 'CANCELLED')
      or returned_on >= (select shown_since())
    )
  )
);

create policy overseas_assignment_step_reached on overseas_assignment_step for select using (
  exists (select from overseas_assignment where overseas_assignment.id = assignment_id)
);

-- A letter between a committee and the registrar.
create policy verification_request_reached on verification_request for select using (
  (select is_registrar()) or requested_by = any ((select reached_committees())::text[])
);
