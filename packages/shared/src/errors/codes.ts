/**
 * What to do next about an error: `transient` retry with backoff; `misconfigured` a person must act;
 * `bug` anything that nobody expected, retried and counted.
 */
export type ErrorKind = 'transient' | 'misconfigured' | 'bug'

/** Every code an error of Sluice may carry, with its kind; docs/errors.md explains each. */
export const ERROR_CODES = {
  environment_invalid: 'misconfigured',
  file_invalid: 'misconfigured',
  usage_invalid: 'misconfigured',
  secret_key_wrong: 'misconfigured',
  schema_unknown: 'misconfigured',
  migration_running: 'transient',
  database_unreachable: 'transient',
  database_denied: 'misconfigured',
  redis_unreachable: 'transient',
  redis_evicts: 'misconfigured',
  payload_sealed: 'transient',
  warehouse_unreachable: 'transient',
  warehouse_busy: 'transient',
  warehouse_locked: 'transient',
  warehouse_denied: 'misconfigured',
  warehouse_state_foreign: 'misconfigured',
  warehouse_state_outdated: 'misconfigured',
  query_invalid: 'misconfigured',
  query_failed: 'misconfigured',
  identifier_missing: 'misconfigured',
  column_duplicate: 'misconfigured',
  staged_rows_lost: 'misconfigured',
  source_unknown: 'misconfigured',
  driver_missing: 'misconfigured',
  model_unknown: 'misconfigured',
  mapping_unknown: 'misconfigured',
  mapping_invalid: 'misconfigured',
  mapping_disabled: 'misconfigured',
  destination_unknown: 'misconfigured',
  destination_disabled: 'misconfigured',
  write_key_unknown: 'misconfigured',
  chunk_failed: 'misconfigured',
  changed_meanwhile: 'misconfigured',
  config_exists: 'misconfigured',
  config_in_use: 'misconfigured',
  config_managed: 'misconfigured',
  operator_needed: 'misconfigured',
  worker_missing: 'transient',
  question_unanswered: 'transient',
  answer_too_large: 'misconfigured',
  sync_running: 'misconfigured',
  sync_unknown: 'misconfigured',
  sync_ended: 'misconfigured',
  letter_unknown: 'misconfigured',
  model_changed: 'misconfigured',
  model_empty: 'misconfigured',
  deletes_exceeded: 'misconfigured',
  port_in_use: 'misconfigured',
  demo_failed: 'misconfigured',
  unexpected: 'bug',
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof ERROR_CODES

/** Why a delta or an event became a dead letter; docs/errors.md says what to do about each. */
export const DEAD_LETTER_CODES = [
  'identifier_null',
  'identifier_duplicate',
  'row_too_large',
  'mapping_failed',
  'field_invalid',
  'id_missing',
  'event_name_missing',
  'event_too_large',
  'message_id_too_long',
  'timestamp_invalid',
  'rejected',
  'unauthorized',
  'not_found',
  'unavailable',
] as const

export type DeadLetterCode = (typeof DEAD_LETTER_CODES)[number]
