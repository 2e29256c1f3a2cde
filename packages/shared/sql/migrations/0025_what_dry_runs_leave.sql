-- Up Migration

-- True while what a dry run has staged, rows among it, may still be in the warehouse.
alter table sluice.syncs add column holds_rows boolean not null default false;
create index syncs_holding_rows on sluice.syncs (created_at) where holds_rows;
