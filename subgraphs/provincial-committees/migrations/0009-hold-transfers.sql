-- How often a hold on the member's transfers was set or lifted: the version that either act names. What a hold is for is
-- kept nowhere.
alter table member add column transfer_hold_version integer not null default 0;
