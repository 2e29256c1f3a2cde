table alert_channels
  id text not null
  type text not null
  settings text not null
  managed_by text not null default 'file'::text
  version integer not null default 1
  updated_at timestamp with time zone not null default now()
  failing_since timestamp with time zone
  last_error text
  last_delivery_at timestamp with time zone
  failed_tries integer not null default 0
  next_try_at timestamp with time zone
  leased_until timestamp with time zone
  alert_channels_managed_by_check CHECK ((managed_by = ANY (ARRAY['file'::text, 'console'::text])))
  alert_channels_pkey PRIMARY KEY (id)
  alert_channels_type_check CHECK ((type = ANY (ARRAY['webhook'::text, 'slack'::text, 'email'::text])))
  CREATE UNIQUE INDEX alert_channels_pkey ON sluice.alert_channels USING btree (id)
  CREATE TRIGGER alert_channels_changed AFTER INSERT OR DELETE OR UPDATE OF settings ON sluice.alert_channels FOR EACH ROW EXECUTE FUNCTION sluice.notify_config_changed()

table alert_messages
  id uuid not null default gen_random_uuid()
  seq bigint not null generated always as identity
  channel_id text not null
  body json not null
  created_at timestamp with time zone not null default now()
  alert_messages_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES sluice.alert_channels(id) ON DELETE CASCADE
  alert_messages_pkey PRIMARY KEY (id)
  CREATE INDEX alert_messages_channel ON sluice.alert_messages USING btree (channel_id, seq)
  CREATE UNIQUE INDEX alert_messages_pkey ON sluice.alert_messages USING btree (id)

table alert_mutes
  rule_id text not null
  subject text not null default ''::text
  until timestamp with time zone not null
  muted_by text not null
  muted_at timestamp with time zone not null default now()
  alert_mutes_pkey PRIMARY KEY (rule_id, subject)
  CREATE UNIQUE INDEX alert_mutes_pkey ON sluice.alert_mutes USING btree (rule_id, subject)

table alert_rules
  id text not null
  kind text not null
  mapping_id text
  above jsonb
  channels text[] not null
  managed_by text not null default 'file'::text
  version integer not null default 1
  updated_at timestamp with time zone not null default now()
  alert_rules_managed_by_check CHECK ((managed_by = ANY (ARRAY['file'::text, 'console'::text])))
  alert_rules_mapping_id_fkey FOREIGN KEY (mapping_id) REFERENCES sluice.mappings(id)
  alert_rules_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX alert_rules_pkey ON sluice.alert_rules USING btree (id)
  CREATE TRIGGER alert_rules_changed AFTER INSERT OR DELETE OR UPDATE ON sluice.alert_rules FOR EACH ROW EXECUTE FUNCTION sluice.notify_config_changed()

table alerts
  id uuid not null default gen_random_uuid()
  rule_id text not null
  kind text not null
  subject text not null
  mapping_id text
  destination_id text
  sync_id uuid
  cause text not null
  since timestamp with time zone not null
  opened_at timestamp with time zone not null default now()
  resolved_at timestamp with time zone
  told text[] not null default '{}'::text[]
  last_told_at timestamp with time zone
  alerts_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX alerts_open ON sluice.alerts USING btree (rule_id, subject) WHERE (resolved_at IS NULL)
  CREATE UNIQUE INDEX alerts_pkey ON sluice.alerts USING btree (id)
  CREATE INDEX alerts_resolved ON sluice.alerts USING btree (resolved_at DESC) WHERE (resolved_at IS NOT NULL)

table audit_log
  id bigint not null generated always as identity
  at timestamp with time zone not null default now()
  actor text not null
  action text not null
  kind text not null
  subject_id text not null
  before json
  after json
  audit_log_action_check CHECK ((action = ANY (ARRAY['created'::text, 'updated'::text, 'removed'::text, 'reset'::text, 'baselined'::text, 'started'::text, 'canceled'::text, 'requeued'::text, 'discarded'::text, 'changed'::text, 'looked'::text, 'sent'::text, 'muted'::text, 'unmuted'::text])))
  audit_log_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX audit_log_pkey ON sluice.audit_log USING btree (id)
  CREATE INDEX audit_log_subject ON sluice.audit_log USING btree (kind, subject_id, id)

