import type { ErrorCode, SluiceError } from '@sluice/shared/errors'
import { findSubjectPath } from '../audit/find-subject-path.ts'

/** What mends something, and the page where that is done, relative to where the console stands. */
export interface Advice {
  readonly text: string
  readonly href: string
}

type Advise = (error: Pick<SluiceError, 'subject' | 'facts'>) => Advice

const goTo =
  (text: string, href: string): Advise =>
  () => ({ text, href })
const overview = goTo('Go to the overview', '.')
const sources = goTo('See every source', 'sources')
const alerts = goTo('See every channel and rule', 'alerts')
const destinations = goTo('See every destination', 'destinations')

/** Leads to what the error is about; where it names nothing, or something without a page, elsewhere. */
const subject =
  (text: string, otherwise: Advise): Advise =>
  (error) => {
    const href = error.subject === null ? null : findSubjectPath(error.subject.kind, error.subject.id)
    return href === null ? otherwise(error) : { text, href }
  }
const source = subject('Check its connection', sources)
const model = subject('Look at its query', goTo('See every model', 'models'))
const mapping = subject('Look at the mapping', destinations)
const sync = subject('Look at the sync', goTo('See every sync', 'syncs'))

/** What the console adds to an error of each code: where to go to mend it. */
export const ADVICE: Readonly<Record<ErrorCode, Advise>> = {
  environment_invalid: overview,
  file_invalid: overview,
  usage_invalid: overview,
  secret_key_wrong: overview,
  schema_unknown: overview,
  database_unreachable: goTo('See what does not answer', '.'),
  database_denied: overview,
  redis_unreachable: goTo('See what does not answer', '.'),
  redis_evicts: overview,
  payload_sealed: overview,
  warehouse_unreachable: source,
  warehouse_busy: source,
  warehouse_locked: source,
  driver_missing: source,
  migration_running: overview,
  warehouse_denied: source,
  warehouse_state_foreign: source,
  warehouse_state_outdated: mapping,
  query_invalid: model,
  query_failed: model,
  identifier_missing: model,
  column_duplicate: model,
  staged_rows_lost: mapping,
  sync_log_unusable: sources,
  source_unknown: sources,
  model_unknown: goTo('See every model', 'models'),
  mapping_unknown: destinations,
  mapping_invalid: mapping,
  mapping_disabled: mapping,
  destination_unknown: destinations,
  channel_unknown: alerts,
  rule_unknown: alerts,
  destination_disabled: subject('Enable it in its settings', destinations),
  write_key_unknown: subject('Correct its write key', destinations),
  changed_meanwhile: subject('See what has changed', overview),
  config_exists: subject('See the one that is there', overview),
  config_in_use: subject('See what it is used by', overview),
  operator_needed: goTo('Sign in as an operator', 'sign-out'),
  worker_missing: overview,
  question_unanswered: overview,
  answer_too_large: model,
  config_managed: subject('See who keeps it', overview),
  chunk_failed: goTo('See the queues', 'queues'),
  sync_running: sync,
  sync_unknown: goTo('See every sync', 'syncs'),
  sync_ended: sync,
  dry_run_ended: sync,
  record_unknown: mapping,
  letter_unknown: goTo('See the dead letters', 'dead-letters'),
  model_changed: model,
  model_empty: model,
  deletes_exceeded: mapping,
  updates_exceeded: mapping,
  token_unknown: goTo('See every token', 'tokens'),
  token_exists: goTo('See every token', 'tokens'),
  sign_in_needed: goTo('Sign in', 'sign-in'),
  other_site: overview,
  route_unknown: overview,
  method_unknown: overview,
  media_type_unknown: overview,
  request_too_large: overview,
  request_invalid: overview,
  item_invalid: overview,
  precondition_needed: overview,
  idempotency_key_reused: overview,
  order_under_way: overview,
  too_many_requests: overview,
  port_in_use: overview,
  demo_failed: overview,
  unexpected: overview,
}
