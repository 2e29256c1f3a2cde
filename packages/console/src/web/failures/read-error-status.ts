import { ERROR_CODES, type ErrorCode } from '@sluice/shared/errors'

const STATUSES: Partial<Record<ErrorCode, number>> = {
  source_unknown: 404,
  model_unknown: 404,
  mapping_unknown: 404,
  operator_needed: 403,
  destination_unknown: 404,
  channel_unknown: 404,
  rule_unknown: 404,
  sync_unknown: 404,
  letter_unknown: 404,
  record_unknown: 404,
  changed_meanwhile: 409,
  config_exists: 409,
  config_in_use: 409,
  config_managed: 409,
  sync_running: 409,
  sync_ended: 409,
  dry_run_ended: 409,
  token_unknown: 404,
  token_exists: 409,
  sign_in_needed: 401,
  other_site: 403,
  route_unknown: 404,
  method_unknown: 405,
  media_type_unknown: 415,
  request_too_large: 413,
  precondition_needed: 428,
  order_under_way: 409,
  too_many_requests: 429,
}

/** The HTTP status of a page that tells an error of this code. */
export function readErrorStatus(code: ErrorCode): number {
  const known = STATUSES[code]
  if (known !== undefined) return known
  const kind = ERROR_CODES[code]
  return kind === 'misconfigured' ? 422 : kind === 'transient' ? 503 : 500
}
