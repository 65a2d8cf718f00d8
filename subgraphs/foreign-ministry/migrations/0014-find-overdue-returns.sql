-- Letters that are still to be shown at home, the first limit first; the stay's own state says nothing of that.
create index return_transfer_present_by_idx on return_transfer (present_by) where state in ('IN_TRANSIT', 'REISSUED');
drop index overseas_assignment_return_due_idx;
