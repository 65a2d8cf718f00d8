-- Reviews of the regulation: the ministry drafts one, the Commission agrees and so opens it, every home committee sends
-- one report, the ministry closes it and publishes the outcome. Reports hold counts and texts of offices, no person.

create table review (
  id text primary key,
  version integer not null default 1 check (version >= 1),
  state text not null check (state in ('DRAFTED', 'OPEN', 'CLOSED', 'PUBLISHED', 'WITHDRAWN')),
  title text not null,
  -- The regulation under review, by its code in the Commission's list of legal bases.
  legal_basis_code text not null,
  drafted_on date not null,
  opened_on date,
  -- The last day for reports, inclusive.
  deadline_on date not null,
  closed_on date,
  published_on date,
  -- What was concluded, as published.
  outcome text,
  is_synthetic boolean not null,
  check (deadline_on >= drafted_on and deadline_on >= opened_on),
  check ((opened_on is not null) = (state in ('OPEN', 'CLOSED', 'PUBLISHED'))),
  check ((closed_on is not null) = (state in ('CLOSED', 'PUBLISHED'))),
  check (num_nulls(published_on, outcome) = case state when 'PUBLISHED' then 0 else 2 end)
);
create index review_drafted_on_idx on review (drafted_on desc, id desc);

create table review_question (
  review_id text not null references review,
  number smallint not null check (number >= 1),
  text text not null,
  primary key (review_id, number)
);

create table review_article (
  review_id text not null references review,
  number smallint not null check (number >= 1),
  heading text not null,
  text text not null,
  -- What became of the article and how the committees stood; null until published.
  outcome text,
  agree_count smallint,
  amend_count smallint,
  primary key (review_id, number),
  check (num_nulls(outcome, agree_count, amend_count) in (0, 3))
);

-- One for each home committee, made when the review opens.
create table review_report (
  review_id text not null references review,
  committee_code text not null,
  version integer not null default 1 check (version >= 1),
  state text not null check (state in ('INVITED', 'DRAFTED', 'SUBMITTED', 'REVISING')),
  primary key (review_id, committee_code)
);

-- What a report says, draft by draft. The last one may be a draft still; those that were submitted never change.
create table review_revision (
  review_id text not null,
  committee_code text not null,
  number smallint not null check (number >= 1),
  saved_on date not null,
  submitted_on date,
  -- Figures of the committee's own register, handed in with the report.
  open_transfers integer not null check (open_transfers >= 0),
  late_transfers integer not null check (late_transfers between 0 and open_transfers),
  primary key (review_id, committee_code, number),
  foreign key (review_id, committee_code) references review_report,
  check (submitted_on >= saved_on)
);
create unique index review_revision_one_draft_idx on review_revision (review_id, committee_code)
  where submitted_on is null;

create table review_answer (
  review_id text not null,
  committee_code text not null,
  revision smallint not null,
  question smallint not null,
  text text not null,
  primary key (review_id, committee_code, revision, question),
  foreign key (review_id, committee_code, revision) references review_revision,
  foreign key (review_id, question) references review_question
);

create table review_comment (
  review_id text not null,
  committee_code text not null,
  revision smallint not null,
  article smallint not null,
  position text not null check (position in ('AGREE', 'AMEND')),
  -- Why, and for an amendment what should stand there instead.
  reason text,
  amendment text,
  primary key (review_id, committee_code, revision, article),
  foreign key (review_id, committee_code, revision) references review_revision,
  foreign key (review_id, article) references review_article,
  check (position = 'AGREE' or num_nulls(reason, amendment) = 0)
);

-- Departures that the ministry's register counts for the committee; fixed on the day of submission.
create table review_departures (
  review_id text not null,
  committee_code text not null,
  revision smallint not null,
  year smallint not null,
  purpose text not null check (
    purpose in ('WORK', 'STUDY', 'LABOUR', 'FAMILY_VISIT', 'MEDICAL_TREATMENT', 'PRIVATE')
  ),
  departures integer not null check (departures > 0),
  primary key (review_id, committee_code, revision, year, purpose),
  foreign key (review_id, committee_code, revision) references review_revision
);

-- The two offices that hold a review.
create function holds_reviews() returns boolean language sql stable
  return coalesce(reached_organization() in ('foreign-ministry', 'organization-commission'), false);

