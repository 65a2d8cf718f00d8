-- Transfers are counted for the national statistics by a function that alone sees all of them and answers nothing but
-- counts. It runs as the owner of the tables, whom these policies let read while the function runs. The service may call
-- it, but is not the owner, so they open nothing to it whatever it sets.
create policy activity_transfer_counted on activity_transfer for select to current_user
  using (current_setting('app.is_counting', true) = 'yes');
create policy activity_transfer_deadline_counted on activity_transfer_deadline for select to current_user
  using (current_setting('app.is_counting', true) = 'yes');

-- Limits that had run out undone by the end of a day or were met late, by the year in which they ended.
create function count_for_statistics(as_of date)
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
  where due_on < as_of and (met_on is null or met_on > due_on)
  group by grouping sets (
    (extract(year from due_on)), (extract(year from due_on), subject), (extract(year from due_on), committee_code)
  );
  perform set_config('app.is_counting', '', true);
end
$$;
