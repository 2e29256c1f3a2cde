import { ERROR_CODES, type ErrorCode } from '@sluice/shared/errors'

const STATUSES: Partial<Record<ErrorCode, number>> = {
  source_unknown: 404,
  model_unknown: 404,
  mapping_unknown: 404,
  operator_needed: 403,
  destination_unknown: 404,
  sync_unknown: 404,
  letter_unknown: 404,
  changed_meanwhile: 409,
  config_exists: 409,
  config_in_use: 409,
  config_managed: 409,
  sync_running: 409,
  sync_ended: 409,
}

/** The HTTP status of a page that tells an error of this code. */
export function readErrorStatus(code: ErrorCode): number {
  const known = STATUSES[code]
  if (known !== undefined) return known
  const kind = ERROR_CODES[code]
  return kind === 'misconfigured' ? 422 : kind === 'transient' ? 503 : 500
}
