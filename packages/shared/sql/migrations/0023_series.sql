-- Up Migration

-- What charts show, by minute for a day and by hour for 90 days: what was delivered to a destination and what died on
-- its way there (sums), how many dead letters were open and how late a mapping was (the most of the time).
create table sluice.series (
  kind text not null check (kind in ('delivered', 'dead', 'dead_letters', 'late_seconds')),
  -- The destination or the mapping; empty for the installation.
  subject text not null,
  step text not null check (step in ('minute', 'hour')),
  at timestamptz not null,
  value double precision not null,
  -- Hours of lately are read at once, of all kinds.
  primary key (step, at, kind, subject)
);

-- What was sent before, by the end of its sync, or of its chunk where the sync is not tidied up.
with before as materialized (
  select plan #>> '{mapping,destination}' as destination, finished_at as at, delivered, dead + invalid as dead
  from sluice.syncs where finished_at is not null
  union all
  select s.plan #>> '{mapping,destination}', c.settled_at, c.delivered, c.dead + c.invalid
  from sluice.chunks c join sluice.syncs s on s.id = c.sync_id where c.status = 'settled'
), days as (
  insert into sluice.usage_days (destination_id, day, calls)
  select destination, (at at time zone 'utc')::date, sum(delivered) from before
  where delivered > 0 and destination is not null group by 1, 2
  on conflict do nothing
)
insert into sluice.series (kind, subject, step, at, value)
select kind, destination, 'hour', date_trunc('hour', at, 'UTC'), sum(case kind when 'dead' then dead else delivered end)
from before, unnest(array['delivered', 'dead']) as kind
where destination is not null and case kind when 'dead' then dead else delivered end > 0 group by 1, 2, 4;
