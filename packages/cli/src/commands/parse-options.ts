import { InvalidArgumentError } from 'commander'
import { parseBillingMonth, parseDurationMs } from '@sluice/shared/domain'

/** A whole number from 1, as the value of an option. */
export function parseCount(text: string): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || count < 1 || !Number.isSafeInteger(count)) {
    throw new InvalidArgumentError('it must be a whole number from 1')
  }
  return count
}

/** A length of time such as 90s, 15m or 6h, in milliseconds. */
export function parseDuration(text: string): number {
  const durationMs = parseDurationMs(text)
  if (durationMs === null)
    throw new InvalidArgumentError('it must be a length of time such as 90s, 15m or 6h')
  return durationMs
}

/** A month such as 2026-11. */
export function parseMonth(text: string): string {
  if (parseBillingMonth(text) === null) throw new InvalidArgumentError('it must be a month such as 2026-11')
  return text
}

/** The id of a sync, or the beginning of one. */
export function parseSyncId(text: string): string {
  if (!/^[0-9a-f]{4}[0-9a-f-]{0,32}$/i.test(text) || text.replaceAll('-', '').length > 32) {
    throw new InvalidArgumentError('it must be the id of a sync or its beginning, as `sluice syncs` shows it')
  }
  return text.toLowerCase()
}
