-- What comes about in a database of made-up people is made up too. Loading a synthetic nation says so of the database
-- (alter database … set app.is_synthetic = 'true'); where nothing is said, rows are real.
create function is_synthetic_database() returns boolean language sql stable
  return coalesce(nullif(current_setting('app.is_synthetic', true), ''), 'false')::boolean;

alter table overseas_directory_entry alter column is_synthetic set default is_synthetic_database();
alter table overseas_assignment alter column is_synthetic set default is_synthetic_database();
alter table verification_request alter column is_synthetic set default is_synthetic_database();
alter table directory_change alter column is_synthetic set default is_synthetic_database();
alter table review alter column is_synthetic set default is_synthetic_database();
alter table arrival alter column is_synthetic set default is_synthetic_database();

-- Whether any row that count_for_statistics counts is made up; as that function, and nothing else of any row.
create function counts_synthetic_rows(as_of date) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  is_any boolean;
begin
  perform set_config('app.is_counting', 'yes', true);
  is_any := exists (select from overseas_assignment where is_synthetic and started_on <= as_of)
    or exists (
      select from overseas_directory_entry
      where is_synthetic and valid_from <= as_of and (valid_to is null or valid_to >= as_of)
    );
  perform set_config('app.is_counting', '', true);
  return is_any;
end
$$;
