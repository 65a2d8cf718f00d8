-- A letter that comes back unused ends the arrival of whoever was to show it.
alter table arrival drop constraint arrival_state_check;
alter table arrival add constraint arrival_state_check check (
  state in (
    'IN_TRANSIT', 'OVERDUE', 'LOST', 'REISSUED', 'PRESENTED', 'RETURNED', 'FILE_CHECKED', 'ACCEPTED', 'CLOSED',
    'WITHDRAWN'
  )
);
