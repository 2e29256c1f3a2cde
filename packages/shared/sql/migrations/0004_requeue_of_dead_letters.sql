-- Up Migration

-- A letter keeps what its messageId was made of, so that it goes out under the same one whenever it is requeued.
alter table sluice.dead_letters add column epoch integer not null default 1;

-- record_id is sealed from now on, as it is a value of a row; what tells one record from another is a digest of it.
alter table sluice.dead_letters add column record_key text;

-- The sync that requeued it last, and the letter's position in it; null while it waits to be taken, and before the first time.
alter table sluice.dead_letters add column requeue_sync uuid;
alter table sluice.dead_letters add column requeue_seq bigint;
-- What became of it before, oldest first: [{at, status, code, reason, sync, actor}].
alter table sluice.dead_letters add column history jsonb not null default '[]';

create unique index dead_letters_of_requeue on sluice.dead_letters (requeue_sync, requeue_seq)
  where requeue_sync is not null;
create index dead_letters_to_take on sluice.dead_letters (mapping_id)
  where status = 'requeued' and requeue_sync is null;
create index dead_letters_by_record on sluice.dead_letters (mapping_id, record_key, version);

-- Extractors keep the faces of letters on the dead-letter queue in step with this table.
create function sluice.notify_dead_letters_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('sluice_dead_letters', '');
  return null;
end
$$;
create trigger dead_letters_changed after insert or update or delete on sluice.dead_letters
  for each statement execute function sluice.notify_dead_letters_changed();
