-- Up Migration

-- How fast a sync delivered, once its chunks are summed into it: `{"stepSeconds": …, "delivered": […]}`.
alter table sluice.syncs add column throughput jsonb;
