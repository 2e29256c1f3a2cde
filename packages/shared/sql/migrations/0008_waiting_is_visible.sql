-- Up Migration

-- What the Tracking API last made of a destination, as senders tell it when it changes; until when the next try waits.
alter table sluice.destinations
  add column state text not null default 'ok' check (state in ('ok', 'held', 'unavailable', 'refused')),
  add column state_since timestamptz not null default now(),
  add column state_reason text,
  add column state_until timestamptz;

update sluice.destinations d set state = 'refused', state_since = last_error_at, state_reason = last_error
where last_error_at is not null and not exists (
  select from sluice.syncs s join sluice.mappings m on m.id = s.mapping_id
  where m.destination_id = d.id and s.delivered > 0 and s.created_at > d.last_error_at and s.status in ('succeeded', 'partial')
);

-- Why a running sync does not get on, as extractors tell it; what it waits for at its destination stands there.
alter table sluice.syncs
  add column waiting_reason text,
  add column waiting_since timestamptz,
  add column waiting_until timestamptz;

update sluice.syncs set waiting_reason = error, waiting_since = touched_at, error = null
where status in ('queued', 'staging', 'delivering', 'committing') and error is not null;

-- Senders share what they know of a destination: its config and its state, and not when the next try will be.
drop trigger destinations_changed on sluice.destinations;
create trigger destinations_changed after insert or delete on sluice.destinations
  for each row execute function sluice.notify_config_changed();
create trigger destinations_updated after update on sluice.destinations
  for each row when ((old.version, old.state) is distinct from (new.version, new.state))
  execute function sluice.notify_config_changed();
