-- What was decided about a probationary member abroad; null until it is. All decisions before recognized the member.
alter table official_decision no force row level security;
alter table official_decision add column is_recognized boolean;
update official_decision set is_recognized = true where decided_on is not null;
alter table official_decision add check ((is_recognized is null) = (decided_on is null));
alter table official_decision force row level security;
