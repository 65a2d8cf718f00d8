-- Why an official member has no card to hand in; null for those whose card is held, or not expected.
alter table overseas_assignment
  add column missing_card_reason text check (missing_card_reason in ('NOT_YET_ISSUED', 'LOST', 'BEING_EXCHANGED')),
  add check (missing_card_reason is null or card_received_on is null or card_returned_on is not null);
