-- Up Migration

-- The letters behind one face of the board.
create index dead_letters_by_face on sluice.dead_letters
  (coalesce(requeue_sync, sync_id), coalesce(chunk_seq, 0), stage, code) where status = 'open';

-- A statement that has changed no letter is no news; every settled chunk looks for some.
drop trigger dead_letters_changed on sluice.dead_letters;
create or replace function sluice.notify_dead_letters_changed() returns trigger language plpgsql as $$
begin
  if exists (select from changed) then
    perform pg_notify('sluice_dead_letters', '');
  end if;
  return null;
end
$$;
create trigger dead_letters_inserted after insert on sluice.dead_letters
  referencing new table as changed for each statement execute function sluice.notify_dead_letters_changed();
create trigger dead_letters_updated after update on sluice.dead_letters
  referencing new table as changed for each statement execute function sluice.notify_dead_letters_changed();
create trigger dead_letters_deleted after delete on sluice.dead_letters
  referencing old table as changed for each statement execute function sluice.notify_dead_letters_changed();
