-- How often operations were answered that use what is deprecated, by day (UTC) and registered operation; the operation
-- is empty for documents that are not registered. No caller stands here. Gateways add up.
create table deprecated_use (
  element text not null,
  operation text not null,
  day date not null,
  uses bigint not null check (uses > 0),
  primary key (element, operation, day)
);
