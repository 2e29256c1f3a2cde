-- Up Migration

-- The sweep looks for them twice a minute, however long the history is.
create index syncs_holding_rows on sluice.syncs (created_at) where holds_rows;
