-- What callers and organizations have spent in the current minute; expire is its end in milliseconds since 1970, by the
-- clock of the database. Rows are worth nothing after a restart, so the table is not logged.
create unlogged table budget (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
