-- Up Migration

-- From when on a mapping's next scheduled run counts, by this database's own clock: it is due when the schedule has a
-- time between then and now. Whole milliseconds, as those who compare it read it.
create table sluice.schedules (
  mapping_id text primary key references sluice.mappings (id) on delete cascade,
  schedule jsonb not null,
  since timestamptz not null default date_trunc('milliseconds', clock_timestamp())
);

insert into sluice.schedules (mapping_id, schedule, since)
select m.id, m.schedule::jsonb, date_trunc('milliseconds', greatest(m.updated_at, (
  select max(s.created_at) from sluice.syncs s where s.mapping_id = m.id and s.trigger = 'schedule'
)))
from sluice.mappings m where m.enabled and m.schedule is not null;
