-- Up Migration

-- `plan` is the mapping, model and destination id as they were when the sync began: a change of config meets the next sync.
create table sluice.syncs (
  id uuid primary key default gen_random_uuid(),
  mapping_id text not null,
  mapping_version integer not null,
  plan json not null,
  trigger text not null check (trigger in ('manual', 'schedule')),
  status text not null default 'queued' check (
    status in ('queued', 'staging', 'delivering', 'committing', 'succeeded', 'partial', 'failed', 'canceled')
  ),
  added bigint not null default 0,
  updated bigint not null default 0,
  deleted bigint not null default 0,
  unidentified bigint not null default 0, -- rows with a null or duplicate identifier
  -- Counted at staging while the sync runs, for the whole sync once it has ended; the chunks hold the rest.
  skipped bigint not null default 0,
  invalid bigint not null default 0,
  delivered bigint not null default 0,
  dead bigint not null default 0,
  last_seq bigint,
  staged_at timestamptz,
  streamed_at timestamptz,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  touched_at timestamptz not null default now(),
  error_code text,
  error text
);

-- A mapping has at most one running sync.
create unique index syncs_one_running_per_mapping on sluice.syncs (mapping_id)
  where status in ('queued', 'staging', 'delivering', 'committing');
create index syncs_by_mapping on sluice.syncs (mapping_id, created_at desc);
create index syncs_by_age on sluice.syncs (created_at desc);

-- A numbered slice of a sync's staged rows, from_seq to to_seq; deleted when the sync ends.
create table sluice.chunks (
  sync_id uuid not null references sluice.syncs (id) on delete cascade,
  seq integer not null,
  from_seq bigint not null,
  to_seq bigint not null,
  rows integer not null,
  status text not null default 'open' check (status in ('open', 'settled')),
  skipped integer not null default 0,
  invalid integer not null default 0,
  delivered integer not null default 0,
  dead integer not null default 0,
  enqueued_at timestamptz not null default now(),
  settled_at timestamptz,
  primary key (sync_id, seq)
);
create index chunks_open on sluice.chunks (sync_id, seq) where status = 'open';

-- One letter per delta and stage of a sync: a repeat of the same work writes the same letter.
create table sluice.dead_letters (
  id bigint generated always as identity primary key,
  stage text not null check (stage in ('extract', 'map', 'send')),
  code text not null,
  reason text not null,
  mapping_id text not null,
  sync_id uuid not null,
  chunk_seq integer,
  delta_seq bigint not null,
  record_id text,
  op text not null,
  version bigint not null,
  payload text not null, -- sealed
  status text not null default 'open' check (status in ('open', 'requeued', 'delivered', 'superseded', 'discarded')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (sync_id, delta_seq)
);
create index dead_letters_by_age on sluice.dead_letters (id desc);
create index dead_letters_by_mapping on sluice.dead_letters (mapping_id, id desc);
create index dead_letters_open on sluice.dead_letters (mapping_id, stage, code) where status = 'open';
