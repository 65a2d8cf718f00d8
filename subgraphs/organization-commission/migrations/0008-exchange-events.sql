-- Acts, and events to and from other agencies. The same lines in every agency: subgraphs/kit/exchange-tables.sql.

-- The answer to each act, kept for whoever sends the same act again; kept for 30 days.
create table act_key (
  principal text not null,
  key text not null,
  request_hash text not null,
  answer text not null,
  acted_at timestamptz not null,
  primary key (principal, key)
);
create index act_key_acted_at_idx on act_key (acted_at);

-- That an act was taken: by which organization, for which purpose, in which request of the hub; never by whom.
create table act_log (
  position bigint generated always as identity primary key,
  act text not null,
  subject text not null,
  organization text not null,
  purpose text,
  trace_id text not null,
  acted_at timestamptz not null
);
create index act_log_subject_idx on act_log (subject, position);

-- The number of the last event to a target about a subject.
create table outbox_sequence (
  target text not null,
  subject text not null,
  last_sequence integer not null,
  primary key (target, subject)
);

-- Events that their target has not confirmed yet. Nothing in it tells of persons; what does is in the body.
create table outbox_event (
  position bigint generated always as identity primary key,
  id uuid not null unique,
  target text not null,
  subject text not null,
  sequence integer not null,
  kind text not null,
  occurred_at timestamptz not null,
  attempts integer not null default 0,
  first_tried_at timestamptz,
  due_at timestamptz not null,
  parked_at timestamptz,
  parked_because text,
  unique (target, subject, sequence),
  check ((parked_at is null) = (parked_because is null))
);
create index outbox_event_target_idx on outbox_event (target, position);
create index outbox_event_subject_idx on outbox_event (subject);

create table outbox_body (
  id uuid primary key references outbox_event (id) on delete cascade,
  body text not null
);

-- Whoever acts may put a body in; only the relay, which speaks for nobody, takes it out.
create function is_relay() returns boolean language sql stable
  return coalesce(nullif(current_setting('app.is_relay', true), '')::boolean, false);
alter table outbox_body enable row level security, force row level security;
create policy outbox_body_written on outbox_body for insert with check (true);
create policy outbox_body_relayed on outbox_body for select using ((select is_relay()));

create function notify_outbox() returns trigger language plpgsql as $$
begin
  perform pg_notify('outbox', target) from (select distinct target from added) as targets;
  return null;
end
$$;
create trigger outbox_event_notify_trigger after insert on outbox_event
  referencing new table as added for each statement execute function notify_outbox();

-- The number of the last event of a source about a subject, and every event that was ever taken.
create table inbox_sequence (
  source text not null,
  subject text not null,
  last_sequence integer not null,
  primary key (source, subject)
);
create table inbox_event (
  source text not null,
  event_id uuid not null,
  digest text not null,
  taken_at timestamptz not null,
  primary key (source, event_id)
);

-- Who keeps a member's record says where in it the member belongs. The service tells by its reach for whom it speaks:
-- a row of another's committee is not found, and none can be given away to one.
create policy member_index_placed on member_index for update
  using (home_committee_code = any ((select reached_committees())::text[]))
  with check (home_committee_code = any ((select reached_committees())::text[]));
