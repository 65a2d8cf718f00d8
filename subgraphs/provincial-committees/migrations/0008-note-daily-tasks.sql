-- Days for which a daily task is done, so that it is done once however many processes there are.
create table day_done (
  task text not null,
  day date not null,
  done_at timestamptz not null,
  primary key (task, day)
);
