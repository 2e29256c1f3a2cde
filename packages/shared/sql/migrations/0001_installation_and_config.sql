-- Up Migration

-- One row for ever: the id that makes the messageIds of this installation differ from every other's.
create table sluice.installation (
  id uuid primary key default gen_random_uuid(),
  only_row boolean not null default true unique check (only_row),
  created_at timestamptz not null default now()
);
insert into sluice.installation default values;

create table sluice.sources (
  id text primary key,
  type text not null,
  connection text not null, -- sealed
  version integer not null default 1,
  updated_at timestamptz not null default now()
);

create table sluice.models (
  id text primary key,
  source_id text not null references sluice.sources (id),
  identifier text not null,
  query text not null,
  version integer not null default 1,
  updated_at timestamptz not null default now()
);

create table sluice.destinations (
  id text primary key,
  source_id text references sluice.sources (id),
  write_key text not null, -- sealed
  region text not null check (region in ('us-west-2', 'eu-west-1')),
  enabled boolean not null default true,
  events_per_second integer check (events_per_second > 0),
  requests_per_second integer check (requests_per_second > 0),
  last_error text,
  last_error_at timestamptz,
  version integer not null default 1,
  updated_at timestamptz not null default now()
);

-- json, not jsonb, for what a user wrote: the order of keys is part of a mapping's meaning.
create table sluice.mappings (
  id text primary key,
  model_id text not null references sluice.models (id),
  destination_id text not null references sluice.destinations (id),
  action text not null,
  trigger text[] not null,
  filter text,
  schedule json,
  enabled boolean not null default true,
  fields json not null,
  version integer not null default 1,
  epoch integer not null default 1,
  updated_at timestamptz not null default now()
);

create table sluice.audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null check (action in ('created', 'updated', 'removed')),
  kind text not null,
  subject_id text not null,
  before json, -- secrets are left out
  after json
);
create index audit_log_subject on sluice.audit_log (kind, subject_id, id);

-- Workers cache config and drop what this names.
create function sluice.notify_config_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('sluice_config', tg_table_name || '/' || coalesce(new.id, old.id));
  return null;
end
$$;
create trigger sources_changed after insert or update or delete on sluice.sources
  for each row execute function sluice.notify_config_changed();
create trigger models_changed after insert or update or delete on sluice.models
  for each row execute function sluice.notify_config_changed();
create trigger destinations_changed after insert or update or delete on sluice.destinations
  for each row execute function sluice.notify_config_changed();
create trigger mappings_changed after insert or update or delete on sluice.mappings
  for each row execute function sluice.notify_config_changed();
