-- Up Migration

-- `calls` are those that may still be made, or may have been made: what a chunk has posted is counted when its job is
-- put off, in the month in which it was made, and `made` names those events by their places in the chunk.
alter table sluice.reserved_calls
  add column made int4multirange not null default '{}',
  -- Which run of the job has reserved them last: no other gives them back.
  add column run uuid,
  -- When the chunk last had to wait for calls.
  add column held_at timestamptz;
