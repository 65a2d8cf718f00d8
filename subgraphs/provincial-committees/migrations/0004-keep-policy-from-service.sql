-- The service is bound by these rows, so it may read them and no more.
alter table visibility_policy enable row level security, force row level security;
create policy visibility_policy_read on visibility_policy for select using (true);
alter table overseas_organization enable row level security, force row level security;
create policy overseas_organization_read on overseas_organization for select using (true);
