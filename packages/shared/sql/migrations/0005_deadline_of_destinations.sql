-- Up Migration

-- How long what is sent to a destination is tried by itself, from a minute to two weeks; a day is as long as Segment deduplicates.
alter table sluice.destinations add column deadline_seconds integer not null default 86400
  check (deadline_seconds between 60 and 1209600);
