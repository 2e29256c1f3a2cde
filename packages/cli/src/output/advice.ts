import type { SyncDocument } from '@sluice/shared/domain'
import type { ErrorCode, SluiceError } from '@sluice/shared/errors'

/** Which command mends, or tells more of, what an error is about; null where its message has said all. */
export type Advise = (error: Pick<SluiceError, 'subject' | 'facts'>) => string | null

const none: Advise = () => null
const lists =
  (command: string): Advise =>
  () =>
    `\`sluice ${command}\` lists them`
const allows =
  (option: string, effect: string): Advise =>
  ({ subject }) =>
    subject?.kind === 'mapping' ? `\`sluice sync ${subject.id} --${option}\` ${effect}` : null
const enables: Advise = ({ subject }) => (subject === null ? null : `\`sluice enable ${subject.id}\``)

/** What the command line adds to an error of each code. */
export const ADVICE: Readonly<Record<ErrorCode, Advise>> = {
  environment_invalid: none,
  file_invalid: none,
  usage_invalid: none,
  secret_key_wrong: none,
  schema_unknown: ({ facts }) => (facts['isOlder'] === true ? 'run `sluice migrate`' : null),
  database_unreachable: none,
  database_denied: none,
  redis_unreachable: none,
  redis_evicts: none,
  payload_sealed: none,
  warehouse_unreachable: none,
  warehouse_busy: none,
  warehouse_locked: none,
  driver_missing: none,
  model_unknown: none,
  migration_running: none,
  warehouse_denied: none,
  warehouse_state_foreign: none,
  warehouse_state_outdated: ({ subject }) =>
    subject?.kind === 'mapping'
      ? `\`sluice reset ${subject.id}\`, or \`sluice baseline ${subject.id}\``
      : null,
  query_invalid: none,
  query_failed: none,
  identifier_missing: none,
  column_duplicate: none,
  staged_rows_lost: none,
  sync_log_unusable: none,
  source_unknown: none,
  mapping_unknown: lists('status'),
  mapping_invalid: none,
  mapping_disabled: enables,
  destination_unknown: lists('status'),
  channel_unknown: lists('alerts ls'),
  rule_unknown: lists('alerts ls'),
  destination_disabled: enables,
  write_key_unknown: none,
  changed_meanwhile: none,
  config_exists: none,
  config_in_use: none,
  config_managed: ({ facts }) =>
    facts['managedBy'] === 'console' ? 'leave it out, or take it over with `sluice apply --adopt`' : null,
  chunk_failed: none,
  operator_needed: none,
  worker_missing: none,
  question_unanswered: none,
  answer_too_large: none,
  sync_running: ({ subject }) =>
    subject?.kind === 'sync' ? `\`sluice cancel ${subject.id}\` ends it` : null,
  sync_unknown: lists('syncs'),
  sync_ended: none,
  dry_run_ended: none,
  letter_unknown: lists('dead-letters ls'),
  record_unknown: ({ subject }) =>
    `\`sluice preview ${subject?.id ?? '<mapping>'}\` shows ids that rows have`,
  model_changed: allows('allow-missing-columns', 'goes on without it'),
  model_empty: allows('allow-deletes', 'lets it pass once'),
  deletes_exceeded: allows('allow-deletes', 'lets it pass once'),
  updates_exceeded: allows('allow-updates', 'lets it pass once'),
  token_unknown: lists('tokens ls'),
  token_exists: none,
  sign_in_needed: none,
  other_site: none,
  route_unknown: none,
  method_unknown: none,
  media_type_unknown: none,
  request_too_large: none,
  request_invalid: none,
  item_invalid: none,
  precondition_needed: none,
  idempotency_key_reused: none,
  order_under_way: none,
  too_many_requests: none,
  port_in_use: none,
  demo_failed: none,
  unexpected: none,
}

/** What the command line adds to the reason of a sync that failed; null where the reason has said all. */
export function adviseOnSync({
  mapping,
  errorCode,
}: Pick<SyncDocument, 'mapping' | 'errorCode'>): string | null {
  return errorCode === null
    ? null
    : ADVICE[errorCode]({ subject: { kind: 'mapping', id: mapping }, facts: {} })
}
