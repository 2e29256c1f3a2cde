-- Up Migration

-- The public halves of the keys that open secrets of the config, as whoever holds the keys publishes them: who seals
-- something has no key of his own.
create table sluice.reader_keys (
  purpose text not null check (purpose in ('sources', 'destinations')),
  key_id text not null,
  public_key text not null,
  first_published_at timestamptz not null default now(),
  published_at timestamptz not null default now(),
  primary key (purpose, key_id)
);

-- What a process without keys asks of a worker, sealed to that; what is not written down here is not answered.
create table sluice.questions (
  id uuid primary key,
  purpose text not null check (purpose in ('sources', 'destinations')),
  key_id text not null,
  sealed bytea not null,
  actor text not null,
  asked_at timestamptz not null default now(),
  -- A question is answered once.
  taken_at timestamptz
);
create index questions_asked_at on sluice.questions (asked_at);

-- Looks at values of rows, and events sent by hand.
alter table sluice.audit_log drop constraint audit_log_action_check;
alter table sluice.audit_log add constraint audit_log_action_check check (
  action in (
    'created', 'updated', 'removed', 'reset', 'baselined', 'canceled', 'requeued', 'discarded', 'changed', 'looked', 'sent'
  )
);
