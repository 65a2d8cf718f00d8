-- The day on which the committee abroad decided not to make a probationary member official; null while it has not.
alter table overseas_application add column recognition_refused_on date;
