-- Up Migration

-- A sync that sends nothing, and says what the next one would: in `forecast`, once it has ended well.
alter table sluice.syncs drop constraint syncs_origin_check;
alter table sluice.syncs add constraint syncs_origin_check check (
  origin in ('manual', 'schedule', 'baseline', 'requeue', 'dry_run')
);
alter table sluice.syncs add column forecast json;
