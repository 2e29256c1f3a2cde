-- Up Migration

-- What this database knows of the memory that the warehouse keeps of each mapping. A row outlives its mapping, so that an id which
-- comes back goes on where it was.
create table sluice.memories (
  mapping_id text primary key,
  -- The epoch of the mapping, as it was last asked for.
  epoch bigint not null,
  -- The epoch of what the warehouse remembers; a lower one than the mapping's says that a reset is still to be carried out.
  known_epoch bigint not null,
  -- How often what the warehouse remembers has changed; a warehouse with less is older than this database.
  generation bigint not null default 0,
  -- The source whose warehouse keeps it.
  source_id text
);

insert into sluice.memories (mapping_id, epoch, known_epoch, generation, source_id)
select ids.id, coalesce(m.epoch, synced.epoch, 1), coalesce(synced.epoch, m.epoch, 1),
  case when synced.epoch is null then 0 else 1 end, synced.source_id
from (select id from sluice.mappings union select mapping_id from sluice.syncs) as ids
left join sluice.mappings m on m.id = ids.id
left join lateral (
  select (plan ->> 'epoch')::bigint as epoch, plan -> 'model' ->> 'source' as source_id from sluice.syncs
  where mapping_id = ids.id and status in ('succeeded', 'partial') and trigger <> 'requeue'
  order by created_at desc limit 1
) as synced on true;

-- An epoch is a point in time, which no restored backup repeats.
alter table sluice.mappings alter column epoch type bigint;
alter table sluice.mappings alter column epoch drop default;
alter table sluice.dead_letters alter column epoch type bigint;

-- Who is in a chunk, with what: sealed. It is what is left to know of a sync whose staged rows are gone.
alter table sluice.chunks add column manifest bytea;
alter table sluice.chunks alter column manifest set storage external;
-- The staged rows of a chunk that the mapping's filter kept back.
alter table sluice.chunks add column kept_back int8multirange;
-- Of a chunk that nobody wants any more, the rows that had gone out by then.
alter table sluice.chunks add column gone_out int8multirange;
