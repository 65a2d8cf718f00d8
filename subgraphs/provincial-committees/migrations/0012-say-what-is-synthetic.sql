-- What comes about in a database of made-up people is made up too. Loading a synthetic nation says so of the database
-- (alter database … set app.is_synthetic = 'true'); where nothing is said, rows are real.
create function is_synthetic_database() returns boolean language sql stable
  return coalesce(nullif(current_setting('app.is_synthetic', true), ''), 'false')::boolean;

alter table arrival alter column is_synthetic set default is_synthetic_database();
alter table verification_letter alter column is_synthetic set default is_synthetic_database();

create policy member_counted on member for select to current_user
  using (current_setting('app.is_counting', true) = 'yes');

-- Whether any transfer that count_for_statistics counts is that of a made-up member; nothing else of any row.
create function counts_synthetic_rows(as_of date) returns boolean
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
    where is_synthetic and due_on < as_of and (met_on is null or met_on > due_on)
  );
  perform set_config('app.is_counting', '', true);
  return is_any;
end
$$;
