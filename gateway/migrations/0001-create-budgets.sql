-- What callers and organizations have spent in the current minute, in the form that rate-limiter-flexible keeps. Rows
-- are worth nothing after a restart, so the table is not logged.
create unlogged table budget (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
