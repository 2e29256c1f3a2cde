-- Up Migration

-- Where alerts are sent, and how that goes: config, and beside it what the extractors tell.
create table sluice.alert_channels (
  id text primary key,
  type text not null check (type in ('webhook', 'slack', 'email')),
  settings text not null, -- JSON, in which `{ "sealed": … }` stands for a text that is a secret
  managed_by text not null default 'file' check (managed_by in ('file', 'console')),
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  failing_since timestamptz,
  last_error text,
  last_delivery_at timestamptz,
  failed_tries integer not null default 0,
  next_try_at timestamptz,
  -- Whose messages are under way: until then nobody else takes them.
  leased_until timestamptz
);

-- What people want to be told of.
create table sluice.alert_rules (
  id text primary key,
  kind text not null,
  mapping_id text references sluice.mappings (id),
  above jsonb,
  channels text[] not null,
  managed_by text not null default 'file' check (managed_by in ('file', 'console')),
  version integer not null default 1,
  updated_at timestamptz not null default now()
);

-- What is wrong, and what was; it outlives its rule and its mapping.
create table sluice.alerts (
  id uuid primary key default gen_random_uuid(),
  rule_id text not null,
  kind text not null,
  subject text not null, -- `mapping/…` or `destination/…`
  mapping_id text,
  destination_id text,
  sync_id uuid,
  cause text not null,
  since timestamptz not null,
  opened_at timestamptz not null default now(),
  resolved_at timestamptz,
  told text[] not null default '{}', -- the channels that know of it
  last_told_at timestamptz
);
create unique index alerts_open on sluice.alerts (rule_id, subject) where resolved_at is null;
create index alerts_resolved on sluice.alerts (resolved_at desc) where resolved_at is not null;

-- Of whom nobody wants to hear for a while; subject '' is every one of the rule.
create table sluice.alert_mutes (
  rule_id text not null,
  subject text not null default '',
  until timestamptz not null,
  muted_by text not null,
  muted_at timestamptz not null default now(),
  primary key (rule_id, subject)
);

-- Messages that are to be sent, written down with what they tell of: whoever dies before he has sent them, another does.
create table sluice.alert_messages (
  id uuid primary key default gen_random_uuid(),
  seq bigint generated always as identity,
  channel_id text not null references sluice.alert_channels (id) on delete cascade,
  body json not null,
  created_at timestamptz not null default now()
);
create index alert_messages_channel on sluice.alert_messages (channel_id, seq);

create trigger alert_channels_changed after insert or delete or update of settings on sluice.alert_channels
  for each row execute function sluice.notify_config_changed();
create trigger alert_rules_changed after insert or update or delete on sluice.alert_rules
  for each row execute function sluice.notify_config_changed();

alter table sluice.reader_keys drop constraint reader_keys_purpose_check;
alter table sluice.reader_keys add constraint reader_keys_purpose_check
  check (purpose in ('sources', 'destinations', 'alerts'));

alter table sluice.audit_log drop constraint audit_log_action_check;
alter table sluice.audit_log add constraint audit_log_action_check check (
  action in (
    'created', 'updated', 'removed', 'reset', 'baselined', 'started', 'canceled', 'requeued', 'discarded', 'changed',
    'looked', 'sent', 'muted', 'unmuted'
  )
);
