-- What the audit log says of accesses, in a form that can be asked. Made of the entries as they come in; only the entries
-- are evidence. Persons and callers are pseudonyms under a key for each year, which this database never sees.

create table access (
  -- Id of the INTENT entry.
  id uuid primary key,
  log text not null,
  requested_at timestamptz not null,
  organization text not null,
  -- Pseudonym of whoever asked.
  caller text not null,
  -- Null where the request stated none, and then nobody was shown.
  purpose text,
  -- `sha256:…` of the document.
  operation text not null,
  is_registered boolean not null,
  -- Fields and arguments about people, by what became of them.
  personal_fields text[] not null,
  sensitive_fields text[] not null,
  denied_fields text[] not null,
  -- Pseudonyms of the persons who were named or found.
  persons text[] not null,
  -- The rest comes with the OUTCOME; without one it is not known whether anything was shown.
  decision text check (decision in ('ANSWERED', 'DENIED', 'FAILED')),
  codes text[] not null default '{}',
  agencies text[] not null default '{}'
);
create index access_requested_at_idx on access (requested_at desc, id desc);
create index access_organization_idx on access (organization, requested_at desc, id desc);
create index access_persons_idx on access using gin (persons);

create function texts_of(list jsonb) returns text[] language sql immutable
  return array(select jsonb_array_elements_text(coalesce(list, '[]')));

create function tell_accesses() returns trigger language plpgsql as $$
begin
  insert into access (id, log, requested_at, organization, caller, purpose, operation, is_registered, personal_fields,
    sensitive_fields, denied_fields, persons)
  select id, log, at, entry -> 'caller' ->> 'organization', entry -> 'caller' ->> 'person', entry ->> 'purpose',
    entry -> 'operation' ->> 'id', (entry -> 'operation' ->> 'isRegistered')::boolean,
    texts_of(entry -> 'allowed' -> 'PERSONAL'), texts_of(entry -> 'allowed' -> 'SENSITIVE'),
    texts_of(entry -> 'denied' -> 'PERSONAL') || texts_of(entry -> 'denied' -> 'SENSITIVE'), persons
  from added, lateral (select convert_from(body, 'UTF8')::jsonb as entry) as parsed
  where kind = 'INTENT'
  on conflict do nothing;

  update access set
    decision = entry ->> 'decision',
    codes = texts_of(entry -> 'codes'),
    agencies = array(select jsonb_object_keys(entry -> 'agencies') order by 1),
    persons = array(select unnest(access.persons) union select unnest(outcome.persons))
  from (
    select intent, persons, convert_from(body, 'UTF8')::jsonb as entry from added where kind = 'OUTCOME'
  ) as outcome
  where access.id = outcome.intent and access.decision is null;
  return null;
end
$$;
create trigger audit_entry_tells_accesses after insert on audit_entry referencing new table as added
  for each statement execute function tell_accesses();

-- Whose rows a statement may see, as stated with each one. What is absent or empty opens nothing.
create function is_auditor() returns boolean language sql stable
  return coalesce(nullif(current_setting('app.is_auditor', true), '')::boolean, false);
create function reached_pseudonyms() returns text[] language sql stable
  return nullif(current_setting('app.pseudonyms', true), '')::text[];
-- Those who ship, verify and prove the log; never a request.
create function is_recorder() returns boolean language sql stable
  return coalesce(nullif(current_setting('app.is_recorder', true), '')::boolean, false);

alter table audit_entry enable row level security, force row level security;
alter table audit_checkpoint enable row level security, force row level security;
alter table audit_cosignature enable row level security, force row level security;
alter table access enable row level security, force row level security;

create policy audit_entry_recorded on audit_entry using ((select is_recorder()));
create policy audit_checkpoint_recorded on audit_checkpoint using ((select is_recorder()));
create policy audit_cosignature_recorded on audit_cosignature using ((select is_recorder()));
create policy access_recorded on access using ((select is_recorder()));

-- An auditor sees every access; whoever was looked at sees those to their own data.
create policy access_reached on access for select using (
  (select is_auditor()) or persons && (select reached_pseudonyms())
);
