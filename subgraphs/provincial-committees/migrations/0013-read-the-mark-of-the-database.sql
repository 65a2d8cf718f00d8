-- The mark is the comment on the database, which its owner may write; a setting of the database only an administrator may.
create or replace function is_synthetic_database() returns boolean language sql stable
  return coalesce(
    (
      select shobj_description(oid, 'pg_database') like 'Synthetic data%'
      from pg_database
      where datname = current_database()
    ),
    false
  );