table chunks
  sync_id uuid not null
  chunk integer not null
  from_seq bigint not null
  to_seq bigint not null
  rows integer not null
  status text not null default 'open'::text
  skipped integer not null default 0
  invalid integer not null default 0
  delivered integer not null default 0
  dead integer not null default 0
  enqueued_at timestamp with time zone not null default now()
  settled_at timestamp with time zone
  manifest bytea
  kept_back int8multirange
  gone_out int8multirange
  chunks_pkey PRIMARY KEY (sync_id, chunk)
  chunks_status_check CHECK ((status = ANY (ARRAY['open'::text, 'settled'::text, 'closed'::text])))
  chunks_sync_id_fkey FOREIGN KEY (sync_id) REFERENCES sluice.syncs(id) ON DELETE CASCADE
  CREATE INDEX chunks_open ON sluice.chunks USING btree (sync_id, chunk) WHERE (status = 'open'::text)
  CREATE UNIQUE INDEX chunks_pkey ON sluice.chunks USING btree (sync_id, chunk)

table dead_letters
  id bigint not null generated always as identity
  stage text not null
  code text not null
  reason text not null
  mapping_id text not null
  sync_id uuid not null
  chunk integer
  delta_seq bigint not null
  record_id text
  op text not null
  version bigint not null
  payload text not null
  status text not null default 'open'::text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  epoch bigint not null default 1
  record_key text
  requeue_sync uuid
  requeue_seq bigint
  history jsonb not null default '[]'::jsonb
  dead_letters_pkey PRIMARY KEY (id)
  dead_letters_stage_check CHECK ((stage = ANY (ARRAY['extract'::text, 'map'::text, 'send'::text])))
  dead_letters_status_check CHECK ((status = ANY (ARRAY['open'::text, 'requeued'::text, 'delivered'::text, 'superseded'::text, 'discarded'::text])))
  dead_letters_sync_id_delta_seq_key UNIQUE (sync_id, delta_seq)
  CREATE INDEX dead_letters_by_age ON sluice.dead_letters USING btree (id DESC)
  CREATE INDEX dead_letters_by_group ON sluice.dead_letters USING btree (COALESCE(requeue_sync, sync_id), COALESCE(chunk, 0), stage, code) WHERE (status = 'open'::text)
  CREATE INDEX dead_letters_by_mapping ON sluice.dead_letters USING btree (mapping_id, id DESC)
  CREATE INDEX dead_letters_by_record ON sluice.dead_letters USING btree (mapping_id, record_key, version)
  CREATE UNIQUE INDEX dead_letters_of_requeue ON sluice.dead_letters USING btree (requeue_sync, requeue_seq) WHERE (requeue_sync IS NOT NULL)
  CREATE INDEX dead_letters_open ON sluice.dead_letters USING btree (mapping_id, stage, code) WHERE (status = 'open'::text)
  CREATE UNIQUE INDEX dead_letters_pkey ON sluice.dead_letters USING btree (id)
  CREATE UNIQUE INDEX dead_letters_sync_id_delta_seq_key ON sluice.dead_letters USING btree (sync_id, delta_seq)
  CREATE INDEX dead_letters_to_take ON sluice.dead_letters USING btree (mapping_id) WHERE ((status = 'requeued'::text) AND (requeue_sync IS NULL))
  CREATE TRIGGER dead_letters_deleted AFTER DELETE ON sluice.dead_letters REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION sluice.notify_dead_letters_changed()
  CREATE TRIGGER dead_letters_inserted AFTER INSERT ON sluice.dead_letters REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION sluice.notify_dead_letters_changed()
  CREATE TRIGGER dead_letters_updated AFTER UPDATE ON sluice.dead_letters REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION sluice.notify_dead_letters_changed()

table deliveries
  id bigint not null generated always as identity
  destination_id text not null
  at timestamp with time zone not null default now()
  delivered integer not null
  dead integer not null default 0
  users bytea
  deliveries_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX deliveries_pkey ON sluice.deliveries USING btree (id)

