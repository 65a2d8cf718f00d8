-- Parts of a hand-in until its last one is there; they come in order.
create table statistics_part (
  day date not null,
  source text not null references statistics_source,
  part integer not null check (part >= 1),
  counts jsonb not null,
  primary key (day, source, part)
);
