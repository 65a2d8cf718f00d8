-- National statistics: what agencies hand in for a day, and what of it is released. Nothing here is about one person.

-- Who must have handed in before a day is complete: every register that is counted.
create table statistics_source (
  name text primary key
);
insert into statistics_source values
  ('foreign-ministry'), ('provincial-committees/north'), ('provincial-committees/centre'),
  ('provincial-committees/south');

-- A source's counts of a day. What differs from what was there is the next version; the same again is nothing new.
create table statistics_hand_in (
  day date not null,
  source text not null references statistics_source,
  version integer not null check (version >= 1),
  handed_in_at timestamptz not null,
  digest text not null,
  primary key (day, source, version)
);

-- Cells as they were counted, small ones too: they are the Commission's own and nothing serves them.
create table statistics_count (
  day date not null,
  source text not null,
  version integer not null,
  topic text not null check (topic in ('DEPARTURE', 'RETURN', 'ABROAD', 'LATE_TRANSFER', 'ORGANIZATION_ABROAD')),
  dimension text not null check (dimension in ('NATION', 'PURPOSE', 'COUNTRY', 'COMMITTEE', 'DEADLINE')),
  code text not null,
  period text not null,
  count integer not null check (count >= 0),
  primary key (day, source, version, topic, dimension, code, period),
  foreign key (day, source, version) references statistics_hand_in
);

-- A complete day that is published; a correction of it is its next version.
create table statistics_release (
  day date not null,
  version integer not null check (version >= 1),
  published_at timestamptz not null,
  -- The version of each source's hand-in that it was made of: {"foreign-ministry": 1, …}.
  made_of jsonb not null,
  primary key (day, version)
);

-- Figures of a release. Values of hidden ones are kept, because the next release is held against them.
create table statistics_figure (
  day date not null,
  version integer not null,
  topic text not null,
  dimension text not null check (
    dimension in ('NATION', 'PURPOSE', 'COUNTRY', 'COMMITTEE', 'FORMER_COMMITTEE', 'DEADLINE')
  ),
  code text not null,
  -- Empty for all periods together.
  period text not null,
  value integer not null check (value >= 0),
  is_hidden boolean not null,
  primary key (day, version, topic, dimension, code, period),
  foreign key (day, version) references statistics_release,
  -- The rule that everything else serves, kept by the table itself; organizations are no persons.
  check (is_hidden or value >= 5 or topic = 'ORGANIZATION_ABROAD')
);