table destinations
  id text not null
  source_id text
  write_key text not null
  region text not null
  enabled boolean not null default true
  events_per_second integer
  requests_per_second integer
  last_error text
  last_error_at timestamp with time zone
  version integer not null default 1
  updated_at timestamp with time zone not null default now()
  deadline_seconds integer not null default 86400
  state text not null default 'ok'::text
  state_since timestamp with time zone not null default now()
  state_reason text
  state_until timestamp with time zone
  managed_by text not null default 'file'::text
  options json not null default '{}'::json
  destinations_deadline_seconds_check CHECK (((deadline_seconds >= 60) AND (deadline_seconds <= 1209600)))
  destinations_events_per_second_check CHECK ((events_per_second > 0))
  destinations_managed_by_check CHECK ((managed_by = ANY (ARRAY['file'::text, 'console'::text])))
  destinations_pkey PRIMARY KEY (id)
  destinations_region_check CHECK ((region = ANY (ARRAY['us-west-2'::text, 'eu-west-1'::text])))
  destinations_requests_per_second_check CHECK ((requests_per_second > 0))
  destinations_source_id_fkey FOREIGN KEY (source_id) REFERENCES sluice.sources(id)
  destinations_state_check CHECK ((state = ANY (ARRAY['ok'::text, 'held'::text, 'unavailable'::text, 'refused'::text])))
  CREATE UNIQUE INDEX destinations_pkey ON sluice.destinations USING btree (id)
  CREATE TRIGGER destinations_changed AFTER INSERT OR DELETE ON sluice.destinations FOR EACH ROW EXECUTE FUNCTION sluice.notify_config_changed()
  CREATE TRIGGER destinations_updated AFTER UPDATE ON sluice.destinations FOR EACH ROW WHEN (((old.version IS DISTINCT FROM new.version) OR (old.state IS DISTINCT FROM new.state))) EXECUTE FUNCTION sluice.notify_config_changed()

table idempotency_keys
  owner text not null
  key text not null
  digest bytea not null
  answer json
  created_at timestamp with time zone not null default now()
  idempotency_keys_pkey PRIMARY KEY (owner, key)
  CREATE INDEX idempotency_keys_by_age ON sluice.idempotency_keys USING btree (created_at)
  CREATE UNIQUE INDEX idempotency_keys_pkey ON sluice.idempotency_keys USING btree (owner, key)

table installation
  id uuid not null default gen_random_uuid()
  only_row boolean not null default true
  created_at timestamp with time zone not null default now()
  installation_only_row_check CHECK (only_row)
  installation_only_row_key UNIQUE (only_row)
  installation_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX installation_only_row_key ON sluice.installation USING btree (only_row)
  CREATE UNIQUE INDEX installation_pkey ON sluice.installation USING btree (id)

table mappings
  id text not null
  model_id text not null
  destination_id text not null
  action text not null
  trigger text[] not null
  filter text
  schedule json
  enabled boolean not null default true
  fields json not null
  version integer not null default 1
  epoch bigint not null
  updated_at timestamp with time zone not null default now()
  managed_by text not null default 'file'::text
  options json not null default '{}'::json
  mappings_destination_id_fkey FOREIGN KEY (destination_id) REFERENCES sluice.destinations(id)
  mappings_managed_by_check CHECK ((managed_by = ANY (ARRAY['file'::text, 'console'::text])))
  mappings_model_id_fkey FOREIGN KEY (model_id) REFERENCES sluice.models(id)
  mappings_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX mappings_pkey ON sluice.mappings USING btree (id)
  CREATE TRIGGER mappings_changed AFTER INSERT OR DELETE OR UPDATE ON sluice.mappings FOR EACH ROW EXECUTE FUNCTION sluice.notify_config_changed()

table memories
  mapping_id text not null
  epoch bigint not null
  known_epoch bigint not null
  generation bigint not null default 0
  source_id text
  memories_pkey PRIMARY KEY (mapping_id)
  CREATE UNIQUE INDEX memories_pkey ON sluice.memories USING btree (mapping_id)

