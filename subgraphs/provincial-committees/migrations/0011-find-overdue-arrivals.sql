-- Letters that were not shown in time are looked for every ten minutes.
create index arrival_present_due_idx on arrival (present_due_on) where state in ('IN_TRANSIT', 'REISSUED');
