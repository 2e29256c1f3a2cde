import type { Forecast, HeldCalls, SyncDocument } from '@sluice/shared/domain'

/** What a dry run has found, in words. */
export function formatForecast(
  { mapping }: Pick<SyncDocument, 'mapping'>,
  forecast: Forecast,
): readonly string[] {
  const { added, updated, deleted, guards, reasons, mtus, users } = forecast
  const held = forecast.held ?? null
  const invalid = sum(Object.values(forecast.invalid))
  const unidentified = STAGED_CODES.reduce((rows, code) => rows + (forecast.invalid[code] ?? 0), 0)
  const changes = added + updated + deleted + unidentified
  const events = Object.entries(forecast.events).map(([type, number]) => `${count(number)} ${type}`)
  return [
    `${mapping}: dry run: ${count(changes)} changes (${count(added)} added, ${count(updated)} updated, ${count(deleted)} deleted); nothing was sent`,
    `would send: ${count(forecast.apiCalls)} events${events.length === 0 ? '' : ` (${events.join(', ')})`} in ${count(forecast.requests)} requests, ${count(forecast.bytes)} bytes`,
    `would not: ${count(forecast.skippedByTrigger)} skipped by the trigger, ${count(forecast.skippedByFilter)} by the filter, ${count(invalid)} invalid`,
    ...reasons.map(({ code, reason, rows }) => `  ${count(rows)} × ${code}: ${reason}`),
    `costs: ${count(forecast.apiCalls)} API calls, ${count(mtus.atLeast)} to ${count(mtus.atMost)} MTUs (${count(users)} users)`,
    `takes: ${forecast.seconds.toLocaleString('en-US')} s at the destination's budgets`,
    ...(held === null ? [] : [formatHeld(held)]),
    ...guards.map(({ code, message }) => `would be stopped before that (${code}): ${message}`),
  ]
}

function formatHeld({ calls, left, limit, until }: HeldCalls): string {
  return `would wait: ${count(calls)} of these calls until ${until}: ${count(left)} of the ${count(limit)} of max_calls_per_month are left`
}

// Rows that are found when the model is compared, and are no change of a record.
const STAGED_CODES = ['identifier_null', 'identifier_duplicate', 'row_too_large']

function count(number: number): string {
  return number.toLocaleString('en-US')
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