table migrations
  id integer not null default nextval('sluice.migrations_id_seq'::regclass)
  name character varying(255) not null
  run_on timestamp without time zone not null
  migrations_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX migrations_pkey ON sluice.migrations USING btree (id)

table models
  id text not null
  source_id text not null
  identifier text not null
  query text not null
  version integer not null default 1
  updated_at timestamp with time zone not null default now()
  managed_by text not null default 'file'::text
  options json not null default '{}'::json
  models_managed_by_check CHECK ((managed_by = ANY (ARRAY['file'::text, 'console'::text])))
  models_pkey PRIMARY KEY (id)
  models_source_id_fkey FOREIGN KEY (source_id) REFERENCES sluice.sources(id)
  CREATE UNIQUE INDEX models_pkey ON sluice.models USING btree (id)
  CREATE TRIGGER models_changed AFTER INSERT OR DELETE OR UPDATE ON sluice.models FOR EACH ROW EXECUTE FUNCTION sluice.notify_config_changed()

table questions
  id uuid not null
  purpose text not null
  key_id text not null
  sealed bytea not null
  actor text not null
  asked_at timestamp with time zone not null default now()
  taken_at timestamp with time zone
  questions_pkey PRIMARY KEY (id)
  questions_purpose_check CHECK ((purpose = ANY (ARRAY['sources'::text, 'destinations'::text])))
  CREATE INDEX questions_asked_at ON sluice.questions USING btree (asked_at)
  CREATE UNIQUE INDEX questions_pkey ON sluice.questions USING btree (id)

table reader_keys
  purpose text not null
  key_id text not null
  public_key text not null
  first_published_at timestamp with time zone not null default now()
  published_at timestamp with time zone not null default now()
  reader_keys_pkey PRIMARY KEY (purpose, key_id)
  reader_keys_purpose_check CHECK ((purpose = ANY (ARRAY['sources'::text, 'destinations'::text, 'alerts'::text])))
  CREATE UNIQUE INDEX reader_keys_pkey ON sluice.reader_keys USING btree (purpose, key_id)

table reserved_calls
  sync_id uuid not null
  chunk integer not null
  month date not null
  destination_id text not null
  calls integer not null
  made int4multirange not null default '{}'::int4multirange
  run uuid
  held_at timestamp with time zone
  reserved_calls_pkey PRIMARY KEY (sync_id, chunk, month)
  CREATE INDEX reserved_calls_by_destination ON sluice.reserved_calls USING btree (destination_id, month)
  CREATE UNIQUE INDEX reserved_calls_pkey ON sluice.reserved_calls USING btree (sync_id, chunk, month)

table schedules
  mapping_id text not null
  schedule jsonb not null
  since timestamp with time zone not null default date_trunc('milliseconds'::text, clock_timestamp())
  schedules_mapping_id_fkey FOREIGN KEY (mapping_id) REFERENCES sluice.mappings(id) ON DELETE CASCADE
  schedules_pkey PRIMARY KEY (mapping_id)
  CREATE UNIQUE INDEX schedules_pkey ON sluice.schedules USING btree (mapping_id)

table series
  kind text not null
  subject text not null
  step text not null
  at timestamp with time zone not null
  value double precision not null
  series_kind_check CHECK ((kind = ANY (ARRAY['delivered'::text, 'dead'::text, 'dead_letters'::text, 'late_seconds'::text])))
  series_pkey PRIMARY KEY (step, at, kind, subject)
  series_step_check CHECK ((step = ANY (ARRAY['minute'::text, 'hour'::text])))
  CREATE UNIQUE INDEX series_pkey ON sluice.series USING btree (step, at, kind, subject)

table sources
  id text not null
  type text not null
  connection text not null
  version integer not null default 1
  updated_at timestamp with time zone not null default now()
  managed_by text not null default 'file'::text
  options json not null default '{}'::json
  sources_managed_by_check CHECK ((managed_by = ANY (ARRAY['file'::text, 'console'::text])))
  sources_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX sources_pkey ON sluice.sources USING btree (id)
  CREATE TRIGGER sources_changed AFTER INSERT OR DELETE OR UPDATE ON sluice.sources FOR EACH ROW EXECUTE FUNCTION sluice.notify_config_changed()

