-- The service is bound by this row, so it may read it and no more.
alter table visibility_policy enable row level security, force row level security;
create policy visibility_policy_read on visibility_policy for select using (true);
