-- The register is counted for the national statistics by a function that alone sees all of it and answers nothing but
-- counts. It runs as the owner of the tables, whom a policy lets read while the function runs. The service may call it,
-- but is not the owner, so that policy opens nothing to it whatever it sets.
create policy overseas_assignment_counted on overseas_assignment for select to current_user
  using (current_setting('app.is_counting', true) = 'yes');

-- The journeys until the end of a day, and the organizations abroad on it, by one code at a time. A journey ends where
-- the register says on the day of counting: earlier countries of a stay that moved on are not counted.
create function count_for_statistics(as_of date)
  returns table (topic text, dimension text, code text, period text, count integer)
  language plpgsql security definer set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
  perform set_config('app.is_counting', 'yes', true);
  return query
  with journey as (
    select purpose, country_code, declared_by, started_on,
      case when returned_on <= as_of then returned_on end as returned_on,
      case
        when move_kind in ('OFFICIAL_TRANSFER', 'SINGLE_GUIDANCE', 'NEW_CELL') then 'OFFICIAL'
        when move_kind = 'TEMPORARY_TRANSFER' then 'TEMPORARY'
        else 'WITHOUT_TRANSFER'
      end as kind
    from overseas_assignment
    where started_on <= as_of
  ), event as (
    select journey.*, happened.topic, coalesce(extract(year from happened.day)::text, kind) as period,
      coalesce(extract(year from happened.day) || '-' || ceil(extract(month from happened.day) / 6), kind) as half
    from journey
    cross join lateral (values
      ('DEPARTURE', started_on),
      (case when returned_on is null then 'ABROAD' else 'RETURN' end, returned_on)
    ) as happened (topic, day)
  ), counted as (
    select event.topic,
      case
        when grouping(purpose) = 0 then 'PURPOSE'
        when grouping(country_code) = 0 then 'COUNTRY'
        when grouping(declared_by) = 0 then 'COMMITTEE'
        else 'NATION'
      end as dimension,
      coalesce(purpose, country_code, declared_by, 'VN') as code,
      coalesce(event.period, half) as period,
      count(*) as count
    from event
    group by grouping sets (
      (event.topic, event.period), (event.topic, event.period, purpose), (event.topic, event.period, country_code),
      (event.topic, half, declared_by)
    )
    union all
    select 'ORGANIZATION_ABROAD',
      case when grouping(country_code) = 0 then 'COUNTRY' else 'NATION' end,
      coalesce(country_code, 'VN'), coalesce(cell_kind, 'ABOVE_CELLS'), count(*)
    from overseas_directory_entry
    where valid_from <= as_of and (valid_to is null or valid_to >= as_of)
    group by grouping sets ((cell_kind), (country_code, cell_kind))
    union all
    -- Every country is named, so that being named says nothing.
    select 'ABROAD', 'COUNTRY', country.code, 'OFFICIAL', 0 from country where country.code <> 'VN'
  )
  select counted.topic, counted.dimension, counted.code, counted.period, sum(counted.count)::integer
  from counted
  group by counted.topic, counted.dimension, counted.code, counted.period;
  perform set_config('app.is_counting', '', true);
end
$$;