table syncs
  id uuid not null default gen_random_uuid()
  mapping_id text not null
  mapping_version integer not null
  plan json not null
  origin text not null
  status text not null default 'queued'::text
  added bigint not null default 0
  updated bigint not null default 0
  deleted bigint not null default 0
  staged_invalid bigint not null default 0
  skipped bigint not null default 0
  invalid bigint not null default 0
  delivered bigint not null default 0
  dead bigint not null default 0
  last_seq bigint
  staged_at timestamp with time zone
  streamed_at timestamp with time zone
  created_at timestamp with time zone not null default now()
  started_at timestamp with time zone
  finished_at timestamp with time zone
  touched_at timestamp with time zone not null default now()
  error_code text
  error text
  waiting_reason text
  waiting_since timestamp with time zone
  waiting_until timestamp with time zone
  throughput jsonb
  forecast json
  number integer not null generated always as identity
  holds_rows boolean not null default false
  syncs_origin_check CHECK ((origin = ANY (ARRAY['manual'::text, 'schedule'::text, 'baseline'::text, 'requeue'::text, 'dry_run'::text])))
  syncs_pkey PRIMARY KEY (id)
  syncs_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'staging'::text, 'delivering'::text, 'committing'::text, 'succeeded'::text, 'partial'::text, 'failed'::text, 'canceled'::text])))
  CREATE INDEX syncs_by_age ON sluice.syncs USING btree (created_at DESC)
  CREATE INDEX syncs_by_mapping ON sluice.syncs USING btree (mapping_id, created_at DESC)
  CREATE UNIQUE INDEX syncs_by_number ON sluice.syncs USING btree (number)
  CREATE INDEX syncs_holding_rows ON sluice.syncs USING btree (created_at) WHERE holds_rows
  CREATE UNIQUE INDEX syncs_one_running_per_mapping ON sluice.syncs USING btree (mapping_id) WHERE (status = ANY (ARRAY['queued'::text, 'staging'::text, 'delivering'::text, 'committing'::text]))
  CREATE UNIQUE INDEX syncs_pkey ON sluice.syncs USING btree (id)

table tokens
  id uuid not null default gen_random_uuid()
  name text not null
  role text not null
  hash bytea not null
  created_at timestamp with time zone not null default now()
  created_by text not null
  last_used_at timestamp with time zone
  revoked_at timestamp with time zone
  tokens_hash_key UNIQUE (hash)
  tokens_pkey PRIMARY KEY (id)
  tokens_role_check CHECK ((role = ANY (ARRAY['operator'::text, 'viewer'::text])))
  CREATE UNIQUE INDEX tokens_hash_key ON sluice.tokens USING btree (hash)
  CREATE UNIQUE INDEX tokens_name ON sluice.tokens USING btree (name) WHERE (revoked_at IS NULL)
  CREATE UNIQUE INDEX tokens_pkey ON sluice.tokens USING btree (id)

table usage_days
  destination_id text not null
  day date not null
  calls bigint not null
  usage_days_pkey PRIMARY KEY (destination_id, day)
  CREATE UNIQUE INDEX usage_days_pkey ON sluice.usage_days USING btree (destination_id, day)

table usage_months
  destination_id text not null
  month date not null
  users bytea
  mtus bigint not null default 0
  told text[] not null default '{}'::text[]
  usage_months_pkey PRIMARY KEY (destination_id, month)
  CREATE UNIQUE INDEX usage_months_pkey ON sluice.usage_months USING btree (destination_id, month)

CREATE OR REPLACE FUNCTION sluice.notify_config_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('sluice_config', tg_table_name || '/' || coalesce(new.id, old.id));
  return null;
end
$function$

CREATE OR REPLACE FUNCTION sluice.notify_dead_letters_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from changed) then
    perform pg_notify('sluice_dead_letters', '');
  end if;
  return null;
end
$function$
