-- The audit log as the gateway's processes shipped it. Rows are only ever added; that anything else is done to them is
-- refused here and, should somebody remove the refusal, found by the verifier.

create table audit_entry (
  -- Name of the log: each process of the gateway writes one of its own.
  log text not null,
  epoch integer not null,
  -- Dense over all epochs, from 0. Numbered by the writer: a database's numbering has gaps that look like deletions.
  sequence bigint not null,
  -- RFC 9162 leaf hash of the bytes.
  digest bytea not null check (length(digest) = 32),
  -- The entry as it was hashed. Never jsonb, which reorders members and drops duplicates.
  body bytea not null,
  -- Taken out of the bytes for searching; only the bytes are evidence.
  id uuid not null,
  -- The INTENT that an OUTCOME concludes.
  intent uuid,
  kind text not null check (kind in ('EPOCH', 'INTENT', 'OUTCOME')),
  at timestamptz not null,
  -- Pseudonyms of the persons that were asked for or found.
  persons text[] not null,
  -- With the epoch in the key a log that was begun anew stands beside the old one instead of disappearing.
  primary key (log, sequence, epoch)
);
create index audit_entry_id_idx on audit_entry (id);
create index audit_entry_intent_idx on audit_entry (intent) where intent is not null;
create index audit_entry_persons_idx on audit_entry using gin (persons);

create table audit_checkpoint (
  log text not null,
  size bigint not null,
  -- The signed note, with the log's signature line.
  note text not null,
  primary key (log, size, note)
);

create table audit_cosignature (
  log text not null,
  size bigint not null,
  witness text not null,
  -- The witness's signature line, to be appended to the note.
  line text not null,
  primary key (log, size, witness, line)
);

create function refuse_change_of_audit() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is only ever added to.' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_entry_is_append_only before update or delete or truncate on audit_entry
  for each statement execute function refuse_change_of_audit();
create trigger audit_checkpoint_is_append_only before update or delete or truncate on audit_checkpoint
  for each statement execute function refuse_change_of_audit();
create trigger audit_cosignature_is_append_only before update or delete or truncate on audit_cosignature
  for each statement execute function refuse_change_of_audit();

-- Roles have by default what agencies need on their tables; here whoever is not the owner may add and read.
do $$
declare
  granted record;
begin
  for granted in
    select distinct table_name, grantee from information_schema.role_table_grants
    where table_name in ('audit_entry', 'audit_checkpoint', 'audit_cosignature') and grantee <> current_user
  loop
    execute format('revoke update, delete, truncate, references, trigger on %I from %I', granted.table_name, granted.grantee);
  end loop;
end
$$;
