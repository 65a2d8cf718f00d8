-- What a step through a lifecycle needs of a row: an id, a state and a version, and to whom its steps are told.
alter table arrival rename column transfer_id to id;
alter table arrival add column sender text not null;
alter table arrival drop constraint arrival_state_check;
alter table arrival add constraint arrival_state_check check (
  state in (
    'IN_TRANSIT', 'OVERDUE', 'LOST', 'REISSUED', 'PRESENTED', 'RETURNED', 'FILE_CHECKED', 'ACCEPTED', 'CLOSED'
  )
);
alter table arrival
  -- Why a letter shown late counts all the same, as the competent committee decided; null when it was in time.
  add column late_reason text,
  -- Whether the sender says that it certified the list of the file's contents.
  add column is_file_list_certified boolean not null;

alter table return_transfer add column version integer not null default 1 check (version >= 1);
alter table review_report
  add column id text not null unique generated always as (review_id || '/' || committee_code) stored;

-- A step comes first and its day with the next statement of the same transaction, so a state may stand without its day
-- for that long; a day never stands without its state.
alter table review drop constraint review_check1;
alter table review drop constraint review_check2;
alter table review drop constraint review_check3;
alter table review add constraint review_opened_check
  check (opened_on is null or state in ('OPEN', 'CLOSED', 'PUBLISHED'));
alter table review add constraint review_closed_check check (closed_on is null or state in ('CLOSED', 'PUBLISHED'));
alter table review add constraint review_published_check
  check (num_nulls(published_on, outcome) in (0, 2) and (outcome is null or state = 'PUBLISHED'));
