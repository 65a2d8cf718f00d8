-- Members abroad are sent to cells, and looked after by the organization above them as well.

-- Where letters abroad may be addressed: a copy from the Commission's registry, with nobody in it.
create table overseas_organization (
  id text primary key,
  -- The organization directly above, if it is abroad too.
  superior_id text
);
create index overseas_organization_superior_id_idx on overseas_organization (superior_id, id);

-- The organization that a caller acts for, and those directly below it; empty for a caller who acts for none.
create function reached_organizations() returns text[] language sql stable return array(
  select reached_organization() where reached_organization() is not null
  union all
  select id from overseas_organization where superior_id = reached_organization()
);

alter policy activity_transfer_reached on activity_transfer using (
  committee_code = any ((select reached_committees())::text[])
  or member_id = (select reached_member_id())
  or (
    (
      to_organization_id = any ((select reached_organizations())::text[])
      or from_organization_id = any ((select reached_organizations())::text[])
      or (is_abroad and (select is_registrar()))
    )
    and (ended_on is null or ended_on >= (select shown_since()))
  )
);

alter policy member_reached on member using (
  committee_code = any ((select reached_committees())::text[])
  or id = (select reached_member_id())
  or (
    ((select reached_organization()) is not null or (select is_registrar()))
    and (
      official_organization_id = any ((select reached_organizations())::text[])
      or temporary_organization_id = any ((select reached_organizations())::text[])
      or (is_travelling and activity_status in ('TRANSFERRED', 'TEMPORARILY_AWAY') and (select is_registrar()))
      or exists (
        select from activity_transfer as transfer
        where transfer.member_id = member.id and (
          transfer.to_organization_id = any ((select reached_organizations())::text[])
          or transfer.from_organization_id = any ((select reached_organizations())::text[])
          or (transfer.is_abroad and (select is_registrar()))))
    )
  )
);
