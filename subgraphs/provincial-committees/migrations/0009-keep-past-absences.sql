-- What the roster said on a day that is over: for how long members were away, once they are not. The quarterly check
-- asks for it. Whoever is away now stands in the roster itself.
create table member_absence (
  member_id text not null references member,
  activity_status text not null,
  -- Where the member was away to; null where nobody was named.
  organization_id text,
  since date not null,
  -- The day on which the roster began to say something else: no longer a day of absence.
  until date not null,
  primary key (member_id, since, until),
  constraint member_absence_status_check check (activity_status in ('TRANSFERRED', 'TEMPORARILY_AWAY')),
  constraint member_absence_days_check check (since <= until)
);

alter table member_absence enable row level security, force row level security;
create policy member_absence_reached on member_absence for select using (
  exists (select from member where member.id = member_id
    and member.committee_code = any ((select reached_committees())::text[])));
create policy member_absence_added on member_absence for insert with check (
  exists (select from member where member.id = member_id
    and member.committee_code = any ((select reached_committees())::text[])));

create function keep_past_absence() returns trigger language plpgsql as $$
begin
  insert into member_absence
  values (
    old.id, old.activity_status,
    case old.activity_status when 'TRANSFERRED' then old.official_organization_id else old.temporary_organization_id end,
    old.activity_status_on, greatest(old.activity_status_on, new.activity_status_on))
  on conflict do nothing;
  return null;
end
$$;
create trigger member_absence_trigger after update of activity_status on member
  for each row when (
    old.activity_status in ('TRANSFERRED', 'TEMPORARILY_AWAY') and old.activity_status <> new.activity_status)
  execute function keep_past_absence();
