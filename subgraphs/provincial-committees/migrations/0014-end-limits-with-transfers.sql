-- A transfer that ends without a letter has nothing more to be started in time: from that day its limit is not missed.
create function is_limit_missed(subject text, due_on date, met_on date, ended_on date, as_of date) returns boolean
  language sql immutable
  return due_on < as_of and case
    when met_on is not null then met_on > due_on
    else subject <> 'START_TRANSFER' or ended_on is null or ended_on > as_of
  end;

-- As before, with that rule.
create or replace function count_for_statistics(as_of date)
  returns table (topic text, dimension text, code text, period text, count integer)
  language plpgsql security definer set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
  perform set_config('app.is_counting', 'yes', true);
  return query
  select 'LATE_TRANSFER',
    case
      when grouping(subject) = 0 then 'DEADLINE'
      when grouping(committee_code) = 0 then 'COMMITTEE'
      else 'NATION'
    end,
    coalesce(subject, committee_code, 'VN'),
    extract(year from due_on)::text,
    count(*)::integer
  from activity_transfer_deadline
  join activity_transfer on activity_transfer.id = transfer_id
  where is_limit_missed(subject, due_on, met_on, ended_on, as_of)
  group by grouping sets (
    (extract(year from due_on)), (extract(year from due_on), subject), (extract(year from due_on), committee_code)
  );
  perform set_config('app.is_counting', '', true);
end
$$;

create or replace function counts_synthetic_rows(as_of date) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  is_any boolean;
begin
  perform set_config('app.is_counting', 'yes', true);
  is_any := exists (
    select from activity_transfer_deadline
    join activity_transfer on activity_transfer.id = transfer_id
    join member on member.id = member_id
    where is_synthetic and is_limit_missed(subject, due_on, met_on, ended_on, as_of)
  );
  perform set_config('app.is_counting', '', true);
  return is_any;
end
$$;
