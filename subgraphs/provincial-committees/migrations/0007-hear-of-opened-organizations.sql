-- The ministry tells when an organization abroad opens. One without a superior widens nobody's reach; the service still
-- changes and takes away none.
create policy overseas_organization_opened on overseas_organization for insert with check (superior_id is null);