alter table review enable row level security, force row level security;
alter table review_question enable row level security, force row level security;
alter table review_article enable row level security, force row level security;
alter table review_report enable row level security, force row level security;
alter table review_revision enable row level security, force row level security;
alter table review_answer enable row level security, force row level security;
alter table review_comment enable row level security, force row level security;
alter table review_departures enable row level security, force row level security;

create policy review_reached on review for select using (
  (select holds_reviews())
  or (state in ('OPEN', 'CLOSED', 'PUBLISHED') and (select cardinality(reached_committees())) > 0)
);
create policy review_drafted on review for insert
  with check ((select reached_organization()) = 'foreign-ministry' and state = 'DRAFTED');
create policy review_moved on review for update using ((select holds_reviews()));

create policy review_question_reached on review_question for select
  using (exists (select from review where review.id = review_id));
create policy review_question_drafted on review_question for insert
  with check ((select reached_organization()) = 'foreign-ministry');
create policy review_article_reached on review_article for select
  using (exists (select from review where review.id = review_id));
create policy review_article_drafted on review_article for insert
  with check ((select reached_organization()) = 'foreign-ministry');
create policy review_article_concluded on review_article for update
  using ((select reached_organization()) = 'foreign-ministry');

create policy review_report_reached on review_report for select
  using ((select holds_reviews()) or committee_code = any ((select reached_committees())::text[]));
create policy review_report_invited on review_report for insert
  with check ((select reached_organization()) = 'organization-commission' and state = 'INVITED');
create policy review_report_moved on review_report for update
  using (committee_code = any ((select reached_committees())::text[]));

-- A draft is its committee's own; those who hold the review see what was submitted.
create policy review_revision_reached on review_revision for select using (
  committee_code = any ((select reached_committees())::text[])
  or ((select holds_reviews()) and submitted_on is not null)
);
create policy review_revision_saved on review_revision for insert
  with check (committee_code = any ((select reached_committees())::text[]) and submitted_on is null);
create policy review_revision_moved on review_revision for update
  using (committee_code = any ((select reached_committees())::text[]) and submitted_on is null)
  with check (committee_code = any ((select reached_committees())::text[]));

-- What a revision holds is seen with it, and written only by its committee while it is a draft.
create policy review_answer_reached on review_answer for select using (exists (
  select from review_revision as r
  where (r.review_id, r.committee_code, r.number)
    = (review_answer.review_id, review_answer.committee_code, review_answer.revision)
));
create policy review_answer_saved on review_answer for insert with check (exists (
  select from review_revision as r
  where (r.review_id, r.committee_code, r.number)
    = (review_answer.review_id, review_answer.committee_code, review_answer.revision)
    and r.submitted_on is null
));
create policy review_answer_replaced on review_answer for delete using (exists (
  select from review_revision as r
  where (r.review_id, r.committee_code, r.number)
    = (review_answer.review_id, review_answer.committee_code, review_answer.revision)
    and r.submitted_on is null
));
create policy review_comment_reached on review_comment for select using (exists (
  select from review_revision as r
  where (r.review_id, r.committee_code, r.number)
    = (review_comment.review_id, review_comment.committee_code, review_comment.revision)
));
create policy review_comment_saved on review_comment for insert with check (exists (
  select from review_revision as r
  where (r.review_id, r.committee_code, r.number)
    = (review_comment.review_id, review_comment.committee_code, review_comment.revision)
    and r.submitted_on is null
));
create policy review_comment_replaced on review_comment for delete using (exists (
  select from review_revision as r
  where (r.review_id, r.committee_code, r.number)
    = (review_comment.review_id, review_comment.committee_code, review_comment.revision)
    and r.submitted_on is null
));
create policy review_departures_reached on review_departures for select using (exists (
  select from review_revision as r
  where (r.review_id, r.committee_code, r.number)
    = (review_departures.review_id, review_departures.committee_code, review_departures.revision)
));
create policy review_departures_counted on review_departures for insert with check (exists (
  select from review_revision as r
  where (r.review_id, r.committee_code, r.number)
    = (review_departures.review_id, review_departures.committee_code, review_departures.revision)
    and r.submitted_on is null
));
