-- Up Migration

-- What started a sync is its origin: a trigger is what a mapping has.
alter table sluice.syncs rename column trigger to origin;
alter table sluice.syncs rename constraint syncs_trigger_check to syncs_origin_check;

-- The number of a chunk is called chunk wherever it stands; a seq is the place of a row.
alter table sluice.chunks rename column seq to chunk;
alter table sluice.dead_letters rename column chunk_seq to chunk;

-- Letters that stand on the board as one job are a group.
alter index sluice.dead_letters_by_face rename to dead_letters_by_group;

-- Rows without a usable identifier are invalid rows, found when they were staged.
alter table sluice.syncs rename column unidentified to staged_invalid;
