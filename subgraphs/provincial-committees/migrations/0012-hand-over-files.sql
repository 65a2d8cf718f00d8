-- The file follows an official transfer to another home committee. Where that committee is served elsewhere, the record
-- stays behind closed and points there; it is no longer shown. A record is opened for one whose file comes.
alter table member
  add column moved_to_committee_code text,
  add column moved_on date,
  -- The committee that kept the record before; null for those who never moved.
  add column left_committee_code text,
  add column left_on date,
  add constraint member_moved_check check ((moved_to_committee_code is null) = (moved_on is null)),
  add constraint member_left_check check ((left_committee_code is null) = (left_on is null));
create policy member_added on member for insert
  with check (committee_code = any ((select reached_committees())::text[]));

-- The committee that a member has left; null for moves within one and out of the country.
alter table activity_transfer add column from_committee_code text;

-- As before, and the committee that was left sees the move and the member until some days after the end.
alter policy activity_transfer_reached on activity_transfer using (
  committee_code = any ((select reached_committees())::text[])
  or member_id = (select reached_member_id())
  or (
    (
      to_organization_id = any ((select reached_organizations())::text[])
      or from_organization_id = any ((select reached_organizations())::text[])
      or from_committee_code = any ((select reached_committees())::text[])
      or (is_abroad and (select is_registrar()))
    )
    and (ended_on is null or ended_on >= (select shown_since()))
  )
);

alter policy member_reached on member using (
  committee_code = any ((select reached_committees())::text[])
  or id = (select reached_member_id())
  or (left_committee_code = any ((select reached_committees())::text[]) and left_on >= (select shown_since()))
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
