-- Up Migration

-- What started a sync is its origin: a trigger is what a mapping has.
alter table sluice.syncs rename column trigger to origin;
alter table sluice.syncs rename constraint syncs_trigger_check to syncs_origin_check;
