-- Letters that are still to be shown abroad, the first limit first.
create index arrival_present_due_idx on arrival (present_due_on) where state in ('IN_TRANSIT', 'REISSUED');
