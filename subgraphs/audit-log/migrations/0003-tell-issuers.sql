-- Callers are told apart by who vouches for them too: two issuers may give one subject, and so one pseudonym, to two people.

alter table access
  -- Null where the entry names none: nobody vouched for the caller, or the entry was written by a gateway that did not
  -- say who.
  add column issuer text;

create or replace function tell_accesses() returns trigger language plpgsql as $$
begin
  insert into access (id, log, requested_at, organization, caller, issuer, purpose, operation, is_registered,
    personal_fields, sensitive_fields, denied_fields, persons)
  select id, log, at, entry -> 'caller' ->> 'organization', entry -> 'caller' ->> 'person',
    nullif(entry -> 'caller' ->> 'issuer', ''), entry ->> 'purpose',
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

-- Accesses that were told before get their issuers from the entries.
do $$
begin
  perform set_config('app.is_recorder', 'true', true);
  update access set issuer = nullif(convert_from(body, 'UTF8')::jsonb -> 'caller' ->> 'issuer', '')
  from audit_entry as entry
  where entry.id = access.id and entry.kind = 'INTENT' and convert_from(body, 'UTF8') like '%"issuer":"_%';
  perform set_config('app.is_recorder', '', true);
end
$$;
