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

-- What policies ask of a row stands in it: a policy that reads another protected table runs that one's policy too.
alter table member add column is_travelling boolean not null default false;
alter table activity_transfer
  add column committee_code text,
  add column is_abroad boolean not null default false,
  add column ended_on date;

create index activity_transfer_to_organization_id_idx on activity_transfer (to_organization_id, member_id);
create index activity_transfer_from_organization_id_idx on activity_transfer (from_organization_id, member_id);

-- A transfer belongs to the committee that keeps the member's record.
create function set_transfer_committee() returns trigger language plpgsql as $$
begin
  new.committee_code := (select committee_code from member where id = new.member_id);
  return new;
end
$$;
create trigger activity_transfer_committee_trigger before insert on activity_transfer
  for each row execute function set_transfer_committee();

create function move_transfers_with_member() returns trigger language plpgsql as $$
begin
  update activity_transfer set committee_code = new.committee_code where member_id = new.id;
  return null;
end
$$;
create trigger member_committee_trigger after update of committee_code on member
  for each row when (old.committee_code <> new.committee_code) execute function move_transfers_with_member();

-- The day on which it reached a state that nothing follows.
create function set_transfer_end() returns trigger language plpgsql as $$
begin
  update activity_transfer set ended_on = added.entered_on
  from added
  where added.transfer_id = activity_transfer.id and added.state in ('CLOSED', 'WITHDRAWN', 'REJECTED');
  return null;
end
$$;
create trigger activity_transfer_step_end_trigger after insert on activity_transfer_step
  referencing new table as added for each statement execute function set_transfer_end();

-- Two letters and one decision go with nothing but a stay abroad.
create function set_transfer_abroad() returns trigger language plpgsql as $$
begin
  with abroad as (
    update activity_transfer set is_abroad = true
    from added
    where added.transfer_id = activity_transfer.id and not is_abroad
      and coalesce(to_jsonb(added) ->> 'kind', to_jsonb(added) ->> 'form_code')
        in ('ABROAD', 'OVERSEAS_WORK_SLIP', 'STATE-DECISION')
    returning member_id
  )
  update member set is_travelling = true from abroad where member.id = abroad.member_id and not is_travelling;
  return null;
end
$$;
create trigger activity_transfer_letter_abroad_trigger after insert on activity_transfer_letter
  referencing new table as added for each statement execute function set_transfer_abroad();
create trigger activity_transfer_document_abroad_trigger after insert on activity_transfer_document
  referencing new table as added for each statement execute function set_transfer_abroad();

update activity_transfer set
  committee_code = (select committee_code from member where member.id = member_id),
  ended_on = (
    select max(entered_on) from activity_transfer_step as step
    where step.transfer_id = activity_transfer.id and step.state in ('CLOSED', 'WITHDRAWN', 'REJECTED')),
  is_abroad = exists (
      select from activity_transfer_letter as letter
      where letter.transfer_id = activity_transfer.id and letter.kind in ('ABROAD', 'OVERSEAS_WORK_SLIP'))
    or exists (
      select from activity_transfer_document as paper
      where paper.transfer_id = activity_transfer.id and paper.form_code = 'STATE-DECISION');
update member set is_travelling = true
  where exists (select from activity_transfer where member_id = member.id and is_abroad);

alter table member enable row level security, force row level security;
alter table activity_transfer enable row level security, force row level security;
alter table activity_transfer_step enable row level security, force row level security;
alter table activity_transfer_letter enable row level security, force row level security;
alter table activity_transfer_letter_box enable row level security, force row level security;
alter table activity_transfer_document enable row level security, force row level security;
alter table activity_transfer_deadline enable row level security, force row level security;

-- The home committee and the member see all of their transfers, the two ends of one that one, and the registrar those
-- out of the country, until some days after the end.
create policy activity_transfer_reached on activity_transfer for select using (
  committee_code = any ((select reached_committees())::text[])
  or member_id = (select reached_member_id())
  or (
    (
      to_organization_id = (select reached_organization())
      or from_organization_id = (select reached_organization())
      or (is_abroad and (select is_registrar()))
    )
    and (ended_on is null or ended_on >= (select shown_since()))
  )
);

create policy activity_transfer_step_reached on activity_transfer_step for select using (
  exists (select from activity_transfer where activity_transfer.id = transfer_id));
create policy activity_transfer_letter_reached on activity_transfer_letter for select using (
  exists (select from activity_transfer where activity_transfer.id = transfer_id));
create policy activity_transfer_letter_box_reached on activity_transfer_letter_box for select using (
  exists (select from activity_transfer_letter where activity_transfer_letter.id = letter_id));
create policy activity_transfer_document_reached on activity_transfer_document for select using (
  exists (select from activity_transfer where activity_transfer.id = transfer_id));
create policy activity_transfer_deadline_reached on activity_transfer_deadline for select using (
  exists (select from activity_transfer where activity_transfer.id = transfer_id));

-- Beside committee and member: the organization where the member stands now, the registrar while a traveller is away,
-- and whoever sees a transfer of theirs. How much of the record they see, the agency decides.
create policy member_reached on member for select using (
  committee_code = any ((select reached_committees())::text[])
  or id = (select reached_member_id())
  or (
    ((select reached_organization()) is not null or (select is_registrar()))
    and (
      official_organization_id = (select reached_organization())
      or temporary_organization_id = (select reached_organization())
      or (is_travelling and activity_status in ('TRANSFERRED', 'TEMPORARILY_AWAY') and (select is_registrar()))
      or exists (
        select from activity_transfer as transfer
        where transfer.member_id = member.id and (
          transfer.to_organization_id = (select reached_organization())
          or transfer.from_organization_id = (select reached_organization())
          or (transfer.is_abroad and (select is_registrar()))))
    )
  )
);
