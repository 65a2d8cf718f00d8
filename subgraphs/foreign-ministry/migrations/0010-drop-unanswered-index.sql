-- The list of awaited members is short enough to serve the notices that nobody has passed on as well.
drop index overseas_assignment_unanswered_idx;
