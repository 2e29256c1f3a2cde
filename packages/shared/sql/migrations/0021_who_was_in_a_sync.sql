-- Up Migration
-- Who was in the chunks of a sync is kept once it has ended, so that the story of a record can be told.
alter table sluice.chunks drop constraint chunks_status_check;
alter table sluice.chunks add constraint chunks_status_check check (status in ('open', 'settled', 'closed'));
