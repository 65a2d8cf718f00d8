-- Each register says whether any row that it counted is made up; until now every one was.
alter table statistics_hand_in add column is_synthetic boolean not null default true;
alter table statistics_hand_in alter column is_synthetic drop default;
